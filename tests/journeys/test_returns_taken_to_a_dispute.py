"""A merchant contests what came back, and the buyer takes that to a dispute: who proves, who decides, what is paid (S17, S21)."""

from __future__ import annotations

import pytest

from gongdao.interfaces import processes
from gongdao.kernel.money import cny
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.ledger import queries as ledger
from gongdao.stages.aftersales import actions as returns
from gongdao.stages.aftersales import queries as returned
from gongdao.stages.aftersales.actions import Sending
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.inspections.actions import Look, Objection
from gongdao.stages.aftersales.states import RETURN
from gongdao.stages.disputes import actions, queries
from gongdao.stages.disputes.actions import Complaint, Ruling
from gongdao.stages.disputes.reception import actions as door
from gongdao.stages.disputes.returned import actions as taking
from gongdao.stages.orders import queries as orders
from gongdao.stages.remedies import actions as remedies

pytestmark = pytest.mark.django_db
SHOTS = ("ab" * 32, "cd" * 32)


@pytest.fixture
def contested(world):
    """One of two toys at 60.00 came back; without its tag, says the merchant, who would refund 40.00."""
    return contests(world, Objection("not_intact", "吊牌已剪，表面有污渍", cny("40.00")))


def contests(world, objection):
    order = world.orders(world.offers("60.00"), quantity=2)
    world.pays(order)
    world.advances(to="2026-03-02 10:00")
    world.ships(order)
    world.advances(to="2026-03-03 10:00")
    world.delivers()
    (line,) = orders.lines(order)
    ret = returns.ask_return(
        by=world["consumer"], order=order.id, at=world.now, pieces=[Sending(line.id, 1)]
    )
    returns.agree(by=world["merchant"], ret=ret.id, at=world.now)
    returns.send_back(by=world["consumer"], ret=ret.id, at=world.now, waybill="SF900")
    said = {"by": world["merchant"], "ret": ret.id, "at": world.now}
    if objection.ground != "not_arrived":
        returns.take_back(**said)
        look = Look(frozenset({"tag_removed"}), "没有吊牌", SHOTS)
        looking.inspect(look=look, **said)
    return looking.contest(objection=objection, **said)


def takes(world, ret, story="吊牌是完整的，我没有剪。"):
    return taking.file(by=world["consumer"], ret=ret.id, story=story, at=world.now)


def refused(code, act, **said):
    with pytest.raises(Refusal) as no:
        act(**said)
    assert no.value.code == code, no.value


def repaid(world, order):
    return ledger.refunded(world.market.id, order.id, currency="CNY").minor


def test_the_case_is_filled_in_from_the_return(world, contested):
    case = takes(world, contested)

    assert (case.kind, case.wish, case.admitted) == ("return_contested", "refund", False)
    assert "吊牌已剪，表面有污渍" in case.answer
    shown = queries.exhibits(case.id)
    assert [(e.by, e.fact, e.sha256) for e in shown] == [
        (world["merchant"].party, "fit", shot) for shot in SHOTS
    ]
    assert "没有吊牌" in shown[0].words
    (offer,) = queries.offers(case.id)
    assert (offer.side, offer.kind, offer.amount) == ("seller", "part_refund", cny("40.00"))
    contested.refresh_from_db()
    assert (contested.state, contested.process) == ("disputed", 3)


def test_the_rulings_own_clock_stops_and_the_money_stays_frozen(world, contested):
    takes(world, contested)

    assert [d.kind for d in duties.open_about(contested.order_id)] == ["merchant_reply"]
    world.advances(days=2)
    assert world.held(contested.order) == 12000


def rules(world, case, found):
    """The merchant stays silent, an arbiter decides, nobody appeals, and the clock executes."""
    world.advances(days=8)
    case.refresh_from_db()
    assert case.state == "deciding"
    made = actions.decide(by=world["arbiter"], dispute=case.id, ruling=Ruling(found), at=world.now)
    world.advances(days=60)
    return made


@pytest.mark.parametrize("found", [{"fit": True}, {"fit": None}, {}])
def test_what_the_merchant_does_not_prove_is_refunded_and_the_rest_of_the_contract_stands(
    world, contested, found
):
    made = rules(world, takes(world, contested), found)

    (finding,) = made.findings
    assert (finding["must_prove"], finding["cites"]) == ("merchant", "7-Day Measures art. 9")
    assert finding["for_want_of_proof"] is (found.get("fit") is None)
    assert [(o["head"], o["amount_minor"]) for o in made.orders] == [("refund", 6000)]
    contested.refresh_from_db()
    assert (contested.state, contested.refund_minor, contested.deducted_minor) == (
        "refunded",
        6000,
        0,
    )
    assert repaid(world, contested.order) == 6000
    assert orders.see(contested.order_id, by=world["consumer"]).state == "bound"
    assert (world.held(contested.order), duties.open_about(contested.order_id)) == (0, [])


def test_what_the_merchant_proves_sends_the_goods_back_to_the_buyer(world, contested):
    made = rules(world, takes(world, contested), {"fit": False})

    assert made.orders == []
    contested.refresh_from_db()
    assert contested.state == "kept"
    assert repaid(world, contested.order) == 0
    assert (world.held(contested.order), duties.open_about(contested.order_id)) == (0, [])


def test_everybody_stays_silent_and_the_refund_comes_all_the_same(world, contested):
    case = takes(world, contested)

    world.advances(days=120)

    case.refresh_from_db()
    contested.refresh_from_db()
    assert (case.state, contested.state) == ("closed", "refunded")
    assert [made.kind for made in queries.decisions(case.id)] == ["clock"]
    assert repaid(world, contested.order) == 6000
    assert (world.held(contested.order), duties.open_about(contested.order_id)) == (0, [])


def test_the_offer_of_the_return_can_be_taken_in_the_talks(world, contested):
    case = takes(world, contested)
    actions.answer(
        by=world["merchant"], dispute=case.id, words="照片为证。", admits=False, at=world.now
    )
    (offer,) = queries.offers(case.id)

    actions.settle(by=world["consumer"], dispute=case.id, offer=offer.id, at=world.now)
    remedies.perform(by=world["merchant"], dispute=case.id, at=world.now)

    contested.refresh_from_db()
    assert (contested.state, contested.refund_minor, contested.deducted_minor) == (
        "refunded",
        4000,
        2000,
    )
    assert [d.kind for d in duties.open_about(contested.order_id)] == ["release"]


def test_a_merchant_that_admits_in_the_case_is_taken_at_its_word(world, contested):
    case = takes(world, contested)
    actions.answer(
        by=world["merchant"], dispute=case.id, words="是我们看错了。", admits=True, at=world.now
    )
    (talks,) = duties.open_about(contested.order_id)
    world.advances(days=(talks.due_at - world.now).days + 1)
    made = actions.decide(by=world["arbiter"], dispute=case.id, ruling=Ruling({}), at=world.now)

    assert [o["amount_minor"] for o in made.orders] == [6000]


def test_letting_the_case_go_lets_the_return_go(world, contested):
    case = takes(world, contested)

    actions.withdraw(by=world["consumer"], dispute=case.id, at=world.now)

    contested.refresh_from_db()
    assert contested.state == "kept"
    assert [d.kind for d in duties.open_about(contested.order_id)] == ["release"]
    refused(
        "pieces_wrong", returns.ask_return, by=world["consumer"], order=contested.order_id,
        at=world.now, pieces=[Sending(orders.lines(contested.order)[0].id, 2)],
    )  # fmt: skip


def test_a_parcel_that_never_arrived_can_be_taken_to_a_dispute_too(world):
    ret = contests(world, Objection("not_arrived", "没有这个运单"))

    made = rules(world, takes(world, ret), {"fit": None})

    assert [o["amount_minor"] for o in made.orders] == [6000]
    ret.refresh_from_db()
    assert ret.state == "refunded"


def test_only_the_buyer_and_only_what_is_contested_and_only_once(world, contested):
    said = {"ret": contested.id, "story": "我没有剪。", "at": world.now}
    refused("not_allowed", taking.file, by=world["merchant"], **said)
    for story in (" ", "x" * 10_001):
        refused("story_missing", taking.file, by=world["consumer"], **(said | {"story": story}))
    case = taking.file(by=world["consumer"], **said)
    refused("dispute_open", taking.file, by=world["consumer"], **said)
    refused(
        "move_not_allowed", looking.find, by=world["arbiter"], ret=contested.id,
        found={"tag_removed": None}, words="看过。", at=world.now,
    )  # fmt: skip
    refused(
        "return_must_be_heard", door.refuse, by=world["platform"], dispute=case.id,
        because="not_consumer", at=world.now,
    )  # fmt: skip


def test_a_contested_return_is_not_complained_of_beside_the_return(world, contested):
    complaint = Complaint("return_contested", "refund", "请处理。")
    refused(
        "complaint_unknown", actions.file, by=world["consumer"], order=contested.order_id,
        complaint=complaint, at=world.now,
    )  # fmt: skip


def test_a_return_under_the_former_version_keeps_its_own_ruling(world, contested):
    contested.process = 2
    contested.save(update_fields=["process"])

    refused(
        "move_not_allowed", taking.file, by=world["consumer"], ret=contested.id, story="我没有剪。",
        at=world.now,
    )  # fmt: skip
    world.advances(days=30)
    assert returned.see(contested.id, by=world["consumer"]).state == "refunded"


def test_the_table_has_no_faults_and_silence_in_a_case_refunds():
    assert processes.check() == []
    assert RETURN.on_silence("disputed").to == "refunded"


def test_what_was_done_stands_in_the_evidence(world, contested):
    case = takes(world, contested)
    rules(world, case, {"fit": True})

    acts = [row.act for row in evidence.about(contested.order_id)]
    assert (
        acts.index("return.disputed") < acts.index("dispute.filed") < acts.index("dispute.decided")
    )
    assert acts[-1] != "return.disputed"
    assert "return.refunded" in acts
