"""A certificate from the accreditation of its issuer to the seal a buyer sees, and every way it can fail (S29)."""

from __future__ import annotations

import copy
import json
from datetime import UTC, datetime, timedelta

import pytest
from typer.testing import CliRunner

from gongdao.interfaces.cli.credentials import app
from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.admission.credentials import documents, status
from gongdao.stages.admission.credentials.documents import Certified
from gongdao.stages.admission.credentials.proof import IssuerKey
from gongdao.stages.listings import actions as listings
from gongdao.stages.listings.review import actions as review
from gongdao.stages.listings.review import queries as reviewed
from tests.builders.goods import a_listing

pytestmark = pytest.mark.django_db

KEY = IssuerKey(b"a key of the body's own, 32 byte")
LIST = "https://certifier.example/status/1"


@pytest.fixture(autouse=True)
def _certifiers(world):
    for name in ("certifier", "other"):
        handle = parties.Enrolment(f"{name}@gongdao", ())
        (party,) = parties.enrol(marketplace=world.market.id, people=[handle], at=world.now)
        world.people[name] = who.actor(party)


def accredit(people, *scopes, handle="certifier", until="2027-03-01", **more):
    return people("platform").posts(
        "/certification/bodies",
        {
            "handle": f"{handle}@gongdao", "name_zh": "华夏认证", "name_en": "Huaxia Certification",
            "approval": "CNCA-R-2026-001", "scopes": list(scopes), "until": f"{until}T00:00:00+08:00",
            **more,
        },
        201,
    )  # fmt: skip


def rice(world, title="有机大米"):
    said = listings.Said(Words(title, "Organic rice"), "food", cny("59.00"), cny("0.00"))
    (row,) = listings.offer(offerings=[listings.Offering(world["merchant"], world.now, said)])
    return row.id


def issue(people, subject, scope="organic", status_=201, until="2026-09-01"):
    said = {
        "subject": subject, "scope": scope, "number": "130OP1300001", "standard": "GB/T 19630",
        "until": f"{until}T00:00:00+08:00",
    }  # fmt: skip
    return people("certifier").posts("/credentials", said, status_)


def present(people, subject, document, status_=201):
    return people("merchant").posts("/seals", {"subject": subject, "document": document}, status_)


def test_a_certificate_from_accreditation_to_the_seal_a_buyer_sees(world, people):
    goods = rice(world)
    anybody, shop, body = people(None), people("merchant"), people("certifier")
    assert "A certificate is claimed that is not shown" in anybody.sees(f"/listings/{goods}")

    # The platform accredits on its page; the body issues at its desk; the merchant shows it with one button.
    people("platform").does(
        "/platform/certification/accredit", handle="certifier@gongdao", name_zh="华夏认证",
        name_en="Huaxia Certification", approval="CNCA-R-2026-001", scopes=["organic", "ccc"],
        until="2027-03-01",
    )  # fmt: skip
    body.does(
        "/issuer/issue", subject=goods, scope="organic", number="130OP1300001",
        standard="GB/T 19630", until="2026-09-01",
    )  # fmt: skip
    (issued,) = shop.gets("/credentials")
    assert issued["id"] in shop.sees("/desk/certificates")
    shop.does("/desk/certificates/present", credential=issued["id"])

    page = anybody.sees(f"/listings/{goods}")
    assert "A certificate is claimed" not in page
    for said in (
        "Huaxia Certification",
        "130OP1300001",
        "It is not revoked",
        "First shown and checked 2026-03-01 09:00",
    ):
        assert said in page

    # Anybody checks the original: on the page, and offline with the list that the market serves.
    served = anybody.browser.get(f"/certificates/{issued['id']}?as=json")
    original = json.loads(served.content)
    assert original == issued["document"]
    checked = anybody.does("/certificates", 200, document=json.dumps(original))
    assert "every check passed" in checked

    # Revoked, it says so wherever it is shown, and cannot be shown again.
    body.does(f"/issuer/{issued['id']}/revoke", reason="抽检不合格")
    page = anybody.sees(f"/listings/{goods}")
    assert "no longer holds" in page
    assert "Its issuer has revoked it" in page
    assert "A certificate is claimed" in page
    refused = present(people, goods, original, 409)
    assert (refused["code"], refused["cites"]) == (
        "credential_revoked",
        "Certification Regulation art. 26",
    )
    acts = {row.act for row in evidence.about(goods)} | {
        row.act for row in evidence.about(issued["id"])
    }
    assert {"credential.issued", "credential.presented", "credential.revoked"} <= acts


def organic_toy(world):
    said = a_listing("有机棉布偶", "25.00")
    (row,) = review.draft(drafts=[review.Draft(world["merchant"], world.now, said)])
    return row.listing_id


def published(world, ref):
    return review.publish(by=world["merchant"], listings=[ref], at=world.now)[0]


def test_a_title_that_claims_a_certificate_is_not_published_before_it_is_shown(world, people):
    goods = organic_toy(world)
    accredit(people, "organic")

    with pytest.raises(Refusal) as refused:
        published(world, goods)
    assert refused.value.code == "listing_blocked"
    assert "有机产品认证" in refused.value.sentence.zh
    assert refused.value.cites
    assert "disabled" in people("merchant").sees(f"/goods/{goods}")

    # A draft can be certified: otherwise nothing new could ever be offered as organic.
    issued = issue(people, goods)
    present(people, goods, issued["document"])
    row = published(world, goods)
    assert reviewed.findings(row) == []
    assert reviewed.queue(by=world["platform"]) == []

    # Revoked, the shelf is read again and the goods stand in the queue.
    people("certifier").does(f"/issuer/{issued['id']}/revoke", reason="抽检不合格")
    review.watch(by=world["platform"], listings=reviewed.live(world.market.id), at=world.now)
    assert [each.listing_id for each in reviewed.queue(by=world["platform"])] == [goods]


@pytest.mark.parametrize(
    ("words", "blocked"),
    [
        ("布料已通过有机产品认证，柔软亲肤。", True),
        ("正在申请有机产品认证，尚未取得证书。", False),
        ("符合 GB 6675.1，无需3C认证。", False),
    ],
)
def test_a_text_that_claims_a_certificate_is_held_back_as_a_title_is(world, words, blocked):
    said = a_listing("布偶", "25.00", words=words)
    (row,) = review.draft(drafts=[review.Draft(world["merchant"], world.now, said)])

    if not blocked:
        assert published(world, row.listing_id)
        return
    with pytest.raises(Refusal) as refused:
        published(world, row.listing_id)
    assert refused.value.code == "listing_blocked"
    assert "有机产品认证" in refused.value.sentence.zh


def test_a_certificate_of_other_goods_or_past_its_end_proves_nothing(world, people):
    goods, other = organic_toy(world), organic_toy(world)
    accredit(people, "organic")
    present(people, other, issue(people, other, until="2026-03-10")["document"])

    with pytest.raises(Refusal):
        published(world, goods)
    world.now += timedelta(days=10)
    with pytest.raises(Refusal):
        published(world, other)


def offline(tmp_path, document, *options):
    file = tmp_path / "certificate.json"
    file.write_text(json.dumps(document, ensure_ascii=False), "utf-8")
    return CliRunner().invoke(app, ["verify", str(file), *map(str, options)])


def test_a_certificate_is_verified_offline(world, people, tmp_path):
    goods = rice(world)
    body = accredit(people, "organic")
    document = issue(people, goods)["document"]
    (tmp_path / "list.json").write_bytes(
        people(None).browser.get(f"/certification/{body['id']}/status").content
    )
    whole = (
        "--issuer",
        body["did"],
        "--subject",
        goods,
        "--status",
        tmp_path / "list.json",
        "--on",
        "2026-03-01",
    )

    ended = offline(tmp_path, document, *whole)
    assert ended.exit_code == 0, ended.output
    assert "every check passed" in ended.output
    assert "was not checked" in offline(tmp_path, document, "--on", "2026-03-01").output
    assert offline(tmp_path, document, "--on", "2026-09-01").exit_code == 1
    assert offline(tmp_path, document, *whole[2:], "--issuer", KEY.did).exit_code == 1
    assert offline(tmp_path, document, "--subject", "lst_other").exit_code == 1
    forged = copy.deepcopy(document)
    forged["credentialSubject"]["name"]["zh"] = "有机面粉"
    ended = offline(tmp_path, forged, *whole)
    assert ended.exit_code == 1
    assert "forged" in ended.output


def test_what_does_not_hold_is_refused_with_its_own_reason_and_article(world, people):
    goods, other = rice(world), rice(world, "有机小米")
    accredit(people, "organic", "quality_system")
    document = issue(people, goods)["document"]
    forged = copy.deepcopy(document)
    forged["validUntil"] = "2036-09-01T00:00:00Z"

    def code(subject, document):
        said = present(people, subject, document, 409 if document is not broken else 422)
        return said["code"], said.get("cites")

    broken = {"@context": "x"}
    assert code(goods, forged) == ("credential_forged", "Certification Regulation art. 70")
    assert code(other, document) == ("credential_of_another", "Certification Regulation art. 24")
    assert code(goods, broken) == ("credential_unreadable", "Certification Regulation art. 70")
    foreign = KEY.secure(
        {k: v for k, v in document.items() if k != "proof"} | {"issuer": KEY.did}, at=world.now
    )
    assert code(goods, foreign) == ("issuer_not_accredited", "Certification Regulation art. 9")
    merchant = world["merchant"].party
    system = issue(people, merchant, "quality_system")["document"]
    assert code(goods, system)[0] == "credential_of_another"
    assert present(people, merchant, system)["now"]["valid"]
    world.advances(to="2026-09-01 00:00")
    assert code(goods, document) == ("credential_out_of_term", "Certification Regulation art. 24")
    theirs = {"subject": goods, "document": document}
    assert people("consumer").posts("/seals", theirs, 403)["code"] == "not_allowed"


def test_a_body_certifies_only_what_it_is_accredited_for_and_only_while_it_is(world, people):
    goods = rice(world)
    body = accredit(people, "organic", until="2026-04-01")

    assert issue(people, goods, "ccc", 409)["code"] == "beyond_accreditation"
    assert issue(people, world["merchant"].party, "organic", 422)["code"] == "certificate_unreal"
    assert people("merchant").posts("/credentials", {
        "subject": goods, "scope": "organic", "number": "1", "standard": "1",
        "until": "2026-09-01T00:00:00Z",
    }, 409)["code"] == "no_body"  # fmt: skip
    document = issue(people, goods)["document"]
    world.advances(to="2026-04-01 00:00")
    refused = issue(people, goods, "organic", 409)
    assert (refused["code"], refused["cites"]) == (
        "beyond_accreditation",
        "Certification Regulation art. 9",
    )
    # Issued in time but first shown when the accreditation was over: a date on paper proves nothing.
    assert present(people, goods, document, 409)["code"] == "issuer_not_accredited"

    accredit(people, "organic", until="2026-12-01")
    again = issue(people, goods)["document"]
    assert present(people, goods, again)["now"]["valid"]
    world.advances(days=1)
    newest = people("merchant").gets("/certification/bodies")[0]["accreditations"][-1]
    path = f"/certification/accreditations/{newest['id']}/withdraw"
    assert people("platform").posts(path, {"reason": " "}, 422)["code"] == "reason_missing"
    people("platform").posts(path, {"reason": "违规发证"})
    assert issue(people, goods, "organic", 409)["code"] == "beyond_accreditation"
    (seal,) = people("consumer").gets(f"/seals?subject={goods}")
    assert seal["now"]["valid"]
    assert body["id"] == seal["body"]


def own(subject, world, place=3, key=KEY):
    now = world.now.astimezone(UTC)
    said = Certified(subject, Words("有机大米", "Organic rice"), "organic", "N1", "GB/T 19630")
    made = documents.certificate(
        said, ref="crd_abc", issuer=key.did, since=now - timedelta(days=1),
        until=now + timedelta(days=90), entry=status.entry(url=LIST, place=place),
    )  # fmt: skip
    return key.secure(made, at=now)


def listed(at, *revoked, key=KEY):
    return key.secure(status.document(url=LIST, issuer=key.did, revoked=revoked, at=at), at=at)


def test_a_body_with_a_key_of_its_own_signs_elsewhere_and_files_its_list(world, people):
    goods = rice(world)
    accredit(people, "organic", did=KEY.did, list_url=LIST)
    world.advances(days=2)
    document, certifier = own(goods, world), people("certifier")

    assert issue(people, goods, "organic", 409)["code"] == "key_is_yours"
    assert present(people, goods, document, 409)["code"] == "revocation_unclear"
    stranger = IssuerKey(bytes(32))
    for wrong in (
        listed(world.now, key=stranger),
        listed(world.now) | {"id": "x"},
        {"issuer": KEY.did},
    ):
        said = certifier.posts("/certification/status-list", {"document": wrong}, 422)
        assert said["code"] == "status_list_wrong"
    certifier.posts("/certification/status-list", {"document": listed(world.now)})
    assert present(people, goods, document)["now"]["valid"]

    # A list that is a day old is no longer relied on; a new one with the bit set revokes.
    world.advances(days=1)
    (seal,) = people("consumer").gets(f"/seals?subject={goods}")
    assert not seal["now"]["valid"]
    assert "cannot be relied on" in seal["now"]["sentence"]["en"]
    certifier.posts("/certification/status-list", {"document": listed(world.now, 3)})
    (seal,) = people("consumer").gets(f"/seals?subject={goods}")
    assert seal["now"]["sentence"]["en"] == "Its issuer has revoked it."
    people("merchant").posts(f"/seals/{seal['id']}/hide")
    assert people("consumer").gets(f"/seals?subject={goods}") == []


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"scopes": []}, "accreditation_unreal"),
        ({"scopes": ["magic"]}, "accreditation_unreal"),
        ({"scopes": ["ccc", "ccc"]}, "accreditation_unreal"),
        ({"until": "2026-03-01T00:00:00+08:00"}, "accreditation_unreal"),
        ({"until": "2046-03-01T00:00:00+08:00"}, "accreditation_unreal"),
        ({"did": "did:web:certifier.example"}, "accreditation_unreal"),
        ({"did": KEY.did}, "accreditation_unreal"),
    ],
)
def test_what_is_no_accreditation_is_refused(world, people, changed, code):
    said = {
        "handle": "certifier@gongdao", "name_zh": "认证", "name_en": "C", "approval": "1",
        "scopes": ["ccc"], "until": "2027-03-01T00:00:00+08:00", **changed,
    }  # fmt: skip

    assert people("platform").posts("/certification/bodies", said, 422)["code"] == code
    assert (
        people("merchant").posts("/certification/bodies", said | {"scopes": ["ccc"]}, 403)["code"]
        == "not_allowed"
    )
    nobody = said | {"handle": "nobody"}
    assert people("platform").posts("/certification/bodies", nobody, 404)["code"] == "party_unknown"


def test_pages_refuse_what_cannot_be_read_and_keep_what_was_typed(people):
    page = people(None).does("/certificates", 200, document="{not json")

    assert "no JSON" in page
    assert "{not json" in page
    people("courier").sees("/issuer", 409)
    people(None).sees("/certificates/crd_x", 404)
    people(None).sees("/certification/bdy_x/status", 404)


@pytest.mark.parametrize(
    ("text", "titled", "told"),
    [
        ("有机大米", {"organic"}, {"organic"}), ("有机玻璃板", set(), set()),
        ("Organic rice", {"organic"}, {"organic"}), ("inorganic salt", set(), set()),
        ("有机生活方式", {"organic"}, set()), ("本品已获得有机产品认证", {"organic"}, {"organic"}),
        ("我们按有机种植方式管理稻田", {"organic"}, {"organic"}),
        ("本品不是有机食品", set(), set()), ("尚未取得有机产品认证", set(), set()),
        ("由某某有机农业科技有限公司生产", set(), set()),
        ("绿色食品 面粉", {"green_food"}, set()), ("绿色背包", set(), set()),
        ("已取得绿色食品证书", {"green_food"}, {"green_food"}),
        ("3C认证充电宝", {"ccc"}, {"ccc"}), ("3c数码配件", set(), set()),
        ("CCC标志插座", {"ccc"}, {"ccc"}), ("通过国家3C认证，放心用", {"ccc"}, {"ccc"}),
        ("申请3C认证中", set(), set()), ("3C认证（申请中）", set(), set()),
        ("本品无需3C认证", set(), set()), ("符合GB 4943.1", set(), set()),
        ("CCC certified charger", {"ccc"}, {"ccc"}), ("CCC certificate pending", set(), set()),
        ("节能认证空调", {"energy"}, {"energy"}), ("节能空调", set(), set()),
    ],
)  # fmt: skip
def test_words_that_claim_a_certificate_are_told_from_others(text, titled, told):
    from gongdao.stages.admission.credentials.scopes import SCOPES

    claimed = [
        {name for name, scope in SCOPES.items() if scope.claimed(text, title=title)}
        for title in (True, False)
    ]

    assert claimed == [titled, told]


def test_the_status_list_is_served_as_a_credential(world, people):
    body = accredit(people, "organic")
    served = people(None).browser.get(f"/certification/{body['id']}/status")

    assert served["Content-Type"] == "application/vc"
    document = json.loads(served.content)
    assert document["id"] == body["list_url"]
    assert document["type"] == ["VerifiableCredential", "BitstringStatusListCredential"]
    assert datetime.fromisoformat(document["validFrom"]) <= world.now
