"""The API as a program meets it: a client for each role, each with a key of its own."""

from __future__ import annotations

import itertools
import json

import pytest
from django.test import Client

from gongdao.registers.parties import actions as parties

DOOR = "gongdao.interfaces.api.door.Door"


@pytest.fixture(autouse=True)
def _mounted(settings):
    settings.ROOT_URLCONF = "tests.interfaces.api.urls"
    if DOOR not in settings.MIDDLEWARE:
        settings.MIDDLEWARE = [*settings.MIDDLEWARE, DOOR]


class Caller:
    """Somebody with a key. Writes carry a new idempotency key, unless the test names one."""

    fresh = itertools.count()

    def __init__(self, world, role):
        self.world = world
        self.client = Client()
        self.token = parties.issue_key(party=world[role].party, label="test", at=world.now)

    def get(self, path, **headers):
        return self.client.get(f"/api/v1{path}", headers=self.headers(headers))

    def post(self, path, body=None, **headers):
        headers.setdefault("idempotency_key", f"key-{next(self.fresh)}")
        raw = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        return self.client.post(
            f"/api/v1{path}",
            raw,
            content_type=headers.pop("content_type", "application/json"),
            headers=self.headers(headers),
        )

    def headers(self, more):
        said = {name.replace("_", "-"): value for name, value in more.items() if value is not None}
        return {"authorization": f"Bearer {self.token}", **said}


@pytest.fixture
def callers(world):
    made = {}

    def caller(role):
        if role not in made:
            made[role] = Caller(world, role)
        return made[role]

    return caller


@pytest.fixture
def buyer(callers):
    return callers("consumer")


@pytest.fixture
def seller(callers):
    return callers("merchant")


@pytest.fixture
def order(world):
    """An order of the toy car, not paid yet."""
    return world.orders(world.offers("225.00"))


@pytest.fixture
def paid(world, order):
    world.pays(order)
    return order


def problem(response, status, code):
    """The problem document, after checking that it is one and is complete."""
    said = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json", response.content
    assert (response.status_code, said["code"]) == (status, code), said
    assert said["status"] == status
    assert said["type"] == f"urn:gongdao:problem:{code}"
    assert said["title"]
    assert said["request_id"] == response["X-Request-Id"]
    assert said["detail"] == said[f"sentence_{response['Content-Language']}"]
    return said
