"""The description of `/api/v1` that programs read (OpenAPI 3.1), made from the operations that answer there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from components.tables.exports import FORMATS
from web.api.bodies import FORMS, MOST
from web.api.operations import Operation
from web.api.posting import PostOperation
from web.api.terms import LookBackAnswer, RefusalAnswer

PREFIX = "/api/v1"
OF_THE_GATE = (401, 403)
REASONS: Mapping[int, str] = {
    400: "The question is wrong",
    401: "Nobody was recognised: show a device's token, or sign in",
    403: "Outside your scope, or not yours to take away",
    404: "There is no such indicator or contract, or nothing was known then",
    413: "More rows, or more bytes, than a delivery may have",
    422: "The question contradicts itself, or the Idempotency-Key came before with another body",
    429: "Too often, or too many looks back are waiting: ask again later",
    503: "There is no snapshot yet, or this moment cannot be computed: ask again later",
}
WAITING = "What was known then is being computed: how far it is, and in Retry-After when to ask again"
Known = Mapping[str, Sequence[Any]]
_REFERENCE = "#/components/schemas/{model}"
_TEXT = {"type": "string", "description": "A row a line; CSV begins with the names of the columns"}


def description(
    operations: Sequence[Operation[Any]], choices: Known, examples: Known, posts: Sequence[PostOperation] = ()
) -> dict[str, Any]:
    """The whole description. By names of parameters: `choices` that whoever asks has, `examples` to try."""
    shapes: dict[str, Any] = {}
    paths: dict[str, Any] = {
        PREFIX + each.path: {
            "get": {
                "summary": each.summary,
                "parameters": _parameters(each, choices, examples),
                "responses": _responses(each, shapes),
            }
        }
        for each in operations
    }
    paths |= {PREFIX + each.path: {"post": _delivery(each, choices, shapes)} for each in posts}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Foshan city cockpit",
            "version": "1",
            "description": "Indicators of the Digital Foshan plan and their values; deliveries of sources",
        },
        "components": {"schemas": shapes, "securitySchemes": {"device": {"type": "http", "scheme": "bearer"}}},
        "security": [{"device": []}],
        "paths": paths,
    }


def _delivery(operation: PostOperation, choices: Known, shapes: dict[str, Any]) -> dict[str, Any]:
    """A door for rows. What a row is like is told; one that is not so is refused by itself, in the answer."""
    row = operation.row.model_json_schema(ref_template=_REFERENCE)
    shapes |= row.pop("$defs", {}) | {operation.row.__name__: row}
    rows = {"type": "array", "items": {"$ref": _REFERENCE.format(model=operation.row.__name__)}}
    bodies: dict[str, Any] = {
        media: {"schema": rows | {"minItems": 1, "maxItems": MOST} if media == "application/json" else _TEXT}
        for media in FORMS
    }
    found = {"200": _response("What became of each row", operation.answer, shapes)}
    for status in sorted((*OF_THE_GATE, *operation.refusals)):
        found[str(status)] = _response(REASONS[status], RefusalAnswer, shapes)
    return {
        "summary": operation.summary,
        "parameters": [one.described(choices) for one in operation.parameters],
        "requestBody": {"required": True, "content": bodies},
        "responses": found,
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
    schema = TypeAdapter(answer).json_schema(ref_template=_REFERENCE)
    shapes |= schema.pop("$defs", {})
    return {"description": words, "content": {"application/json": {"schema": schema}, **(forms or {})}}
