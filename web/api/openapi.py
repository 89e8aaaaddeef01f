"""The description of `/api/v1` that programs read (OpenAPI 3.1), made from the operations that answer there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from components.tables.exports import FORMATS
from web.api.operations import Operation
from web.api.terms import LookBackAnswer, RefusalAnswer

PREFIX = "/api/v1"
OF_THE_GATE = (401, 403)
REASONS: Mapping[int, str] = {
    400: "The question is wrong",
    401: "Nobody was recognised: show a device's token, or sign in",
    403: "Outside your scope, or not yours to take away",
    404: "There is no such indicator, or nothing was known then",
    422: "The question contradicts itself",
    429: "Too many looks back are waiting: ask again later",
    503: "There is no snapshot yet, or this moment cannot be computed: ask again later",
}
WAITING = "What was known then is being computed: how far it is, and in Retry-After when to ask again"
Known = Mapping[str, Sequence[Any]]


def description(operations: Sequence[Operation[Any]], choices: Known, examples: Known) -> dict[str, Any]:
    """The whole description. By names of parameters: `choices` that whoever asks has, `examples` to try."""
    shapes: dict[str, Any] = {}
    paths = {
        PREFIX + each.path: {
            "get": {
                "summary": each.summary,
                "parameters": _parameters(each, choices, examples),
                "responses": _responses(each, shapes),
            }
        }
        for each in operations
    }
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Foshan city cockpit",
            "version": "1",
            "description": "Indicators of the Digital Foshan plan and their values",
        },
        "components": {"schemas": shapes, "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}}},
        "security": [{"device": []}],
        "paths": paths,
    }


def _parameters(operation: Operation[Any], choices: Known, examples: Known) -> list[dict[str, Any]]:
    found = []
    for name, field in operation.asked.model_json_schema().get("properties", {}).items():
        schema = {key: value for key, value in field.items() if key not in ("title", "description", "default")}
        schema |= {"enum": list(choices[name])} if name in choices else {}
        schema |= {"examples": list(examples[name])} if name in examples else {}
        in_path = f"{{{name}}}" in operation.path
        where = {"in": "path", "required": True} if in_path else {"in": "query"}
        found.append({"name": name, **where, "description": field.get("description", ""), "schema": schema})
    return found


def _responses(operation: Operation[Any], shapes: dict[str, Any]) -> dict[str, Any]:
    forms = {each.media: dict(each.schema) for each in FORMATS.values()} if operation.tables else {}
    found = {"200": _response("Found", operation.answer, shapes, forms)}
    if 429 in operation.refusals:  # only a look back can have to wait
        found["202"] = _response(WAITING, LookBackAnswer, shapes)
    for status in sorted((*OF_THE_GATE, *operation.refusals)):
        found[str(status)] = _response(REASONS[status], RefusalAnswer, shapes)
    return found


def _response(
    words: str, answer: Any, shapes: dict[str, Any], forms: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    schema = TypeAdapter(answer).json_schema(ref_template="#/components/schemas/{model}")
    shapes |= schema.pop("$defs", {})
    return {"description": words, "content": {"application/json": {"schema": schema}, **(forms or {})}}
