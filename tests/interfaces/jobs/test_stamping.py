"""The hourly round of time stamps: a sandbox stamps itself, a live marketplace asks an address."""

from __future__ import annotations

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings as house
from typer.testing import CliRunner

from gongdao.interfaces.cli.main import app
from gongdao.interfaces.stamping import ANSWER_MOST, Distant, stamp, stamp_all
from gongdao.kernel.refusal import Refusal
from gongdao.registers.evidence import actions, bundle, queries
from gongdao.registers.evidence.heads import key_of
from gongdao.registers.evidence.models import Stamp
from gongdao.registers.evidence.sandbox_authority import NAME, SandboxAuthority
from gongdao.registers.parties.models import Marketplace

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed(world):
    order = world.delivered_order()
    key = key_of(house.GONGDAO_EVIDENCE_KEY)
    actions.seal(marketplace=world.market.id, at=world.now, key=key)
    world.market.refresh_from_db()
    return order


@pytest.fixture
def authority(world):
    """An authority behind a real address; `said` is what it answers instead of a stamp."""
    tsa, said = SandboxAuthority(b"\6" * 32, lambda: world.now), []

    class Site(BaseHTTPRequestHandler):
        def do_POST(self):
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            assert self.headers["Content-Type"] == "application/timestamp-query"
            body = said[0] if said else tsa.answer(asked)
            self.send_response(200 if body else 503)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/tsa", said
    server.shutdown()
    server.server_close()


def live(world):
    Marketplace.objects.filter(pk=world.market.id).update(mode="live", clock_at=None)
    world.market.refresh_from_db()


def test_a_sandbox_is_stamped_once_an_hour_at_most(world, sealed):
    assert stamp_all(world.now) == 1
    assert stamp_all(world.now + timedelta(hours=1)) == 0

    key = key_of(house.GONGDAO_EVIDENCE_KEY)
    said = queries.bundle_about(sealed.id, marketplace=world.market.id, key=key, at=world.now)
    assert [name for _, name, _ in bundle.verify(said).stamps] == [NAME]


def test_a_live_marketplace_without_an_address_has_no_stamps(world, sealed, settings):
    settings.GONGDAO_TIMESTAMPS = ""
    live(world)

    assert stamp_all(world.now) == 0


def test_a_live_marketplace_asks_the_address(world, sealed, settings, authority):
    settings.GONGDAO_TIMESTAMPS, _ = authority
    live(world)

    made = stamp(world.market, at=world.now)

    assert made is not None
    assert made.certificate == SandboxAuthority(b"\6" * 32, lambda: world.now).fingerprint


@pytest.mark.parametrize("answer", [b"", b"<html>", b"x" * (ANSWER_MOST + 1)])
def test_an_authority_that_fails_holds_nothing_up(world, sealed, settings, authority, answer):
    settings.GONGDAO_TIMESTAMPS, said = authority
    said.append(answer)
    live(world)

    assert stamp_all(world.now) == 0
    assert not Stamp.objects.exists()


@pytest.mark.parametrize("url", ["file:///etc/passwd", "http://127.0.0.1:1/", "nonsense"])
def test_no_other_address_is_read(url):
    with pytest.raises(Refusal):
        Distant(url).answer(b"request")


def test_the_command_stamps_and_says_by_whom(world, sealed):
    slug = world.market.slug
    said = CliRunner().invoke(app, ["evidence", "stamp", "--market", slug])

    assert said.exit_code == 0, said.output
    assert NAME in " ".join(said.output.split())
    again = CliRunner().invoke(app, ["evidence", "stamp", "--market", slug])
    assert "No new stamp" in again.output
