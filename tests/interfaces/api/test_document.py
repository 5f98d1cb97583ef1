"""The OpenAPI document is whole, and the API does what it says, whatever is sent (schemathesis)."""

from __future__ import annotations

import json
import re
from itertools import cycle

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from gongdao.interfaces.api import problems
from gongdao.interfaces.api.api import api
from tests.interfaces.api.conftest import Caller

DOCUMENT = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/")))
SCHEMA = schemathesis.openapi.from_dict(DOCUMENT)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
OPERATIONS = [found.ok() for found in SCHEMA.get_all_operations()]
ROLES = ("consumer", "merchant", "platform")


ENDPOINTS = [
    pytest.param(method, operation, id=f"{method.upper()} {path}")
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
]


@pytest.fixture
def app():
    """The program itself, but keeping the test's connection, as Django's own client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield get_wsgi_application()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def references(node):
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from references(value)
    elif isinstance(node, list):
        for value in node:
            yield from references(value)


def test_it_is_openapi_3_1_and_every_schema_is_json_schema():
    assert re.fullmatch(r"3\.1\.\d", DOCUMENT["openapi"])
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere():
    for reference in references(DOCUMENT):
        node = DOCUMENT
        for part in reference.removeprefix("#/").split("/"):
            node = node[part]


@pytest.mark.parametrize(("method", "operation"), ENDPOINTS)
def test_every_endpoint_says_what_it_does_answers_and_refuses(method, operation):
    responses = operation["responses"]
    assert operation["summary"]
    assert operation["description"]
    assert operation["tags"]
    assert any("content" in said for status, said in responses.items() if status < "300")
    assert {"404", "422"} <= set(responses)
    if method != "get":
        assert {"409", "413"} <= set(responses)
    if method != "get" and operation.get("security"):
        names = {p["name"] for p in operation.get("parameters", ())}
        kept = not operation.get("x-never-kept")
        assert ("Idempotency-Key" in names) == kept, "a reply is kept unless it holds a secret"


def test_operation_ids_are_unique():
    ids = [operation["operationId"] for _, operation in (p.values for p in ENDPOINTS)]
    assert len(ids) == len(set(ids))


def test_every_status_a_refusal_can_have_has_a_title_in_both_languages():
    for status in {*problems.STATUS.values(), *problems.ENDINGS.values(), problems.DEFAULT}:
        assert problems.TITLES[status]


@pytest.mark.django_db
def test_the_document_is_served_to_anybody(client):
    response = client.get("/api/v1/openapi.json")

    assert response.status_code == 200
    assert response.json()["info"]["title"] == "Gongdao 公道"


@pytest.mark.django_db
@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.label)
def test_whatever_is_sent_the_answer_is_as_documented(world, app, operation):
    tokens = cycle([Caller(world, role).token for role in ROLES])
    order = world.orders(world.offers())
    world.pays(order)

    def holds(case):
        if "order" in (case.path_parameters or {}) and len(str(case.body)) % 2:
            case.path_parameters["order"] = order.id
        case.headers["Authorization"] = f"Bearer {next(tokens)}"
        response = case.call(app=app, base_url="http://testserver/")
        case.validate_response(response, checks=CHECKS)

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        strategy = operation.as_strategy(generation_mode=mode)
        try:
            settings(
                max_examples=12,
                deadline=None,
                derandomize=True,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
            )(given(strategy)(holds))()
        except Unsatisfiable:
            # Where anything may be sent, nothing that is sent is wrong.
            assert mode is GenerationMode.NEGATIVE
