"""Doors for journeys: a page reader and an API caller for each role."""

from __future__ import annotations

import html
import itertools
import json

import pytest
from django.test import Client

from gongdao.registers.parties import actions, queries


class Person:
    """Somebody with a browser and a key. Asserts the status; gives pages as text and replies as data."""

    fresh = itertools.count()

    def __init__(self, world, role, language="en"):
        self.browser = Client(headers={"accept-language": language})
        if role:
            self.browser.force_login(queries.by_handle([f"{role}@gongdao"])[f"{role}@gongdao"])
            self.token = actions.issue_key(party=world[role].party, label="t", at=world.now)

    def sees(self, path, status=200, **query):
        response = self.browser.get(path, query)
        assert response.status_code == status, response.content.decode()[:2000]
        return html.unescape(response.content.decode())

    def does(self, path, status=302, **form):
        response = self.browser.post(path, form)
        assert response.status_code == status, response.content.decode()[:3000]
        return html.unescape(response.content.decode())

    def gets(self, path, status=200):
        return self._said(self.browser.get(f"/api/v1{path}", headers=self._headers()), status)

    def posts(self, path, body=None, status=200):
        headers = self._headers() | {"idempotency-key": f"journey-{next(self.fresh)}"}
        raw = json.dumps(body).encode() if body is not None else b""
        response = self.browser.post(
            f"/api/v1{path}", raw, content_type="application/json", headers=headers
        )
        return self._said(response, status)

    def _headers(self):
        return {"authorization": f"Bearer {self.token}"}

    def _said(self, response, status):
        assert response.status_code == status, response.content.decode()[:2000]
        return json.loads(response.content)


@pytest.fixture
def people(world):
    """`people("merchant")`: the merchant at the doors; `people(None)`: a visitor."""
    known = {}

    def person(role):
        return known.setdefault(role, Person(world, role))

    return person
