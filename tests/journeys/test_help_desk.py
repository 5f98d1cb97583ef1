"""The help desk: asked, answered, handed over, never lost (S25)."""

from __future__ import annotations

import pytest

from gongdao.interfaces import talks
from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence.models import Record
from gongdao.stages.disputes import actions as disputes
from gongdao.stages.orders.conversations import actions, canned, queries, translation
from tests.builders import at
from tests.interfaces.api.conftest import Caller
from tests.interfaces.web.conftest import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world):
    return world.orders(world.offers())


def says(world, who, order, text, case=""):
    topic = actions.Topic(order.id, case)
    return actions.say(by=world[who], topic=topic, text=text, at=world.now)


def owed(order):
    return {d.kind: d for d in duties.all_about(order.id) if d.kind.startswith("help_")}


def state(world, order):
    row = queries.about(order.id, by=world["consumer"])
    return row.enquiries.latest("asked_at").state


def test_a_question_is_owed_an_answer_until_the_merchant_gives_one(world, order):
    says(world, "consumer", order, "什么时候发货？")
    duty = owed(order)["help_answer"]
    assert (duty.owed_by, duty.cites) == (world["merchant"].party, "Platform Rules art. 101")
    assert duty.due_at == at("2026-03-03 00:00")

    row = says(world, "merchant", order, "It ships tomorrow.")

    assert owed(order)["help_answer"].outcome == "met"
    assert state(world, order) == "answered"
    said = queries.said_in(row, by=world["consumer"])
    assert [m.zh for m in said] == ["什么时候发货？", "It ships tomorrow."]
    assert [m.en for m in said] == [m.zh for m in said], "shown as written in either language"


def test_more_words_before_the_answer_do_not_begin_a_new_time(world, order):
    says(world, "consumer", order, "在吗")
    first = owed(order)["help_answer"].due_at
    world.advances(to="2026-03-02 10:00")
    says(world, "consumer", order, "还在吗")
    assert owed(order)["help_answer"].due_at == first
    says(world, "merchant", order, "在")
    says(world, "merchant", order, "请说")
    says(world, "consumer", order, "另一个问题")
    assert len([d for d in duties.all_about(order.id) if d.kind == "help_answer"]) == 2


@pytest.mark.parametrize(
    ("moment", "expected"), [("2026-03-02 23:59", "asked"), ("2026-03-03 00:00", "handed_over")]
)
def test_a_silent_merchant_loses_the_question_to_the_platform(world, order, moment, expected):
    says(world, "consumer", order, "什么时候发货？")
    world.advances(to=moment)
    assert state(world, order) == expected


def test_a_silent_platform_is_on_record_and_may_still_answer(world, order):
    says(world, "consumer", order, "什么时候发货？")
    world.advances(to="2026-03-05 23:59")
    assert state(world, order) == "handed_over"
    assert owed(order)["help_platform"].owed_by == "platform"
    world.advances(to="2026-03-06 00:00")
    assert state(world, order) == "overdue"
    assert owed(order)["help_platform"].outcome == "missed"
    says(world, "platform", order, "抱歉，让您久等了。")
    assert state(world, order) == "answered"


def test_after_a_hand_over_only_the_platform_answers(world, order):
    says(world, "consumer", order, "商家不讲道理")
    topic = actions.Topic(order.id)
    actions.hand_over(by=world["consumer"], topic=topic, at=world.now)
    assert owed(order)["help_answer"].outcome == "moot"
    says(world, "merchant", order, "我讲道理")
    assert state(world, order) == "handed_over"
    with pytest.raises(Refusal) as refused:
        actions.hand_over(by=world["merchant"], topic=topic, at=world.now)
    assert refused.value.code == "move_not_allowed"
    says(world, "platform", order, "我们来处理")
    assert owed(order)["help_platform"].outcome == "met"


def test_the_queue_is_oldest_first_and_says_with_whom(world):
    orders = [world.orders(world.offers()) for _ in range(3)]
    for order in orders:
        says(world, "consumer", order, "请问")
        world.advances(days=0.01)
    mine = queries.queue(by=world["merchant"])
    assert [e.conversation.about for e in mine] == [order.id for order in orders]
    assert queries.queue(by=world["platform"]) == []

    actions.hand_over(by=world["merchant"], topic=actions.Topic(orders[1].id), at=world.now)
    (handed,) = queries.queue(by=world["platform"])
    actions.take(by=world["platform"], enquiry=handed.id, at=world.now)

    loads = {load.who: load.count for load in queries.workload(by=world["platform"])}
    assert loads == {world["merchant"].party: 2, world["platform"].party: 1}
    assert queries.counts(by=world["merchant"]) == {"asked": 2, "handed_over": 1}
    with pytest.raises(Refusal):
        queries.queue(by=world["consumer"])
    with pytest.raises(Refusal) as refused:
        actions.take(by=world["platform"], enquiry=mine[0].id, at=world.now)
    assert refused.value.code == "enquiry_not_handed_over"


def test_the_evidence_holds_the_digest_and_not_the_words(world, order):
    text = "我的电话是13812345678"
    row = says(world, "consumer", order, text)
    bodies = [str(r.body) for r in Record.objects.filter(subject=row.id)]
    assert len(bodies) == 1
    assert actions.digest(text) in bodies[0]
    assert "13812345678" not in bodies[0]


def test_strangers_neither_read_nor_write(world, order):
    says(world, "consumer", order, "请问")
    with pytest.raises(Refusal) as refused:
        says(world, "stranger", order, "我也想问")
    assert refused.value.code == "order_unknown"
    with pytest.raises(Refusal):
        queries.about(order.id, by=world["stranger"])


@pytest.mark.parametrize("text", ["", "  \n ", "长" * 2_001, "a\x00b"])
def test_what_cannot_be_read_is_refused(world, order, text):
    with pytest.raises(Refusal) as refused:
        says(world, "consumer", order, text)
    assert refused.value.code == "message_unreadable"
    assert queries.about(order.id, by=world["consumer"]) is None


def test_a_buyer_who_needs_no_answer_says_so(world, order):
    says(world, "consumer", order, "请问" * 1_000)
    topic = actions.Topic(order.id)
    with pytest.raises(Refusal) as refused:
        actions.withdraw(by=world["merchant"], topic=topic, at=world.now)
    assert refused.value.code == "not_allowed"
    actions.withdraw(by=world["consumer"], topic=topic, at=world.now)
    assert owed(order)["help_answer"].outcome == "moot"
    with pytest.raises(Refusal) as refused:
        actions.hand_over(by=world["consumer"], topic=topic, at=world.now)
    assert refused.value.code == "enquiry_none_open"


@pytest.mark.parametrize(
    ("question", "first"),
    [
        ("我想退货，不想要了", "return_without_reason"),
        ("The toy arrived broken, can you repair it?", "faulty_goods"),
        ("快递到哪了", "where_is_it"),
        ("Please send the invoice", "invoice"),
        ("你好", None),
    ],
)
def test_canned_answers_are_offered_by_the_words_of_the_question(question, first):
    found = canned.offered(question)
    assert (found[0].name if found else None) == first


def test_every_canned_answer_has_an_article_that_the_law_book_knows():
    from gongdao.law import book

    for each in canned.ANSWERS:
        assert book.cited(each.cites).zh != each.cites, each.name


def test_without_a_translator_nothing_is_translated_and_with_one_only_what_needs_it():
    def shout(text, written, wanted):
        return f"{written}>{wanted}: {text}"

    assert translation.shown("你好", to="en") is None
    assert translation.shown("你好", to="zh", translate=shout) is None
    assert translation.shown("你好", to="en", translate=shout) == "zh>en: 你好"


def test_the_pages_lead_from_the_order_to_the_answer(world, order):
    buyer, shop = Reader("consumer@gongdao", "en"), Reader("merchant@gongdao", "en")
    link = f"/conversations/{order.id}"
    assert link in buyer.get(f"/orders/{order.id}").content.decode()
    assert buyer.post(f"{link}/say", text="Where is my parcel?").status_code == 302

    assert link in shop.get("/help").content.decode()
    shown = shop.get(f"{link}?canned=where_is_it").content.decode()
    assert "Where is my parcel?" in shown
    assert "Until delivery the risk of loss is the merchant&#x27;s." in shown
    assert shop.post(f"{link}/say", text="发货了").status_code == 302
    shown = buyer.get(link).content.decode()
    assert '<div lang="zh"><p>发货了</p></div>' in shown, "as written, and marked as Chinese"
    refused = buyer.post(f"{link}/hand_over")
    assert refused.status_code == 409
    assert "Nothing waits for an answer" in refused.content.decode()
    assert Reader("stranger@gongdao").get(link).status_code == 404


def test_what_was_typed_stays_when_it_is_refused(world, order):
    buyer = Reader("consumer@gongdao")
    answer = buyer.post(f"/conversations/{order.id}/say", text="长" * 2_001)
    assert answer.status_code == 409
    assert "长" * 2_001 in answer.content.decode()


def test_the_api_says_everything_a_program_needs(world, order):
    buyer, staff = Caller(world, "consumer"), Caller(world, "platform")
    path = f"/conversations/{order.id}"
    said = buyer.post(f"{path}/messages", {"text": "请问何时发货"}).json()
    assert [m["text"] for m in said["messages"]] == ["请问何时发货"]
    assert said["messages"][0]["digest"] == actions.digest("请问何时发货")
    assert said["waiting"]["state"] == "asked"
    assert [d["kind"] for d in said["duties"]] == ["help_answer"]

    assert buyer.post(f"{path}/hand_over").json()["waiting"]["state"] == "handed_over"
    (waiting,) = staff.get("/conversations").json()["data"]
    assert waiting["about"] == order.id
    taken = staff.post(f"/enquiries/{waiting['id']}/take").json()
    assert taken["taken_by"] == world["platform"].party
    (load,) = staff.get("/conversations/workload").json()
    assert (load["who"], load["count"]) == (world["platform"].party, 1)
    assert staff.post(f"{path}/messages", {"text": "明天"}).json()["waiting"] is None
    (fits,) = staff.get("/conversations/canned?question=invoice").json()
    assert fits["cites"] == "CPL art. 22"


@pytest.mark.parametrize(
    ("role", "path", "body", "status"),
    [
        ("consumer", "/conversations/{order}/messages", {"text": ""}, 422),
        ("consumer", "/conversations/{order}/messages", {"text": "x", "to": "me"}, 422),
        ("consumer", "/conversations/lst_nothing/messages", {"text": "x"}, 404),
        ("consumer", "/conversations/dsp_nothing/messages", {"text": "x"}, 404),
        ("stranger", "/conversations/{order}/messages", {"text": "x"}, 404),
        ("courier", "/conversations/{order}/messages", {"text": "x"}, 404),
        ("consumer", "/conversations/{order}/withdraw", None, 409),
        ("platform", "/enquiries/enq_nothing/take", None, 404),
        ("consumer", "/enquiries/enq_nothing/take", None, 403),
    ],
)
def test_bad_input_is_refused_by_the_api(world, order, role, path, body, status):
    answer = Caller(world, role).post(path.format(order=order.id), body)
    assert answer.status_code == status, answer.content


def test_a_case_has_a_conversation_of_its_own(world):
    order = world.delivered_order()
    said = disputes.Complaint("not_as_described", "refund", "收到时就不能开机")
    case = disputes.file(by=world["consumer"], order=order.id, complaint=said, at=world.now)
    topic = talks.topic(case.id, by=world["consumer"])
    assert topic == actions.Topic(order.id, case.id)
    actions.say(by=world["consumer"], topic=topic, text="本案怎么处理", at=world.now)
    assert queries.about(order.id, by=world["consumer"]) is None
    assert [d.kind for d in duties.open_about(case.id) if d.kind == "help_answer"]
