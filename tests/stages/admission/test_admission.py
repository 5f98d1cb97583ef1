"""Applying, papers item by item, four eyes, refusal and appeal (S01)."""

from __future__ import annotations

from datetime import date

import pytest

from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.vault.models import Document, Item
from gongdao.stages.admission import actions, likes, queries
from gongdao.stages.admission.papers import actions as papers
from gongdao.stages.admission.standing import actions as standing
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.review import actions as review
from tests.builders import code
from tests.builders.goods import a_listing
from tests.builders.merchants import (
    CLOUD,
    GRANNY,
    MASTER,
    PERSON,
    SCAN,
    admitted,
    applies,
    completes,
    lines,
    newcomer,
    supplies,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cloud(world):
    return newcomer(world, "cloud")


@pytest.fixture
def second(world):
    """Another of the staff."""
    return newcomer(world, "second", "platform")


def refused(code, call, **arguments):
    with pytest.raises(Refusal) as no:
        call(**arguments)
    assert no.value.code == code, no.value.sentence
    return no.value


def offers(world, by, category="toys"):
    said = listings.Said(Words("积木", "Blocks"), category, cny("50.00"), cny("0.00"))
    (row,) = listings.offer(offerings=[listings.Offering(by, world.now, said)])
    return row.id


def decides(world, application, act="admit", by=None):
    actions.decide(
        by=by or world["platform"], applications=[application], act=act, reason="理由", at=world.now
    )


def owed(application):
    return {duty.kind for duty in duties.open_about(application)}


def test_a_checklist_says_what_is_missing_why_and_until_when(world, cloud):
    application = applies(world, cloud, categories=("food", "other"), brands=("小熊",))

    row = queries.mine(by=cloud)
    asked = {line.item: line.requirement for line in queries.checklist(row, at=world.now)}
    (duty,) = duties.open_about(application)

    assert list(asked) == [
        "identity", "licence", "address", "permit/food_business", "source", "brand/0", "deposit",
    ]  # fmt: skip
    assert asked["permit/food_business"].cites == "FSL art. 35.1"
    assert asked["licence"].cites == "ECL art. 10"
    assert asked["deposit"].amount == cny("5000.00")
    assert set(lines(world, application).values()) == {"missing"}
    assert (duty.kind, duty.owed_by) == ("missing_papers", cloud.party)


@pytest.mark.parametrize(
    ("changes", "code_"),
    [
        ({"credit_code": code(77)[:-1] + "0"}, "credit_code_wrong"),
        ({"credit_code": ""}, "credit_code_wrong"),
        ({"company": ""}, "company_missing"),
        ({"company": "云" * 121}, "company_missing"),
        ({"shop_zh": " "}, "shop_name_wrong"),
        ({"shop_zh": "云" * 81}, "shop_name_wrong"),
        ({"shop_zh": "云朵\u202eyot"}, "name_disguised"),
        ({"shop_en": "Cl\u043eud"}, "name_disguised"),
        ({"company": "云\u200b朵"}, "name_disguised"),
        ({"brands": ("\u0410pple",)}, "name_disguised"),
        ({"brands": ("x",) * 51}, "brands_wrong"),
        ({"yearly_sales_minor": -1}, "brands_wrong"),
        ({"categories": ("weapons",)}, "category_wrong"),
        ({"categories": ()}, "category_wrong"),
        ({"form": "castle"}, "category_wrong"),
        ({"form": "unregistered"}, "exemption_missing"),
        ({"exemption": "chores"}, "company_missing"),
        ({"person": PERSON | {"id_number": "110105194912310021"}}, "identity_number_wrong"),
        ({"person": PERSON | {"bank_account": "12"}}, "account_wrong"),
        ({"person": PERSON | {"phone": "call me"}}, "phone_wrong"),
        ({"person": PERSON | {"address": ""}}, "particulars_missing"),
        ({"person": PERSON | {"address": "路" * 201}}, "particulars_missing"),
        ({"person": PERSON | {"shoe_size": "43"}}, "particulars_missing"),
        ({"person": PERSON | {"name": "林\u2066满"}}, "name_disguised"),
    ],
)
def test_particulars_that_cannot_be_are_refused(world, cloud, changes, code_):
    refused(code_, applies, world=world, by=cloud, said=CLOUD, **changes)
    assert queries.mine(by=cloud) is None


def test_people_are_in_the_vault_and_nowhere_else(world, cloud):
    application = applies(world, cloud)

    assert queries.masked(application)["name"] == "林*满"
    assert queries.masked(application)["bank_account"] == "**** 4567"
    sealed = b"".join(bytes(each.sealed) for each in Item.objects.all())
    assert not any(value.encode() in sealed for value in PERSON.values())
    said = "".join(str(deed.body) for deed in evidence.about(application))
    assert not any(value in said for value in PERSON.values())


def test_a_paper_is_kept_sealed_and_its_digest_is_evidence(world, cloud):
    application = applies(world, cloud)
    paper = supplies(world, cloud, application, "licence")

    kept = Document.objects.get()
    seen = papers.open_file(
        by=world["platform"], paper=paper, reason="核对执照", at=world.now, master=MASTER
    )

    assert seen[0] == "image/png"
    assert seen[1][:8] not in bytes(kept.sealed)
    assert kept.digest in "".join(str(deed.body) for deed in evidence.about(application))
    assert "paper.seen" in {deed.act for deed in evidence.about(application)}
    refused(
        "reason_missing", papers.open_file, by=world["platform"], paper=paper, reason=" ",
        at=world.now, master=MASTER,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("item", "said", "code_"),
    [
        ("licence", {"content": b""}, "file_empty"),
        ("licence", {"content": b"MZ" + SCAN}, "file_is_program"),
        ("licence", {"content": SCAN[:800]}, "picture_broken"),
        ("licence", {"expires_on": date(2026, 2, 28)}, "paper_expired"),
        ("licence", {"number": "\u202e123"}, "name_disguised"),
        ("permit/food_business", {"number": ""}, "number_missing"),
        ("permit/food_business", {"issuer": "局" * 81}, "number_missing"),
        ("permit/drug_business", {}, "item_unknown"),
        ("deposit", {}, "paper_not_wanted"),
    ],
)
def test_papers_that_prove_nothing_are_refused(world, cloud, item, said, code_):
    application = applies(world, cloud, categories=("food",))

    refused(code_, supplies, world=world, by=cloud, application=application, item=item, **said)


def test_a_paper_holds_to_the_end_of_its_last_day(world, cloud):
    application = applies(world, cloud)

    supplies(world, cloud, application, "licence", expires_on=date(2026, 3, 1))

    assert lines(world, application)["licence"] == "supplied"


def test_nobody_sells_before_every_item_is_settled_and_somebody_admits(world, cloud):
    application = applies(world, cloud)
    no = refused("application_incomplete", decides, world=world, application=application)
    assert "营业执照" in no.sentence.zh
    refused("merchant_not_admitted", offers, world=world, by=cloud)

    completes(world, cloud, application)
    assert owed(application) == {"application_review"}
    refused("merchant_not_admitted", offers, world=world, by=cloud)
    decides(world, application)

    assert offers(world, cloud).startswith("lst_")
    assert owed(application) == {"reverification", "expiry_notice"}


def test_only_the_platform_decides_and_only_the_merchant_supplies(world, cloud):
    application = applies(world, cloud)

    refused("application_unknown", supplies, world=world, by=world["merchant"],
            application=application, item="licence")  # fmt: skip
    refused("not_allowed", supplies, world=world, by=world["platform"],
            application=application, item="licence")  # fmt: skip
    refused("not_allowed", decides, world=world, application=application, by=cloud)
    paper = supplies(world, cloud, application, "licence")
    refused("not_allowed", papers.accept, by=cloud, paper=paper, at=world.now)


def test_a_reviewer_rejects_or_asks_again_and_the_turn_passes(world, cloud):
    application = applies(world, cloud)
    sent = {
        item: supplies(world, cloud, application, item)
        for item in ("identity", "licence", "address", "source")
    }
    assert owed(application) == {"application_review"}

    papers.ask_again(by=world["platform"], paper=sent["licence"], reason="看不清", at=world.now)
    papers.reject(by=world["platform"], paper=sent["source"], reason="不是凭证", at=world.now)

    assert owed(application) == {"missing_papers"}
    assert lines(world, application)["licence"] == "asked"
    assert lines(world, application)["source"] == "rejected"
    refused(
        "move_not_allowed", papers.accept, by=world["platform"], paper=sent["source"], at=world.now
    )
    supplies(world, cloud, application, "licence")
    supplies(world, cloud, application, "source")
    assert owed(application) == {"application_review"}


def test_a_waiver_takes_two_people_and_never_touches_what_the_law_asks(world, cloud, second):
    application = applies(world, cloud)

    def proposes(item, reason="自产"):
        return papers.propose_waiver(
            by=world["platform"], application=application, item=item, reason=reason, at=world.now
        )

    for item in ("identity", "licence"):
        refused("never_waived", proposes, item=item)
    refused("reason_missing", proposes, item="source", reason="")
    waiver = proposes("source")
    refused("item_settled", proposes, item="source")
    assert lines(world, application)["source"] == "waiver_proposed"
    confirm = {"waiver": waiver.id, "act": "confirm", "at": world.now}
    refused("same_person", papers.decide_waiver, by=world["platform"], **confirm)

    papers.decide_waiver(by=second, **confirm)

    assert lines(world, application)["source"] == "waived"
    assert {"waiver.proposed", "waiver.confirmed"} <= {d.act for d in evidence.about(application)}


def test_a_waiver_nobody_confirms_lapses_after_seven_days(world, cloud):
    application = applies(world, cloud)
    papers.propose_waiver(
        by=world["platform"], application=application, item="source", reason="自产", at=world.now
    )

    world.advances(to="2026-03-08 23:59")
    assert lines(world, application)["source"] == "waiver_proposed"
    world.advances(to="2026-03-09 00:00")

    assert lines(world, application)["source"] == "missing"


def test_a_refusal_has_reasons_and_is_appealed_to_somebody_else(world, cloud, second):
    application = applies(world, cloud)
    completes(world, cloud, application)
    decides(world, application, "refuse")
    refused("merchant_not_admitted", offers, world=world, by=cloud)

    actions.appeal(by=cloud, application=application, plea="资料是齐的", at=world.now)
    overturn = {"application": application, "act": "overturn", "reason": "确实齐", "at": world.now}
    refused("same_person", actions.decide_appeal, by=world["platform"], **overturn)
    actions.decide_appeal(by=world["senior"], **overturn)

    assert owed(application) == {"application_review"}
    refused("same_person", decides, world=world, application=application)
    decides(world, application, by=second)
    assert offers(world, cloud)


def test_an_upheld_refusal_is_the_end_and_leaves_the_way_to_apply_anew(world, cloud):
    application = applies(world, cloud)
    decides(world, application, "refuse")
    actions.appeal(by=cloud, application=application, plea="不服", at=world.now)
    actions.decide_appeal(
        by=world["senior"], application=application, act="uphold", reason="材料不实", at=world.now
    )

    assert queries.mine(by=cloud).state == "closed"
    assert owed(application) == set()
    again = applies(world, cloud)
    assert queries.mine(by=cloud).id == again


@pytest.mark.parametrize(
    ("to", "state"),
    [
        ("2026-03-31 23:59", "filed"),
        ("2026-04-01 00:00", "refused"),
        ("2026-04-16 23:59", "refused"),
        ("2026-04-17 00:00", "closed"),
    ],
)
def test_papers_never_sent_end_the_application_by_the_clock(world, cloud, to, state):
    applies(world, cloud)

    world.advances(to=to)

    assert queries.mine(by=cloud).state == state
    refused("merchant_not_admitted", offers, world=world, by=cloud)


def test_silence_of_the_platform_admits_nobody(world, cloud):
    application = applies(world, cloud)
    completes(world, cloud, application)

    world.advances(to="2026-03-17 00:00")

    row = queries.mine(by=cloud)
    assert (row.state, "逾期未审核" in row.reason) == ("refused", True)
    actions.appeal(by=cloud, application=application, plea="请审核", at=world.now)
    world.advances(days=11)
    assert queries.mine(by=cloud).state == "reopened"
    decides(world, application)
    assert queries.mine(by=cloud).state == "admitted"


def test_one_application_at_a_time_and_one_shop_per_code(world, cloud):
    application = applies(world, cloud)

    refused("application_filed", applies, world=world, by=cloud, credit_code=code(78))
    other = newcomer(world, "other")
    refused("credit_code_taken", applies, world=world, by=other)
    actions.withdraw(by=cloud, application=application, at=world.now)
    assert applies(world, other).startswith("app_")


def test_a_small_seller_is_admitted_without_registration_and_within_limits(world, cloud):
    application = applies(world, cloud, GRANNY)
    assert list(lines(world, application)) == [
        "identity", "declaration", "address", "source", "deposit",
    ]  # fmt: skip
    completes(world, cloud, application)

    refused("registration_required", decides, world=world, application=application)
    decides(world, application, "admit_limited")

    assert queries.mine(by=cloud).state == "limited"
    assert offers(world, cloud)
    no = refused("category_not_admitted", offers, world=world, by=cloud, category="food")
    assert no.cites == "FSL art. 35.1"
    refused("category_not_admitted", offers, world=world, by=cloud, category="infant_formula")


def suspend(world, cloud):
    application = queries.mine(by=cloud)
    standing.suspend(
        by=world["platform"], application=application.id, reason="抽检不合格", at=world.now
    )


def test_a_draft_is_published_only_by_whoever_may_sell_such_goods_on_that_day(world, cloud):
    completes(world, cloud, application := applies(world, cloud, GRANNY))
    decides(world, application, "admit_limited")

    def publishes(category):
        draft = review.Draft(cloud, world.now, a_listing(category=category))
        (row,) = review.draft(drafts=[draft])
        return review.publish(by=cloud, listings=[row.listing_id], at=world.now)[0]

    assert publishes("toys").review == "published"
    refused("category_not_admitted", publishes, category="infant_formula")
    suspend(world, cloud)
    no = refused("merchant_not_admitted", publishes, category="toys")
    assert "may not sell" in no.sentence.en


@pytest.mark.parametrize(
    ("changes", "small"),
    [
        ({"yearly_sales_minor": 100_000_00}, True),
        ({"yearly_sales_minor": 100_000_01}, False),
        ({"yearly_sales_minor": 100_000_01, "exemption": "handicraft"}, True),
        ({"categories": ("food",)}, False),
    ],
)
def test_the_threshold_and_permits_decide_who_may_stay_unregistered(world, cloud, changes, small):
    application = applies(world, cloud, GRANNY, **changes)

    assert ("declaration" in lines(world, application)) is small
    assert ("licence" in lines(world, application)) is not small


def test_who_comes_back_after_being_expelled_is_recognised(world, cloud):
    old = admitted(world, cloud)
    standing.expel(by=world["platform"], application=old, reason="售假", at=world.now)
    back = newcomer(world, "back")
    person = PERSON | {
        "name": "王大同", "id_number": "440106199001010013", "phone": "13900001111",
        "address": "杭州市西湖区文三路12号3幢501",
    }  # fmt: skip
    new = applies(
        world,
        back,
        credit_code=code(90),
        company="杭州云朵玩具商行",
        shop_zh="彩虹屋",
        person=person,
    )

    found = likes.findings(queries.see(new, by=world["platform"]), [])

    assert {each.kind for each in found} == {
        "bank_account_same", "address_similar", "company_similar",
    }  # fmt: skip
    assert all(each.grave and each.other == old for each in found)


def test_strangers_are_not_taken_for_each_other(world, cloud):
    applies(world, cloud)
    other = newcomer(world, "other")
    person = {
        "name": "王大同", "id_number": "440106199001010013", "phone": "13900001111",
        "address": "上海市浦东新区世纪大道1号", "contact_name": "周云", "bank_account": "6230580000000000001",
    }  # fmt: skip
    new = applies(
        world, other, credit_code=code(91), company="上海星星电器有限公司", shop_zh="星星电器",
        person=person,
    )  # fmt: skip

    assert likes.findings(queries.see(new, by=world["platform"]), []) == []


def test_an_unusual_number_is_shown_to_the_reviewer(world, cloud):
    application = applies(world, cloud, categories=("food",))
    supplies(world, cloud, application, "permit/food_business", number="12345")

    row = queries.see(application, by=world["platform"])
    (finding,) = likes.findings(row, queries.papers(application))

    assert finding.kind == "number_unusual"
