"""The life of a merchant on a platform: in by the papers, out by the clock, and recognised (S01)."""

from __future__ import annotations

import io
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from rich.console import Console

from gongdao.interfaces.cli import proving
from gongdao.kernel.money import cny
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import queries as parties
from gongdao.stages.admission import queries
from gongdao.stages.escrow import actions as escrow
from tests.builders import World, code
from tests.builders.merchants import PERSON, SCAN, newcomer

pytestmark = pytest.mark.django_db


class Person:
    """Somebody at a browser, and with a program of their own."""

    def __init__(self, handle: str) -> None:
        self.client = Client(headers={"accept-language": "zh"})
        name = f"{handle}@gongdao"
        self.client.force_login(parties.by_handle([name])[name])

    def reads(self, path: str) -> str:
        return self.client.get(path).content.decode()

    def does(self, path: str, **form: object) -> int:
        return self.client.post(path, form).status_code


LISTING = {
    "title_zh": "有机苹果", "title_en": "Organic apples", "category": "food",
    "price": {"currency": "CNY", "minor": 5000}, "freight": {"currency": "CNY", "minor": 0},
}  # fmt: skip


def offered(world: World, shop) -> int:
    """The status of offering food through the API, as the shop's own program does."""
    from gongdao.registers.parties import actions

    token = actions.issue_key(party=shop.party, label="test", at=world.now)
    offered.count += 1
    headers = {"authorization": f"Bearer {token}", "idempotency-key": f"k{offered.count}"}
    response = Client().post(
        "/api/v1/listings", json.dumps(LISTING), content_type="application/json", headers=headers
    )
    offered.last = response.json()
    return response.status_code


offered.count = 0


PERMIT = {"number": "JY13706010123456", "issuer": "烟台市市场监督管理局"}


def sends(me: Person, application: str, item: str, **said: object) -> str:
    """The shop uploads a paper; returns its reference."""
    file = SimpleUploadedFile("scan.png", SCAN)
    assert me.does("/desk/application/papers", item=item, file=file, **said) == 302
    (paper,) = (p for p in queries.papers(application) if (p.item, p.state) == (item, "supplied"))
    return paper.id


def test_a_food_shop_comes_in_runs_out_comes_back_and_is_expelled():
    world = World.make(start="2026-03-01 09:00")
    shop = newcomer(world, "apples")
    newcomer(world, "second", "platform")
    me, staff, second = Person("apples"), Person("platform"), Person("second")

    # In: the form, the checklist with its reasons, and nothing is sold before somebody admits.
    form = {
        "shop_zh": "苹果园", "shop_en": "Apple Orchard", "form": "enterprise",
        "company": "烟台苹果园有限公司", "credit_code": code(88), "categories": ["food"], **PERSON,
    }  # fmt: skip
    assert me.does("/desk/application/apply", **form) == 302
    application = queries.mine(by=shop).id
    assert "食品经营许可证" in me.reads("/desk/application")
    assert offered(world, shop) == 409

    for item in ("identity", "licence", "address"):
        assert staff.does(f"/platform/papers/{sends(me, application, item)}/accept") == 302
    paper = sends(me, application, "permit/food_business", expires_on="2026-05-31", **PERMIT)
    assert staff.does(f"/platform/papers/{paper}/accept") == 302

    # Its apples grow behind the house: the proof of source is waived, by two people.
    waive = f"/platform/applications/{application}/waive"
    assert staff.does(waive, item="source", reason="自产自销") == 302
    (waiver,) = queries.waivers(application)
    assert staff.does(f"/platform/waivers/{waiver.id}/confirm") == 409
    assert second.does(f"/platform/waivers/{waiver.id}/confirm") == 302
    escrow.lodge(
        by=world["platform"], merchant=shop.party, amount=cny("5000.00"), key="apples", at=world.now
    )
    admit = f"/platform/applications/{application}/admit"
    assert staff.does(admit, reason="资料齐全") == 302
    assert offered(world, shop) == 201
    listing = offered.last["listing"]
    public = Client().get(f"/traders/{shop.party}").content.decode()
    assert "JY13706010123456" in public
    assert PERSON["id_number"] not in public

    # Out by the clock: reminded a month before, stopped in the night the permit runs out.
    world.advances(to="2026-05-02 00:00")
    assert "将于 2026-05-31 到期" in me.reads("/desk/application")
    world.advances(to="2026-06-01 00:00")
    assert offered(world, shop) == 409
    assert f"/listings/{listing}" not in Person("consumer").reads("/listings")
    assert "证照到期" in Client().get(f"/traders/{shop.party}").content.decode()

    # Back with the new permit; then expelled for good, and recognised under another name.
    paper = sends(me, application, "permit/food_business", expires_on="2027-05-31", **PERMIT)
    assert staff.does(f"/platform/papers/{paper}/accept") == 302
    assert offered(world, shop) == 201
    assert staff.does(f"/platform/applications/{application}/expel", reason="掺假") == 302
    assert offered(world, shop) == 409
    newcomer(world, "pears")
    again = Person("pears")
    renamed = form | {"shop_zh": "梨园", "company": "莱阳梨园有限公司", "credit_code": code(89)}
    assert again.does("/desk/application/apply", **renamed) == 302
    latest = queries.waiting(by=world["platform"])[-1]
    review = staff.reads(f"/platform/applications/{latest.id}")
    assert "被清退的商家" in review
    assert "收款账户" in review

    # All of it is in evidence, and none of it names a person.
    deeds = evidence.about(application)
    acts = {deed.act for deed in deeds}
    assert {"application.filed", "paper.accepted", "waiver.confirmed", "application.admitted",
            "merchant.reminded", "merchant.suspended", "merchant.expelled"} <= acts  # fmt: skip
    said = "".join(str(deed.body) for deed in deeds)
    assert not any(value in said for value in PERSON.values())
    assert proving.clocks_are_whole(world.market.id, Console(file=io.StringIO()))
