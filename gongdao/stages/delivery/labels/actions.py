"""Making a label, reaching the recipient by its code, and ending both. Who reached whom, why, is evidence."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from gongdao.kernel.machine import CLOCK
from gongdao.kernel.ref import mint
from gongdao.kernel.refusal import Refusal
from gongdao.kernel.words import Words
from gongdao.registers.batches import store
from gongdao.registers.duties.actions import Done, Owed, turn
from gongdao.registers.duties.models import Duty
from gongdao.registers.evidence.actions import Deed, record
from gongdao.registers.messages.actions import Said, say
from gongdao.registers.parties.powers import Actor, allow, clock_of
from gongdao.registers.vault import actions as vault
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import facts
from gongdao.stages.delivery import queries as parcels
from gongdao.stages.delivery.labels import queries, seal
from gongdao.stages.delivery.models import CarrierKey, Label, Parcel
from gongdao.stages.delivery.states import LABEL, PARCEL

WORDS_MOST = 500
FOR_LABEL = "面单 waybill"


@transaction.atomic
def give_key(*, by: Actor, public: bytes, at: datetime) -> CarrierKey:
    """A carrier gives the public key to which labels are sealed from now on; the one before ends."""
    allow(by, "carrier_key.give", marketplace=by.marketplace)
    key = seal.readable(public)
    current = CarrierKey.objects.filter(marketplace=by.marketplace, carrier=by.party, until=None)
    current.update(until=at)
    row = CarrierKey.objects.create(
        id=mint("cky", at=at), marketplace=by.marketplace, carrier=by.party, public=key, since=at
    )
    deed = Deed(
        "carrier_key.given", row.id, by=by.party, marketplace=by.marketplace, at=at,
        data={"public": key.hex()},
    )  # fmt: skip
    record([deed])
    return row


@transaction.atomic
def make(*, by: Actor, parcel: str, at: datetime, master: MasterKey) -> Label:
    """Make the label of a parcel, once; asked again, it is the same. It says no name and no number."""
    row = parcels.locked_one(parcel, by=by)
    allow(by, "parcel.label", marketplace=row.marketplace, seller=row.order.merchant)
    known = queries.of_parcel(row.id)
    if known is None:
        label = _made(row, by=by, at=at, master=master)
        turn(owed=[_end_owed(label, row)])
    else:
        label = known
        _refuse_ended(label, row, at)
    record([] if known else [_deed("label.made", label, row, by=by.party, at=at)])
    return label


@transaction.atomic
def reach(*, by: Actor, code: str, reason: str, at: datetime, master: MasterKey) -> str:
    """Resolve the code of a label to the recipient's telephone, for the carrier, while it carries."""
    label, row = _reachable(by, code, at)
    number = vault.reveal(
        by=by.party, subject=row.order_id, field="phone", reason=reason, at=at, master=master
    )
    record([_deed("recipient.reached", label, row, by=by.party, at=at, reason=reason[:200])])
    return number


@transaction.atomic
def write(*, by: Actor, code: str, words: str, at: datetime) -> None:
    """The carrier writes to the recipient through us, and learns nothing of who that is."""
    label, row = _reachable(by, code, at)
    said = words.strip()[:WORDS_MOST]
    if not said:
        raise Refusal("words_missing", "请写明要说的话。", "Say what you want to say.")
    order = row.order
    say([Said(order.id, by.party, (order.buyer,), order.marketplace, at, Words(said, said))])
    record([_deed("recipient.written_to", label, row, by=by.party, at=at)])


@transaction.atomic
def lapse(*, duties: Sequence[Duty], at: datetime) -> None:
    """The code of a label ends; its token is erased."""
    labels = queries.locked(d.subject for d in duties)
    for label in labels:
        label.state, label.ended_at = LABEL.move(label.state, "lapse", by=CLOCK).to, at
        label.token = None
    store(labels, "state", "ended_at", "token")
    turn(done=[Done(d.kind, d.subject, at, "met") for d in duties])
    record(
        [
            _deed("label.ended", label, label.parcel, by=clock_of(label.marketplace).party, at=at)
            for label in labels
        ]
    )


def _made(row: Parcel, *, by: Actor, at: datetime, master: MasterKey) -> Label:
    if row.state in PARCEL.ends:
        raise _ended()
    if not parcels.recipient(row.order_id):
        raise Refusal(
            "recipient_missing",
            "买家还没有填写收货信息，不能制作面单。",
            "The buyer has not named a recipient yet; no label can be made.",
        )
    code = "".join(secrets.choice("0123456789") for _ in range(12))
    said = {
        field: vault.reveal(
            by=by.party, subject=row.order_id, field=field, reason=FOR_LABEL, at=at, master=master
        )
        for field in ("name", "address")
    }
    key = queries.key_of(row.carrier, marketplace=row.marketplace)
    words = json.dumps(said | {"code": code, "waybill": row.waybill}, ensure_ascii=False).encode()
    return Label.objects.create(
        parcel=row,
        marketplace=row.marketplace,
        code=code,
        token=seal.seal(bytes(key.public), row.id, words) if key else None,
        made_at=at,
        expires_at=facts.contact_until(row.order, at).value,
    )


def _reachable(by: Actor, code: str, at: datetime) -> tuple[Label, Parcel]:
    """The label of this code, if it is the actor's to use and still lives."""
    label = queries.by_code(code, by=by)
    row = label.parcel
    allow(by, "parcel.reach", marketplace=row.marketplace, carrier=row.carrier)
    _refuse_ended(label, row, at)
    return label, row


def _refuse_ended(label: Label, row: Parcel, at: datetime) -> None:
    if label.state != LABEL.start or row.state in PARCEL.ends or at >= label.expires_at:
        raise _ended()


def _ended() -> Refusal:
    return Refusal(
        "contact_ended",
        "包裹已送达、退回或丢失，或虚拟号已过期：面单上的联系方式已失效。",
        "The parcel arrived, went back or is lost, or the code has run out: this contact has ended.",
    )


def _end_owed(label: Label, row: Parcel) -> Owed:
    answer = facts.contact_until(row.order, label.made_at)
    return Owed(
        "label_end", row.id, row.marketplace, row.order.buyer, row.marketplace, label.made_at,
        answer.value, str(answer.cites), about=row.order_id,
    )  # fmt: skip


def _deed(act: str, label: Label, row: Parcel, *, by: str, at: datetime, **data: str) -> Deed:
    return Deed(
        act, row.id, by=by, marketplace=label.marketplace, at=at, about=row.order_id,
        data={"waybill": row.waybill, **data},
    )  # fmt: skip
