"""Everything that can happen in a conversation. What is said is added, and never changed or taken away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages import actions as messages
from gongdao.registers.parties.powers import Actor, allow
from gongdao.stages.orders import queries as orders
from gongdao.stages.orders.conversations import facts, queries
from gongdao.stages.orders.conversations.digest import digest
from gongdao.stages.orders.conversations.models import Conversation, Enquiry, Utterance
from gongdao.stages.orders.conversations.states import ENQUIRY, OWED
from gongdao.stages.orders.conversations.translation import written_in
from gongdao.stages.orders.models import Order

TEXT_MOST = 2_000
PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class Topic:
    """What is talked about: an order, or a case of it. A door has looked up whose order a case is of."""

    order: str
    case: str = ""

    @property
    def about(self) -> str:
        """The reference that the conversation goes by."""
        return self.case or self.order


@transaction.atomic
def say(*, by: Actor, topic: Topic, text: str, at: datetime) -> Conversation:
    """Add to a conversation, or begin it. The buyer's words ask, the others' answer what was asked."""
    order = orders.locked(topic.order, by=by)
    side = _side(by, order)
    text = _readable(text)
    row = queries.locked(topic.about, order=order.id, marketplace=by.marketplace)
    row = row or _opened(order, topic, at)
    enquiry = queries.waiting(row)
    done: list[Done] = []
    owed: list[Owed] = []
    if side == "buyer" and enquiry is None:
        enquiry = _asked(row, order, at)
        owed = [_owed("help_answer", enquiry, order, at)]
    elif enquiry and "answer" in ENQUIRY.allows(enquiry.state, by=side):
        done = _ended(enquiry, "answer", side=side, by=by, at=at)
    row.last_at = at
    row.save(update_fields=["last_at"])
    (message,) = messages.say([_message(row, order, by=by, text=text, at=at)])
    data = {"digest": digest(text), "side": side, "language": written_in(text)}
    Utterance.objects.create(
        marketplace=row.marketplace, conversation=row, message=message.id, **data
    )
    turn(done=done, owed=owed)
    record([_deed("conversation.said", row, by=by.party, at=at, **data)])
    return row


@transaction.atomic
def hand_over(*, by: Actor, topic: Topic, at: datetime) -> Enquiry:
    """The platform shall answer: the merchant cannot, or the buyer does not want to wait for it."""
    order, row, side = _waiting(topic, by=by)
    move = ENQUIRY.move(row.state, "hand_over", by=side)
    done = [Done(OWED[row.state], row.id, at, "moot")]
    row.state, row.handed_over_at, row.handed_over_by = move.to, at, by.party
    row.save(update_fields=["state", "handed_over_at", "handed_over_by"])
    turn(done=done, owed=[_owed("help_platform", row, order, at)])
    record([_deed("conversation.handed_over", row.conversation, by=by.party, at=at, side=side)])
    return row


@transaction.atomic
def withdraw(*, by: Actor, topic: Topic, at: datetime) -> Enquiry:
    """The buyer needs no answer any more; nobody owes one."""
    order, row, _ = _waiting(topic, by=by)
    side = allow(by, "conversation.withdraw", marketplace=row.marketplace, buyer=order.buyer)
    turn(done=_ended(row, "withdraw", side=side, by=by, at=at))
    record([_deed("conversation.withdrawn", row.conversation, by=by.party, at=at)])
    return row


@transaction.atomic
def take(*, by: Actor, enquiry: str, at: datetime) -> Enquiry:
    """One of the staff takes an enquiry that was handed over; a colleague may take it over later."""
    allow(by, "conversation.take", marketplace=by.marketplace)
    row = queries.enquiry(enquiry, by=by)
    if row.state not in ("handed_over", "overdue"):
        raise Refusal(
            "enquiry_not_handed_over",
            "这个咨询没有转给平台，或者已经结束。",
            "This enquiry is not with the platform, or it is over.",
        )
    row.taken_by = by.party
    row.save(update_fields=["taken_by"])
    record([_deed("conversation.taken", row.conversation, by=by.party, at=at)])
    return row


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """Nobody answered: a silent merchant's enquiry goes to the platform, the platform's stays on its record."""
    rows = queries.to_lapse(duty.subject for duty in duties)
    owed = []
    for row in rows:
        move = ENQUIRY.move(row.state, "lapse", by=CLOCK)
        row.state = move.to
        if move.owed:
            row.handed_over_at, row.handed_over_by = at, CLOCK
            owed.append(_owed(move.owed, row, row.conversation.order, at))
        row.save(update_fields=["state", "handed_over_at", "handed_over_by"])
    turn(done=[Done(duty.kind, duty.subject, at, "missed") for duty in duties], owed=owed)
    record([_deed(f"conversation.{row.state}", row.conversation, by=CLOCK, at=at) for row in rows])


def _side(by: Actor, order: Order) -> str:
    return allow(
        by, "conversation.say", marketplace=order.marketplace,
        buyer=order.buyer, seller=order.merchant,
    )  # fmt: skip


def _readable(text: str) -> str:
    said = text.replace("\r\n", "\n").strip()
    if not 0 < len(said) <= TEXT_MOST or "\x00" in said:
        raise Refusal(
            "message_unreadable",
            f"请写点什么，最多{TEXT_MOST}字。",
            f"Write something, in at most {TEXT_MOST} characters.",
        )
    return said


def _opened(order: Order, topic: Topic, at: datetime) -> Conversation:
    return Conversation.objects.create(
        id=mint("cvn", at=at, salt=topic.about), marketplace=order.marketplace, order=order,
        about=topic.about, opened_at=at, last_at=at,
    )  # fmt: skip


def _asked(row: Conversation, order: Order, at: datetime) -> Enquiry:
    return Enquiry.objects.create(
        id=mint("enq", at=at), marketplace=row.marketplace, conversation=row,
        merchant=order.merchant, asked_at=at,
    )  # fmt: skip


def _waiting(topic: Topic, *, by: Actor) -> tuple[Order, Enquiry, str]:
    order = orders.locked(topic.order, by=by)
    side = _side(by, order)
    row = queries.locked(topic.about, order=order.id, marketplace=by.marketplace)
    enquiry = queries.waiting(row)
    if enquiry is None:
        raise Refusal(
            "enquiry_none_open",
            "现在没有待答复的咨询；买家再写一条就会重新开始计时。",
            "Nothing waits for an answer now; when the buyer writes again, the time begins anew.",
        )
    return order, enquiry, side


def _ended(row: Enquiry, act: str, *, side: str, by: Actor, at: datetime) -> list[Done]:
    """The enquiry is over; the duty that was open, if one still was, is done or no longer owed."""
    kind = OWED.get(row.state)
    own = act == "answer" and (side == PLATFORM) == (kind == "help_platform")
    row.state, row.ended_at = ENQUIRY.move(row.state, act, by=side).to, at
    row.answered_by = by.party if act == "answer" else ""
    row.save(update_fields=["state", "ended_at", "answered_by"])
    return [Done(kind, row.id, at, "" if own else "moot")] if kind else []


def _owed(kind: str, row: Enquiry, order: Order, at: datetime) -> Owed:
    due = facts.due(kind, order, at)
    debtor = PLATFORM if kind == "help_platform" else order.merchant
    return Owed(
        kind, row.id, debtor, order.buyer, row.marketplace, at, due.value, str(due.cites),
        about=row.conversation.about,
    )  # fmt: skip


def _message(
    row: Conversation, order: Order, *, by: Actor, text: str, at: datetime
) -> messages.Said:
    """As written, in both columns: a reader of the other language sees the very words."""
    sides = (order.buyer, order.merchant)
    return messages.Said(row.id, by.party, sides, row.marketplace, at, Words(text, text))


def _deed(act: str, row: Conversation, *, by: str, at: datetime, **data: str) -> Deed:
    return Deed(
        act, row.id, about=row.about, by=by, marketplace=row.marketplace, at=at, data=data
    )  # fmt: skip
