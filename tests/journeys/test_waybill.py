"""Privacy waybills: masks, a code that reaches the recipient through us, a token for the carrier alone (S14)."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from gongdao.kernel.refusal import Refusal
from gongdao.registers.duties import queries as duties
from gongdao.registers.evidence import queries as evidence
from gongdao.registers.messages import queries as messages
from gongdao.registers.vault.cipher import MasterKey
from gongdao.stages.delivery import actions, queries
from gongdao.stages.delivery.labels import actions as labels
from gongdao.stages.delivery.labels import queries as label_queries
from gongdao.stages.delivery.labels import seal

pytestmark = pytest.mark.django_db
BOTH = ("consumer", "merchant")
LIN = {"name": "林小雨", "phone": "13812345678", "address": "浙江省杭州市西湖区文三路1号2单元301"}


def master():
    return MasterKey(settings.GONGDAO_VAULT_KEY)


@pytest.fixture
def order(world):
    order = world.orders(world.offers("225.00"))
    actions.name_recipient(
        by=world["consumer"], order=order.id, recipient=LIN, at=world.now, master=master()
    )
    world.pays(order)
    return order


@pytest.fixture
def parcel(world, order):
    world.ships(order)
    (row,) = queries.of_order(order.id)
    return row


def labelled(world, parcel, by="merchant"):
    return labels.make(by=world[by], parcel=parcel.id, at=world.now, master=master())


def reach(world, code, by="courier", reason="派件"):
    return labels.reach(by=world[by], code=code, reason=reason, at=world.now, master=master())


def refused(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def test_only_the_carrier_of_the_parcel_reads_the_token(world, parcel):
    private, public = seal.new_key()
    stranger, _ = seal.new_key()
    labels.give_key(by=world["courier"], public=public, at=world.now)
    label = labelled(world, parcel)
    said = json.loads(seal.unseal(private, parcel.id, bytes(label.token)))
    assert said == {
        "name": LIN["name"], "address": LIN["address"], "code": label.code, "waybill": "SF1001",
    }  # fmt: skip
    assert LIN["name"].encode() not in bytes(label.token)
    assert refused(lambda: seal.unseal(stranger, parcel.id, bytes(label.token))) == "label_sealed"
    assert refused(lambda: seal.unseal(private, "pcl_other", bytes(label.token))) == "label_sealed"


@pytest.mark.parametrize("place", [0, 1, 20, 40, -1])
def test_a_token_that_was_changed_does_not_open(place):
    private, public = seal.new_key()
    token = bytearray(seal.seal(public, "pcl_1", b"words"))
    token[place] ^= 1
    assert refused(lambda: seal.unseal(private, "pcl_1", bytes(token))) == "label_sealed"


def test_the_square_says_the_parcel_and_the_token_and_reads_back():
    private, public = seal.new_key()
    parcel, token = seal.from_text(seal.as_text("pcl_1", seal.seal(public, "pcl_1", b"words")))
    assert seal.unseal(private, parcel, token) == b"words"


@pytest.mark.parametrize("public", [b"", bytes(32), b"x" * 31])
def test_a_key_to_which_nothing_can_be_sealed_is_refused(world, public):
    act = lambda: labels.give_key(by=world["courier"], public=public, at=world.now)  # noqa: E731
    assert refused(act) == "carrier_key_unreadable"


def test_a_new_key_ends_the_one_before(world):
    for _ in range(2):
        _, public = seal.new_key()
        labels.give_key(by=world["courier"], public=public, at=world.now)
    current = label_queries.key_of(world["courier"].party, marketplace=world.market.id)
    assert bytes(current.public) == public


@pytest.mark.parametrize("keyed", [True, False])
def test_no_name_no_number_and_no_street_is_in_print(world, parcel, keyed):
    from gongdao.interfaces.paper import labels as paper

    if keyed:
        labels.give_key(by=world["courier"], public=seal.new_key()[1], at=world.now)
    label, masks = labelled(world, parcel), queries.recipient(parcel.order_id)
    said = paper.printed(parcel, label, masks, language="zh")
    assert not [clear for clear in LIN.values() if clear in str(said)]
    assert (said["phone"], said["until"]) == ("138****5678", "2026-03-31")
    assert paper.label(parcel, label, masks, language="zh").startswith(b"%PDF-")


def test_without_a_key_the_label_carries_no_token(world, parcel):
    assert labelled(world, parcel).token is None


def test_the_code_reaches_the_recipient_through_us_and_that_is_evidence(world, parcel):
    label = labelled(world, parcel)
    assert LIN["phone"] not in label.code
    assert reach(world, label.code) == LIN["phone"]
    (seen,) = [r for r in evidence.about(parcel.order_id) if r.act == "recipient.reached"]
    assert LIN["phone"] not in str(vars(seen))


def test_asked_again_it_is_the_same_label(world, parcel):
    assert labelled(world, parcel).code == labelled(world, parcel).code


def test_the_carrier_writes_without_learning_who_reads(world, parcel):
    label = labelled(world, parcel)
    buyer, seller = (messages.thread(parcel.order_id, by=world[who]) for who in BOTH)

    labels.write(by=world["courier"], code=label.code, words="十点到", at=world.now)

    *before, note = messages.thread(parcel.order_id, by=world["consumer"])
    assert (before, note.zh) == (buyer, "十点到")
    assert messages.thread(parcel.order_id, by=world["merchant"]) == seller


@pytest.mark.parametrize(
    ("by", "code"), [("merchant", "parcel_unknown"), ("stranger", "parcel_unknown")]
)
def test_nobody_else_resolves_a_code(world, parcel, by, code):
    label = labelled(world, parcel)
    assert refused(lambda: reach(world, label.code, by=by)) == code


def test_a_reason_is_asked_for_and_a_guess_finds_nothing(world, parcel):
    label = labelled(world, parcel)
    assert refused(lambda: reach(world, label.code, reason=" ")) == "reason_missing"
    assert refused(lambda: reach(world, "000000000000")) == "parcel_unknown"


@pytest.mark.parametrize(("days", "works"), [(30, True), (31, False)])
def test_the_code_runs_out_by_the_clock_and_the_token_is_erased(world, order, days, works):
    _, public = seal.new_key()
    labels.give_key(by=world["courier"], public=public, at=world.now)
    world.ships(order)
    (parcel,) = queries.of_order(order.id)
    label = labelled(world, parcel)
    world.now = world.now.replace(hour=12)
    assert label.expires_at > world.now
    # The parcel must not be lost meanwhile, or the code would end for that reason.
    assert [d.kind for d in duties.open_about(order.id)].count("label_end") == 1
    from datetime import timedelta

    at = world.now + timedelta(days=days)
    if works:
        number = labels.reach(
            by=world["courier"], code=label.code, reason="派件", at=at, master=master()
        )
        assert number == LIN["phone"]
        return
    late = lambda: labels.reach(  # noqa: E731
        by=world["courier"], code=label.code, reason="派件", at=at, master=master()
    )
    assert refused(late) == "contact_ended"
    world.advances(days=days)
    label.refresh_from_db()
    assert (label.state, label.token) == ("ended", None)


def test_once_the_parcel_is_there_the_code_is_dead(world, parcel):
    label = labelled(world, parcel)
    world.delivers()
    assert refused(lambda: reach(world, label.code)) == "contact_ended"
    assert refused(lambda: labelled(world, parcel)) == "contact_ended"


def test_without_a_recipient_there_is_no_label(world):
    order = world.orders(world.offers("225.00"))
    world.pays(order)
    world.ships(order, "SF9")
    (row,) = queries.of_order(order.id)
    assert refused(lambda: labelled(world, row)) == "recipient_missing"


def test_only_the_merchant_makes_a_label(world, parcel):
    assert refused(lambda: labelled(world, parcel, by="courier")) == "not_allowed"
