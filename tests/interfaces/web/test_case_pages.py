"""The page of a case as each side uses it: talks, bench, panel, papers, ways out; and what all may read."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest

from gongdao.registers.parties import actions as parties
from gongdao.registers.parties import queries as who
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes import queries as cases
from gongdao.stages.disputes.actions import Ruling
from gongdao.stages.disputes.panels import actions as panels
from gongdao.stages.disputes.panels import queries as sitting
from gongdao.stages.disputes.referrals import queries as outside
from gongdao.stages.remedies import queries as remedies
from gongdao.stages.remedies.models import Recovery
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(disputed):
    return disputed[1]


@pytest.fixture
def post(sign_in, case):
    """`post("consumer", "seal", amount="5")` on the page of the case."""

    def posted(role, verb, **form):
        return sign_in(role, "en").post(f"/cases/{case.id}/{verb}", **form)

    return posted


def went(response, verb):
    assert response.status_code == 302, response.content.decode()[:2000]
    assert response["Location"].endswith(f"?done={verb}")


def refused(response, words):
    body = response.content.decode()
    assert response.status_code == 409
    assert words in body
    assert 'class="notice refusal"' in body
    return body


def test_sides_talk_on_the_page_until_they_agree(sign_in, case, post):
    page = sign_in("consumer", "en").get(f"/cases/{case.id}").content.decode()
    assert "What the law would give" in page
    kept = refused(
        post("merchant", "propose", kind="part_refund", amount="x", words="Sorry."),
        "cannot be read",
    )
    assert "Sorry." in kept
    went(post("merchant", "propose", kind="replacement", words="A new pair."), "propose")
    page = sign_in("consumer", "en").get(f"/cases/{case.id}").content.decode()
    assert "replacement" in page
    assert "A new pair." in page
    (offer,) = cases.offers(case.id)
    went(post("consumer", "settle", offer=offer.id), "settle")
    assert cases.final_orders(case.id)[0]["head"] == "replace"


def test_sealed_figures_are_seen_by_nobody(sign_in, case, post):
    went(post("consumer", "seal", amount="777.00"), "seal")
    refused(post("consumer", "seal", amount="1.00"), "cannot be changed")
    for role in ("consumer", "merchant", "arbiter"):
        assert "777.00" not in sign_in(role, "en").get(f"/cases/{case.id}").content.decode()
    went(post("merchant", "seal", amount="801.00"), "seal")
    assert cases.final_orders(case.id)[0]["amount_minor"] == 78900


def test_an_arbiter_takes_decides_and_corrects(world, sign_in, case, post):
    went(post("arbiter", "take"), "take")
    world.advances(days=11)
    refused(
        post("arbiter", "decide", counterfeit="false", **{"also-take_down": "yes"}),
        "does not allow",
    )
    form = {"also-take_down": "yes", "also-fine": "yes", "fine": "100.00", "platform_knew": "yes"}
    went(post("arbiter", "decide", counterfeit="true", remarks="So found.", **form), "decide")
    went(post("arbiter", "correct", remarks="So found!", note="punctuation"), "correct")
    heads = [order["head"] for order in cases.final_orders(case.id)]
    assert heads == ["refund", "price_multiple", "loss", "take_down", "fine"]
    page = sign_in("merchant", "en").get(f"/cases/{case.id}").content.decode()
    assert "Who answers" in page
    went(post("merchant", "receive"), "receive")
    for number in (1, 2):
        made = sign_in("merchant", "en").get(f"/cases/{case.id}/decisions/{number}.pdf")
        assert made.status_code == 200
        assert made.content.startswith(b"%PDF-")
    assert sign_in("merchant").get(f"/cases/{case.id}/decisions/9.pdf").status_code == 404
    assert sign_in("stranger").get(f"/cases/{case.id}/decisions/1.pdf").status_code == 404


def test_an_arbiter_leaves_and_a_neutral_is_asked_for(case, post):
    went(post("arbiter", "take"), "take")
    refused(post("consumer", "neutral"), "before the decision")
    refused(post("arbiter", "recuse", reason=" "), "gave no reason")
    went(post("arbiter", "recuse", reason="I know the buyer."), "recuse")
    went(post("consumer", "neutral"), "neutral")
    assert cases.locked_many([case.id])[0].neutral_asked


def test_a_panel_is_drawn_and_votes_on_the_page(world, sign_in, case, post):
    people = parties.enrol(
        marketplace=world.market.id, at=world.now,
        people=[
            parties.Enrolment(f"j{n}@gongdao", ("consumer" if n < 6 else "merchant",))
            for n in range(12)
        ],
    )  # fmt: skip
    for person in people:
        panels.join(by=who.actor(person), at=world.now)
    refused(post("consumer", "panel"), "while a case waits")
    world.advances(days=11)
    went(post("consumer", "panel"), "panel")
    by_id = {person.id: person.handle for person in people}
    panel = sitting.see(case)
    juror = Reader(by_id[sitting.ballots(panel)[0].juror], "en")
    page = juror.get(f"/cases/{case.id}").content.decode()
    assert "Whom do you find for" in page
    refused(juror.post(f"/cases/{case.id}/vote", reason="x"), "Choose whom")
    vote = {"for": "buyer", "reason": "The label is wrong."}
    went(juror.post(f"/cases/{case.id}/vote", **vote), "vote")
    theirs = sign_in("merchant", "en").get(f"/cases/{case.id}").content.decode()
    assert "The label is wrong." not in theirs
    assert "has voted" in theirs


def test_the_platform_turns_a_complaint_away_with_a_reason(world, sign_in):
    order = world.delivered_order()
    said = disputes.Complaint("counterfeit", "refund", "For my shop.")
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    staff = sign_in("platform", "en")
    assert "Turn it away" in staff.get(f"/cases/{row.id}").content.decode()
    went(staff.post(f"/cases/{row.id}/turn_away", because="no_living_need"), "turn_away")
    assert cases.locked_many([row.id])[0].state == "refused"


def test_dossiers_are_made_downloaded_and_followed(world, sign_in, case, post):
    went(post("consumer", "way", way="small_claim"), "way")
    (row,) = outside.of_case(case.id)
    reader = sign_in("consumer", "en")
    for form, magic in (("pdf", b"%PDF-"), ("docx", b"PK")):
        made = reader.get(f"/dossiers/{row.id}/{form}")
        assert made.status_code == 200
        assert made.content.startswith(magic)
    packed = reader.get(f"/dossiers/{row.id}/zip").content
    assert "evidence.gongdao.json" in ZipFile(BytesIO(packed)).namelist()
    refused(post("consumer", "report", referral=row.id, act="end", words="won"), "allows")
    went(post("consumer", "report", referral=row.id, act="send", number="(2026)1"), "report")
    assert "(2026)1" in reader.get(f"/cases/{case.id}").content.decode()
    assert sign_in("merchant").get(f"/dossiers/{row.id}/pdf").status_code == 403
    assert sign_in("stranger").get(f"/dossiers/{row.id}/pdf").status_code == 404


@pytest.fixture
def over(world, case):
    """The case decided for the buyer, an apology owed, the fund having paid a part."""
    from gongdao.stages.disputes.further import Further

    world.advances(days=11)
    ruling = Ruling({"counterfeit": True}, further=[Further("apologise")], dignity_harmed=True)
    disputes.decide(by=world["arbiter"], dispute=case.id, ruling=ruling, at=world.now)
    world.advances(days=12)
    return case


def test_everybody_may_read_what_was_decided_and_nobody_who_it_was(world, sign_in, over):
    visitor = sign_in(None, "en")
    page = visitor.get("/decisions?text=CPL+art.+55&kind=counterfeit&outcome=for_buyer")
    body = page.content.decode()
    assert "Increased damages" in body
    for private in ("The label.", "Genuine.", over.id, over.order_id, "Toy House"):
        assert private not in body
    for query in ("text=%00zzz", "outcome=dismissed", "kind=not_received", "text=%25"):
        assert "No such decision." in visitor.get(f"/decisions?{query}").content.decode(), query
    assert visitor.get("/decisions?kind=gossip&outcome=x").status_code == 200


def test_an_apology_is_given_on_the_page_and_shown_to_all(world, sign_in, over, post):
    (measure,) = remedies.measures_of(over.id)
    went(post("merchant", "measure", measure=measure.id, words="We are <sorry>."), "measure")
    shown = sign_in(None, "en").get("/apologies").content.decode()
    assert "We are &lt;sorry&gt;." in shown
    assert "By the merchant" in shown


def test_recourse_is_contested_on_its_page_and_decided_by_the_platform(world, sign_in, over):
    claim = Recovery.objects.order_by("amount_minor").last()
    merchant, staff = sign_in("merchant", "en"), sign_in("platform", "en")
    refused(merchant.post(f"/recourse/{claim.id}/repay"), "does not suffice")
    went(merchant.post(f"/recourse/{claim.id}/contest", words="Swapped."), "contest")
    assert "Swapped." in staff.get("/recourse").content.decode()
    went(staff.post(f"/recourse/{claim.id}/waive", words="Right."), "recovery_decided")
    assert "Right." in merchant.get("/recourse").content.decode()
    assert sign_in("consumer").get("/recourse").status_code == 403


def test_the_fairness_report_counts_by_size(world, sign_in, over):
    body = sign_in("platform", "en").get("/platform/outcomes").content.decode()
    assert "Small (under 10 orders)" in body
    assert "100%" in body
    assert sign_in("consumer").get("/platform/outcomes").status_code == 403


def test_everybody_reads_the_fairness_report(world, sign_in, over):
    for reader in (sign_in(None, "en"), sign_in("merchant", "en")):
        body = reader.get("/decisions/fairness").content.decode()
        assert "Small (under 10 orders)" in body
        assert "By default" in body
        assert "100%" in body
    assert "/decisions/fairness" in sign_in(None).get("/decisions").content.decode()


def test_a_case_that_is_over_can_be_reopened_from_its_page(world, sign_in, over, post):
    form = {"fact": "counterfeit", "shows": "A report.", "wish": "refund", "story": "Look again."}
    went(post("consumer", "reopen", **form), "reopen")
    new = cases.of_order(over.order_id)[-1]
    assert new.reopens_id == over.id
    assert cases.offers(new.id) == []


def test_a_claimants_own_data_are_on_their_paper_alone_and_blank_once_erased(world, sign_in):
    from django.conf import settings

    from gongdao.registers.vault import actions as vault
    from gongdao.registers.vault.cipher import MasterKey
    from gongdao.stages.delivery import actions as delivery

    order = world.orders(world.offers())
    lin = {"name": "林小雨", "phone": "13812345678", "address": "杭州市西湖区文三路1号"}
    delivery.name_recipient(
        by=world["consumer"], order=order.id, recipient=lin, at=world.now,
        master=MasterKey(settings.GONGDAO_VAULT_KEY),
    )  # fmt: skip
    world.pays(order)
    said = disputes.Complaint("refusal_to_ship", "refund", "Nothing came.")
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    reader = sign_in("consumer")
    went(reader.post(f"/cases/{row.id}/way", way="small_claim"), "way")
    (made,) = outside.of_case(row.id)

    def words_in(role):
        packed = sign_in(role).get(f"/dossiers/{made.id}/docx").content
        return ZipFile(BytesIO(packed)).read("word/document.xml").decode()

    assert "林小雨" in words_in("consumer")
    assert "林小雨" not in words_in("platform")
    vault.erase(by=order.buyer, subject=order.id, at=world.now)
    assert "林小雨" not in words_in("consumer")


def test_somebody_becomes_a_juror_and_finds_their_cases(sign_in, case):
    reader = sign_in("stranger", "en")
    assert "I am ready to sit" in reader.get("/panels").content.decode()
    went(reader.post("/panels/join"), "join")
    body = reader.get("/panels").content.decode()
    assert "Cases that wait for your vote" in body
    assert sign_in("arbiter").get("/panels").status_code == 403


def test_the_buyer_sees_who_the_merchant_is_for_a_reason(sign_in, case, post):
    page = sign_in("consumer", "en").get(f"/cases/{case.id}").content.decode()
    assert "91310000" not in page
    refused(post("consumer", "identity", reason=" "), "to sue or to complain")
    shown = post("consumer", "identity", reason="To sue.")
    assert "91310000" in shown.content.decode()
    assert shown["Cache-Control"] == "no-store"
    refused(post("merchant", "identity", reason="x"), "not for the role")
