"""Out of the marketplace: complete dossiers from the records, and what comes back is followed (S22)."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document

from gongdao.interfaces import casework
from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties import queries as duties
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.disputes.referrals import actions as referrals
from gongdao.stages.disputes.referrals import dossiers, queries
from gongdao.stages.disputes.ways import WAYS
from gongdao.stages.remedies import actions as remedies

pytestmark = pytest.mark.django_db
LIN = {"name": "林小雨", "phone": "13812345678", "address": "杭州市西湖区文三路1号"}
IN_CHINA = [name for name, way in WAYS.items() if way.law == "cn" and not way.agreed]


@pytest.fixture
def case(world):
    """A counterfeit found true, with losses; not performed yet."""
    order = world.delivered_order("800.00")
    said = Complaint("counterfeit", "refund_and_damages", "鞋是假的 #panic(1)", cny("30.00"))
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    disputes.exhibit(
        by=world["consumer"], dispute=row.id, fact="counterfeit", words="鉴定报告",
        sha256="d" * 64, at=world.now,
    )  # fmt: skip
    world.advances(days=4)
    disputes.decide(
        by=world["arbiter"], dispute=row.id, ruling=Ruling({"counterfeit": True}), at=world.now
    )
    return row


def prepare(world, case, way, by="consumer"):
    return referrals.prepare(by=world[by], dispute=case.id, way=way, at=world.now)


def report(world, row, act, words="", by="consumer", number=""):
    return referrals.report(
        by=world[by], referral=row.id, act=act, words=words, number=number, at=world.now
    )


@pytest.mark.parametrize("way", IN_CHINA)
def test_each_way_has_its_paper_filled_from_the_records(world, case, way):
    said = prepare(world, case, way).contents

    assert said["title"] == {"zh": WAYS[way].paper.zh, "en": WAYS[way].paper.en}
    assert said["respondent_name"]["zh"] == "玩具屋"
    assert said["credit_code"].startswith("91310000")
    assert "800.00" in said["facts"][0]["zh"]
    names = [each["zh"] for each in said["evidence"]]
    assert "付款记录" in names
    assert "签收记录" in names
    assert any("鉴定报告" in name for name in names)
    assert all(len(each["sha256"]) == 64 for each in said["evidence"])
    sums = {each["cites"]: each["minor"] for each in said["calculation"]}
    expected = {"CC art. 566.1": 80000, "CPL art. 55.1": 240000, "CC art. 577": 3000}
    if way == "report_12315":
        assert sums == {}
        assert "查处" in said["claims"][0]["zh"]
    else:
        assert sorted(sums.values()) == sorted(expected.values())
        assert said["total_minor"] == 323000


def test_what_was_paid_back_already_is_not_claimed_again(world, case):
    world.advances(days=8)
    remedies.perform_overdue(
        duties=[d for d in duties.open_about(case.order_id) if d.kind == "performance"],
        at=world.now,
    )
    said = prepare(world, case, "small_claim").contents
    assert "refund" not in {each["en"] for each in said["calculation"]}
    assert said["total_minor"] == 243000


def test_papers_are_pdf_and_word_in_both_languages_and_the_same_every_time(world, case):
    row = prepare(world, case, "small_claim")
    for language in ("zh", "en"):
        for form, magic in (("pdf", b"%PDF-"), ("docx", b"PK")):
            first, second = (
                casework.paper_of(row, language=language, form=form, person=LIN, at=world.now)
                for _ in "12"
            )
            assert first == second
            assert first.startswith(magic)


def test_the_word_file_says_what_the_pdf_says(world, case):
    row = prepare(world, case, "small_claim")
    made = casework.paper_of(row, language="zh", form="docx", person=LIN, at=world.now)
    document = Document(BytesIO(made))
    text = "\n".join(p.text for p in document.paragraphs)
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    assert "民事起诉状（小额诉讼）" in text
    assert "鞋是假的 #panic(1)" in text
    assert "林小雨" in cells
    assert "CNY 3230.00" in cells
    assert "d" * 64 in cells


def test_the_whole_dossier_is_one_file_with_decisions_and_evidence(world, case):
    row = prepare(world, case, "arbitration")
    packed = casework.dossier_files(row, person={}, bundle=b"{}", at=world.now)
    names = set(ZipFile(BytesIO(packed)).namelist())
    assert names == {
        "contents.json", "evidence.gongdao.json", "decision-1.zh.pdf", "decision-1.en.pdf",
        *(f"dossier.{language}.{form}" for language in ("zh", "en") for form in ("pdf", "docx")),
    }  # fmt: skip


def test_no_personal_data_is_in_the_row(world, case):
    row = prepare(world, case, "association")
    assert not [value for value in LIN.values() if value in str(row.contents)]


def test_it_is_followed_from_sending_to_the_end_each_step_with_its_clock(world, case):
    row = prepare(world, case, "complaint_12315")
    (send,) = [d for d in duties.open_about(case.order_id) if d.kind == "dossier"]
    assert send.owed_by == world["consumer"].party
    report(world, row, "send", number="12315-77")
    (answer,) = [d for d in duties.open_about(case.order_id) if d.kind == "outside_answer"]
    assert answer.cites == "CPL Regulation art. 46.2"
    report(world, row, "accept", by="platform")
    (end,) = [d for d in duties.open_about(case.order_id) if d.kind == "outside_end"]
    assert end.cites == "CPL Regulation art. 46.3"
    row = report(world, row, "end", "调解成功，退一赔三")
    assert (row.state, row.number_outside, row.outcome) == (
        "ended", "12315-77", "调解成功，退一赔三",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("steps", "days", "state"),
    [
        ([], 31, "dropped"),
        (["send"], 12, "unanswered"),
        (["send", "accept"], 70, "overdue"),
        (["send"], 2, "sent"),
    ],
)
def test_silence_outside_is_put_down_by_the_clock(world, case, steps, days, state):
    row = prepare(world, case, "complaint_12315")
    for step in steps:
        report(world, row, step)
    world.advances(days=days)
    row.refresh_from_db()
    assert row.state == state
    if state != "sent":
        assert "complaint_12315" in queries.open_ways(case)


@pytest.mark.parametrize(
    ("act", "words", "by", "code"),
    [
        ("end", "x", "consumer", "move_not_allowed"),
        ("fly", "", "consumer", "report_unreal"),
        ("turn_away", " ", "consumer", "outcome_missing"),
        ("send", "", "merchant", "way_out_unknown"),
        ("send", "", "stranger", "way_out_unknown"),
    ],
)
def test_what_cannot_be_reported(world, case, act, words, by, code):
    row = prepare(world, case, "mediation")
    with pytest.raises(Refusal) as refused:
        report(world, row, act, words, by)
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("way", "by", "code"),
    [
        ("eu_adr", "consumer", "way_not_open"),
        ("confirmation", "consumer", "way_not_open"),
        ("the_moon", "consumer", "way_not_open"),
        ("mediation", "merchant", "not_allowed"),
    ],
)
def test_ways_that_are_not_open(world, case, way, by, code):
    with pytest.raises(Refusal) as refused:
        prepare(world, case, way, by)
    assert refused.value.code == code


def test_the_same_way_is_gone_once_at_a_time(world, case):
    prepare(world, case, "mediation")
    with pytest.raises(Refusal) as twice:
        prepare(world, case, "mediation")
    assert twice.value.code == "way_not_open"


def test_an_agreement_can_be_taken_to_court_for_confirmation_within_thirty_days(world):
    order = world.delivered_order()
    said = Complaint("not_as_described", "refund", "颜色不对")
    row = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    disputes.answer(by=world["merchant"], dispute=row.id, words="好", admits=False, at=world.now)
    made = disputes.offer(by=world["merchant"], dispute=row.id, amount=cny("50.00"), at=world.now)
    row = disputes.settle(by=world["consumer"], dispute=row.id, offer=made.id, at=world.now)

    assert queries.open_ways(row) == ["confirmation"]
    said = prepare(world, row, "confirmation").contents

    assert "司法确认" in said["title"]["zh"]
    assert said["calculation"][0]["minor"] == 5000
    (due,) = [d for d in duties.open_about(order.id) if d.kind == "dossier"]
    assert due.cites == "People's Mediation Law art. 33.1"


def test_a_case_under_the_law_of_the_union_goes_to_an_adr_entity():
    said = dossiers.contents(
        "eu_adr",
        dossiers.File(
            case="dsp_1", order="ord_1", kind="not_as_described", wish="refund", story="Broken",
            answer="", concluded="2026-03-01",
            goods=[dossiers.Goods(Words("杯子", "Mug"), 2, cny("20.00"))],
            total=cny("20.00"), repaid=cny("0"), shop=Words("店", "Shop"), credit_code="",
            findings=[], orders=[], records=[], agreement=False,
        ),
    )  # fmt: skip
    assert said["title"]["en"] == "Request to an ADR entity"
    assert said["basis"]["en"] == "ADR Directive art. 8"
    assert said["claims"] == [{"zh": "请求解除合同、退款。", "en": "Rescission and refund."}]
    assert "2 x Mug" in said["facts"][0]["en"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_decision_prints_the_same_every_time(world, case, language):
    from gongdao.stages.disputes import queries as cases

    (made,) = cases.decisions(case.id)
    row = cases.see(case.id, by=world["consumer"])
    first, second = (casework.decision_pdf(row, made, language=language) for _ in "12")
    assert first == second
    assert first.startswith(b"%PDF-")
    data = casework.decision_data(row, made)
    assert data["appeal_by"]
    assert [s["name_en"] for s in data["services"]] == ["the consumer", "the merchant"]
    assert [o["amount"] for o in data["orders"]] == ["CNY 800.00", "CNY 2400.00", "CNY 30.00"]
