"""The OpenAPI 3.1 document: what ninja knows, plus what holds for every endpoint."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

from gongdao.interfaces.api.idempotency import HEADER, KEY, REPLAYED
from gongdao.interfaces.api.problems import MEDIA_TYPE, TITLES, Problem

READS = (400, 401, 403, 404, 409, 422, 429, 503)
WRITES = (400, 401, 403, 404, 409, 413, 415, 422, 429, 503)
NEVER_KEPT = {"x-never-kept": True}
"""Marks a write whose reply holds a secret: it is not kept for a retry, and carries no key."""

WRITING = ("post", "put", "patch", "delete")


class Api(NinjaAPI):
    """Ninja's API whose document says which problems there are, and that writes carry a key."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """The document, complete."""
        document = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        shape = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
        document["components"]["schemas"] |= shape.pop("$defs") | {"Problem": shape}
        document["components"]["responses"] = {
            f"Problem{status}": _problem(status) for status in sorted({*READS, *WRITES, 405})
        }
        for path in document["paths"].values():
            for method, operation in path.items():
                _complete(method, operation)
        return document


def _complete(method: str, operation: dict[str, Any]) -> None:
    writes = method in WRITING
    for status in WRITES if writes else READS:
        operation["responses"].setdefault(
            status, {"$ref": f"#/components/responses/Problem{status}"}
        )
    if writes and operation.get("security") and not operation.get(*NEVER_KEPT):
        operation["parameters"].append(_KEY)
        for status, response in operation["responses"].items():
            if status < 300:
                response["headers"] = _REPLAYED


def _problem(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Problem"}
    return {
        "description": f"{TITLES[status].en} / {TITLES[status].zh}",
        "content": {MEDIA_TYPE: {"schema": schema}},
    }


_KEY = {
    "in": "header",
    "name": HEADER,
    "required": True,
    "description": "New for each new request; the same again for a retry.",
    "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"},
}
_REPLAYED = {
    REPLAYED: {
        "description": "`true` when this is the kept reply to an earlier request.",
        "schema": {"type": "string", "enum": ["true"]},
    }
}
