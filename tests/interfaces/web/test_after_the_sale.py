"""Pages after the sale: my guarantees, the bench, a contested return, the label, the service record."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongdao.kernel.money import cny
from gongdao.kernel.words import Words
from gongdao.stages.aftersales import actions, queries
from gongdao.stages.aftersales.inspections import actions as looking
from gongdao.stages.aftersales.inspections.actions import Objection
from gongdao.stages.aftersales.promises import actions as promising
from gongdao.stages.aftersales.repairs import queries as repairs
from gongdao.stages.orders import queries as orders

pytestmark = pytest.mark.django_db


@pytest.fixture
def order(world):
    return world.delivered_order()


@pytest.fixture
def back(world, order):
    ret = actions.ask_return(by=world["consumer"], order=order.id, at=world.now)
    actions.agree(by=world["merchant"], ret=ret.id, at=world.now)
    actions.send_back(by=world["consumer"], ret=ret.id, at=world.now)
    return actions.take_back(by=world["merchant"], ret=ret.id, at=world.now)


def text(response, status=200):
    body = response.content.decode()
    assert response.status_code == status, body[:400]
    return body


def test_my_things_say_until_when_and_why_and_take_a_repair(world, order, sign_in):
    reader = sign_in("consumer", "en")
    (line,) = orders.lines(order)
    assert "CC art. 621.2" in text(reader.get("/guarantees"))

    path = f"/orders/{order.id}/repairs/{line.id}/1"
    assert "Say what it is about" in text(reader.post(path, fault=" ", wish="repair"), 409)
    assert reader.post(path, fault="a wheel is off", wish="repair").status_code == 302

    assert "a wheel is off" in text(reader.get("/guarantees"))
    bench = sign_in("merchant", "en")
    assert "a wheel is off" in text(bench.get("/bench"))


def test_a_repair_goes_from_hand_to_hand_by_buttons(world, order, sign_in):
    buyer, seller = sign_in("consumer", "en"), sign_in("merchant", "en")
    (line,) = orders.lines(order)
    buyer.post(f"/orders/{order.id}/repairs/{line.id}/1", fault="a wheel is off", wish="repair")
    (row,) = repairs.bench(world["merchant"].party)
    for reader, path, form in (
        (seller, f"/bench/{row.id}/accept", {}),
        (buyer, f"/repairs/{row.id}/hand_in", {}),
        (seller, f"/bench/{row.id}/lend", {"words": "spare 3"}),
        (seller, f"/bench/{row.id}/wait_for_parts", {"words": "a wheel"}),
        (seller, f"/bench/{row.id}/hand_back", {"words": "new wheel"}),
        (buyer, f"/repairs/{row.id}/fail_again", {"words": "off again"}),
    ):
        assert reader.post(path, **form).status_code == 302, path

    states = [case.state for case in repairs.of_piece(line.id, 1)]
    assert states == ["failed", "asked"]
    page = text(buyer.get("/guarantees"))
    assert "spare 3" in page
    assert "off again" in page


@pytest.mark.parametrize(
    ("months", "listing"), [("x", None), ("-3", None), ("99999", None), ("12", "lst_no")]
)
def test_a_promise_that_cannot_be_is_said_on_the_bench(world, sign_in, months, listing):
    ref = listing or world.offers()
    response = sign_in("merchant", "en").post(
        "/bench/promise", listing=ref, kind="own", months=months
    )

    assert 'class="notice refusal"' in text(response, 409)


def test_a_promise_is_made_on_the_bench(world, sign_in):
    ref = world.offers()
    seller = sign_in("merchant")
    assert seller.post("/bench/promise", listing=ref, kind="own", months="24").status_code == 302
    from gongdao.stages.aftersales.promises import queries as promises

    assert [p.months for p in promises.promises_of([ref])[ref]] == [24]


def test_a_return_is_inspected_contested_and_ruled_on_by_buttons(world, back, sign_in):
    seller, path = sign_in("merchant", "en"), f"/returns/{back.id}"
    photo = SimpleUploadedFile("tag.jpg", b"not really a photograph", content_type="image/jpeg")
    form = {
        "faults": ["tag_removed"],
        "words": "tag off",
        "photographs": photo,
        "weight_back": "90",
    }
    assert seller.post(f"{path}/inspect", **form).status_code == 302
    assert "counts as not intact" in text(seller.get(path))
    contest = {"ground": "not_intact", "words": "tag off", "offer": "100.00"}
    assert seller.post(f"{path}/contest", **contest).status_code == 302

    assert "It would refund at once" in text(sign_in("consumer", "en").get(path))
    arbiter = sign_in("arbiter", "en")
    assert f"/returns/{back.id}" in text(arbiter.get("/contested"))
    assert "fact-tag_removed" in text(arbiter.get(path))
    found = {"fact-tag_removed": "open", "words": "The picture shows nothing."}
    assert arbiter.post(f"{path}/find", **found).status_code == 302

    back.refresh_from_db()
    assert back.state == "due"


def test_a_contested_return_is_taken_to_a_dispute_by_a_button(world, back, sign_in):
    said = {"by": world["merchant"], "ret": back.id, "at": world.now}
    looking.contest(objection=Objection("other_goods", "a stone", cny("100.00")), **said)
    buyer, path = sign_in("consumer", "en"), f"/returns/{back.id}"
    assert "Take it to a dispute" in text(buyer.get(path))
    assert "Take it to a dispute" not in text(sign_in("merchant", "en").get(path))
    assert "Say what happened" in text(buyer.post(f"{path}/dispute", story=" "), 409)

    gone = buyer.post(f"{path}/dispute", story="It was the car.")

    assert gone.status_code == 302
    case = text(buyer.get(gone.headers["Location"]))
    assert "what came back was fit to be returned" in case
    assert "a stone" in case
    page = text(buyer.get(path))
    assert "taken to a dispute, which decides" in page
    assert "See the case" in page
    assert "Take it to a dispute" not in page
    arbiter = sign_in("arbiter", "en")
    assert f"/returns/{back.id}" not in text(arbiter.get("/contested"))


def test_an_inspection_without_photographs_keeps_what_was_typed(world, back, sign_in):
    response = sign_in("merchant", "en").post(
        f"/returns/{back.id}/inspect", faults=["not_whole"], words="a <wheel> is missing"
    )

    body = text(response, 409)
    assert "shows photographs" in body
    assert "a &lt;wheel&gt; is missing" in body
    assert queries.inspections(back.id) == []


def test_the_merchant_agrees_with_freight_and_a_day_and_a_bad_day_is_refused(world, order, sign_in):
    ret = actions.ask_return(by=world["consumer"], order=order.id, at=world.now)
    seller = sign_in("merchant", "en")
    bad = seller.post(f"/desk/agree/{ret.id}", pick_up_on="tomorrow")
    assert "cannot be read" in text(bad, 409)

    good = seller.post(f"/desk/agree/{ret.id}", pays_freight="yes", pick_up_on="2026-03-05")

    assert good.status_code == 302
    ret.refresh_from_db()
    assert (ret.freight_paid_by, ret.pick_up_on.isoformat()) == ("merchant", "2026-03-05")


def test_the_label_and_the_service_record_are_documents(world, order, sign_in):
    ret = actions.ask_return(by=world["consumer"], order=order.id, at=world.now)
    reader = sign_in("consumer")
    assert reader.get(f"/returns/{ret.id}/label").status_code == 404
    actions.agree(by=world["merchant"], ret=ret.id, at=world.now)

    for path in (f"/returns/{ret.id}/label", f"/orders/{order.id}/service"):
        response = reader.get(path)
        assert response["Content-Type"] == "application/pdf"
        assert response.content.startswith(b"%PDF-")
    assert sign_in("stranger").get(f"/returns/{ret.id}/label").status_code == 404


def test_a_gift_is_kept_by_a_tick(world, sign_in):
    order = world.orders(world.offers("225.00"))
    mug = actions.Came("gift", Words("杯子", "Mug"), cny("9.00"))
    actions.name_extras(by=world["merchant"], order=order.id, came=[mug], at=world.now)
    world.pays(order)
    world.ships(order)
    world.delivers()
    (gift,) = queries.extras(order.id)
    reader = sign_in("consumer", "en")
    assert f"gift-{gift.id}" in text(reader.get(f"/orders/{order.id}"))

    reader.post(f"/orders/{order.id}/return", **{f"gift-{gift.id}": "keep"})

    (ret,) = queries.of_order(order.id)
    assert ret.refund_minor == 22500 - 900


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_processes_are_drawn_with_versions_money_and_notices(world, sign_in, language):
    body = text(sign_in(None, language).get("/machines"))

    said = {
        "en": ("under version 2, 1", "refund to the buyer", "Repair under guarantee"),
        "zh": ("按第 2、1 版走完", "退款给买家", "保修"),
    }
    for words in said[language]:
        assert words in body


def test_a_longer_guarantee_of_months_is_shown(world, order, sign_in):
    (line,) = orders.lines(order)
    promising.promise(
        by=world["merchant"], listing=line.version.listing_id, kind="own", months=36, at=world.now
    )
    assert "2028-03-03" in text(sign_in("consumer").get("/guarantees"))
