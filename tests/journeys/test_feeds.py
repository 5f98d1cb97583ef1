"""What carriers send, by file, by callback and by command: bad rows named, nothing twice, resumed (S14)."""

from __future__ import annotations

import json
from datetime import UTC, timedelta

import pytest
from standardwebhooks import Webhook
from typer.testing import CliRunner

from gongdao.interfaces import carriers
from gongdao.interfaces.cli.main import app
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import queries as evidence
from gongdao.stages.delivery import queries
from gongdao.stages.delivery.feeds import queries as feeds
from gongdao.stages.delivery.models import Feed, Scan
from tests.detectors.test_carriers import iftsta
from tests.interfaces.api.conftest import Caller, problem

pytestmark = pytest.mark.django_db
DOOR = "gongdao.interfaces.api.door.Door"


@pytest.fixture(autouse=True)
def _mounted(settings):
    settings.ROOT_URLCONF = "tests.interfaces.api.urls"


@pytest.fixture
def order(world):
    order = world.orders(world.offers())
    world.pays(order)
    world.ships(order)
    world.advances(days=1)
    return order


def line(world, kind="collected", waybill="SF1001", minutes=0, **more):
    at = world.now - timedelta(minutes=minutes)
    said = {"waybill": waybill, "kind": kind, "place": "上海", "at": at.isoformat()} | more
    return json.dumps(said, ensure_ascii=False).encode()


def takes(world, *lines, name="scans.jsonl", by="courier"):
    return carriers.take_in(
        by=world[by], market=world.market, name=name, data=b"\n".join(lines), at=world.now
    )


def codes(feed):
    return [(fault.row, fault.code) for fault in feeds.faults(feed)]


def test_rows_that_fit_become_scans_and_the_others_are_named(world, order):
    feed = takes(
        world,
        line(world, minutes=90),
        line(world, waybill="UNKNOWN"),
        b"{half",
        line(world, "teleported"),
        line(world, "in_transit", minutes=-5),
        line(world, "in_transit", minutes=60 * 24 * 30),
        line(world, "signed_for", left_with="dog"),
        line(world, "signed_for"),
    )
    assert codes(feed) == [
        (2, "parcel_unknown"),
        (3, "row_unreadable"),
        (4, "scan_unknown"),
        (5, "time_in_future"),
        (6, "time_before_cause"),
        (7, "left_with_unknown"),
    ]
    assert (feed.rows, feed.done, feed.good) == (8, 8, 2)
    assert queries.of_order(order.id)[0].state == "delivered"


def test_scans_out_of_order_in_one_file_end_as_they_happened(world, order):
    takes(world, line(world, "signed_for"), line(world, "in_transit", minutes=30))
    assert queries.of_order(order.id)[0].state == "delivered"
    assert [s.kind for s in queries.scans(order.id)] == ["in_transit", "signed_for"]


def test_a_scan_that_contradicts_the_end_is_a_bad_row(world, order):
    takes(world, line(world, "signed_for", minutes=30))
    assert codes(takes(world, line(world, "returned"))) == [(1, "move_not_allowed")]


def test_the_same_file_twice_is_one_feed(world, order):
    rows = [line(world, minutes=5), line(world, "signed_for")]
    first, second = takes(world, *rows), takes(world, *rows, name="again.jsonl")
    assert first.id == second.id
    assert Scan.objects.count() == 2


def test_another_file_with_the_same_scans_takes_nothing_twice(world, order):
    takes(world, line(world, minutes=5))
    before = len(evidence.about(order.id))
    feed = takes(world, line(world, minutes=5), b"")
    assert (feed.good, feed.known, codes(feed)) == (0, 1, [])
    assert len(evidence.about(order.id)) == before


def test_a_file_that_broke_off_goes_on_where_it_was(world, order, monkeypatch):
    monkeypatch.setattr(carriers, "SLICE", 2)
    go_on, calls = carriers.feeds.go_on, []

    class Struck(Exception):
        pass

    def strikes(**said):
        calls.append(said)
        if len(calls) == 2:
            raise Struck
        return go_on(**said)

    monkeypatch.setattr(carriers.feeds, "go_on", strikes)
    rows = [line(world, "in_transit", minutes=n) for n in range(50, 43, -1)]
    with pytest.raises(Struck):
        takes(world, *rows)
    (half,) = Feed.objects.all()
    assert (half.done, half.good) == (2, 2)

    feed = takes(world, *rows)
    assert (feed.id, feed.done, feed.good) == (half.id, 7, 7)
    assert len(calls) == 2 + 3


def test_another_carriers_parcel_is_not_there(world, order):
    from gongdao.registers.parties import actions as parties
    from gongdao.registers.parties import queries as who

    (other,) = parties.enrol(
        marketplace=world.market.id,
        people=[parties.Enrolment("jd@gongdao", ("courier",))],
        at=world.now,
    )
    world.people["jd"] = who.actor(other)
    assert codes(takes(world, line(world), by="jd")) == [(1, "parcel_unknown")]


def test_only_a_carrier_sends_scans(world, order):
    with pytest.raises(Refusal) as no:
        takes(world, line(world), by="merchant")
    assert no.value.code == "not_allowed"


def test_edifact_by_the_api(world, order):
    moment = world.now.strftime("%Y%m%d%H%M")
    data = iftsta(
        ("SF1001", "SGN", "", moment, "203", "上海"), ("SF9", "SGN", "", moment, "203", "上海")
    )
    courier = Caller(world, "courier")
    response = courier.post("/feeds?name=a.edi", data.encode(), content_type="application/EDIFACT")
    assert response.status_code == 201, response.content
    said = response.json()
    assert (said["form"], said["good"], said["refused"]) == ("iftsta", 1, 1)
    assert said["faults"][0]["code"] == "parcel_unknown"
    assert courier.get(f"/feeds/{said['id']}").json() == said
    problem(Caller(world, "merchant").get(f"/feeds/{said['id']}"), 404, "file_of_scans_unknown")


@pytest.mark.usefixtures("order")
class TestCallback:
    @pytest.fixture
    def address(self, world):
        return f"/api/v1/carriers/{world['courier'].party}/callbacks"

    def send(self, client, address, data, headers):
        return client.post(address, data, content_type="application/x-ndjson", headers=headers)

    def headers(self, world, data, *, event="evt_1", late=timedelta(0)):
        party = world["courier"].party
        return carriers.signed(party, event=event, at=world.now - late, data=data)

    def test_a_signed_callback_is_believed_and_twice_does_no_harm(self, world, client, address):
        data = line(world, "signed_for")
        answers = [
            self.send(client, address, data, self.headers(world, data)).json() for _ in range(2)
        ]
        assert answers[0] == answers[1]
        assert Scan.objects.count() == 1

    def test_the_signature_is_the_one_of_standard_webhooks(self, world):
        data, at = b'{"a":1}', world.now.astimezone(UTC)
        party = world["courier"].party
        theirs = Webhook(carriers.secret_of(party)).sign("evt_1", at, data.decode())
        ours = carriers.signed(party, event="evt_1", at=at, data=data)
        assert ours["webhook-signature"] == theirs

    def test_a_forged_callback_is_not_believed(self, world, client, address):
        data = line(world, "signed_for")
        headers = self.headers(world, data)
        forged = data.replace(b"signed_for", b"lost")
        problem(self.send(client, address, forged, headers), 401, "signature_wrong")
        merchant = carriers.signed(world["merchant"].party, event="e", at=world.now, data=data)
        problem(self.send(client, address, data, merchant), 401, "signature_wrong")
        problem(self.send(client, address, data, {}), 401, "signature_wrong")
        assert Scan.objects.count() == 0

    @pytest.mark.parametrize(("minutes", "status"), [(5, 200), (6, 401), (-5, 200), (-6, 401)])
    def test_an_old_recording_is_not_believed(self, world, client, address, minutes, status):
        data = line(world)
        headers = self.headers(world, data, late=timedelta(minutes=minutes))
        assert self.send(client, address, data, headers).status_code == status

    @pytest.mark.parametrize("stamp", ["", "soon", "²", "9" * 400])
    def test_a_stamp_that_is_no_number(self, world, client, address, stamp):
        data = line(world)
        signature = carriers._sign(world["courier"].party, "e", stamp, data)
        headers = {
            "webhook-id": "e",
            "webhook-timestamp": stamp.encode().decode("latin-1"),
            "webhook-signature": signature,
        }
        assert self.send(client, address, data, headers).status_code == 401

    def test_nobody_and_a_merchant_are_no_carriers(self, world, client):
        for who in ("nobody", world["merchant"].party):
            response = self.send(client, f"/api/v1/carriers/{who}/callbacks", b"{}", {})
            problem(response, 404, "carrier_unknown")


class TestCommand:
    def run(self, *words):
        return CliRunner().invoke(app, ["parcels", *map(str, words)])

    def test_a_file_is_taken_in_and_bad_rows_are_named(self, world, order, tmp_path):
        file = tmp_path / "scans.jsonl"
        file.write_bytes(b"\n".join([line(world, "signed_for"), line(world, waybill="NONE")]))
        done = self.run("import", file, "--market", "gongdao", "--carrier", "courier@gongdao")
        assert done.exit_code == 2, done.output
        assert "parcel_unknown: scans.jsonl 第2行" in done.output
        assert queries.of_order(order.id)[0].state == "delivered"

    def test_a_key_is_made_and_reads_what_is_sealed_to_it(self, tmp_path):
        from gongdao.stages.delivery.labels import seal

        file = tmp_path / "carrier.key"
        public = bytes.fromhex(self.run("key", file).output.strip())
        assert file.stat().st_mode & 0o077 == 0
        square = seal.as_text("pcl_1", seal.seal(public, "pcl_1", '{"name": "林"}'.encode()))
        assert self.run("read-label", square, "--key", file).output.strip() == '{"name": "林"}'
        assert self.run("key", file).exception.code == "key_file_there"
