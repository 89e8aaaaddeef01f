"""The description of `/api/v1` that programs read (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from components.tables.exports import FORMATS

NUMBER = {"type": ["number", "null"]}
TEXT = {"type": "object", "required": ["zh", "en"], "properties": {"zh": {"type": "string"}, "en": {"type": "string"}}}
REASON = {
    "type": "object",
    "required": ["error", "reason"],
    "properties": {"error": {"type": "string"}, "reason": {"type": "string"}},
}
VALUE = {
    "type": "object",
    "required": ["indicator", "region", "period", "value", "status", "basis", "unit"],
    "properties": {
        "indicator": {"type": "string"},
        "region": {"type": "integer"},
        "period": {"type": "string"},
        "value": NUMBER,
        "numerator": NUMBER,
        "denominator": NUMBER,
        "expected": NUMBER,
        "unit": {"type": "string"},
        "status": {"enum": ["unknown", "on_track", "watch", "off_track"]},
        "basis": {"enum": ["unknown", "published", "plan", "reported", "demo"]},
    },
}
INDICATOR = {
    "type": "object",
    "required": ["id", "name", "unit"],
    "properties": {"id": {"type": "string"}, "name": TEXT, "unit": TEXT},
}
AS_OF = {
    "name": "as_of",
    "in": "query",
    "description": "What was known at the end of a day, or at a local time",
    "schema": {
        "anyOf": [
            {"type": "string", "format": "date", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
            {"type": "string", "pattern": r"^20[12]\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])T([01]\d|2[0-3]):[0-5]\d$"},
        ]
    },
    "example": "2025-03-03",
}
PERIOD = {
    "type": "string",
    "pattern": r"^(19|20|21)\d\d(-(0[1-9]|1[0-2])(R12)?|Q[1-4]|H[12]|C(0[1-9]|1[0-2]))?$",
    "examples": ["2024-01", "2024Q1", "2024"],
}
ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_]{1,40}$"},
}


def _answers(schema: dict[str, Any], *more: str) -> dict[str, Any]:
    found = {"200": {"description": "Found", "content": {"application/json": {"schema": schema}}}}
    reasons = {
        "400": "The question is wrong",
        "401": "Nobody was recognised: show a device's token, or sign in",
        "403": "Outside your scope, or not yours to take away",
        "404": "There is no such indicator, or nothing was known then",
        "422": "The question contradicts itself",
        "503": "There is no snapshot yet, or others are being computed: ask again later",
    }
    return found | {
        code: {"description": reasons[code], "content": {"application/json": {"schema": REASON}}}
        for code in ("401", "403", *more)
    }


def _query(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def description(regions: Sequence[int], indicators: Sequence[str]) -> dict[str, Any]:
    """The whole description, naming the regions and, as examples, the indicators there are."""
    values = _answers(
        {
            "type": "object",
            "required": ["indicator", "region", "grain", "version", "values"],
            "properties": {"values": {"type": "array", "items": VALUE}},
        },
        "400",
        "404",
        "422",
        "503",
    )
    values["200"]["content"] |= {each.media: dict(each.schema) for each in FORMATS.values()}
    one = ID | {"examples": {name: {"value": name} for name in indicators[:3]}}
    asked = [
        one,
        _query(
            "region", {"enum": list(regions)}, "Official code of the city, a district or a town; the city when left out"
        ),
        _query(
            "grain",
            {"enum": ["month", "quarter", "half", "year", "ytd", "r12"]},
            "Length of the periods; the indicator's own when left out",
        ),
        _query("from", PERIOD, "First period; of any length"),
        _query("to", PERIOD, "Last period; of any length"),
        AS_OF,
        _query("format", {"enum": ["json", *FORMATS]}, "Instead of the Accept header, for links"),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Foshan city cockpit",
            "version": "1",
            "description": "Indicators of the Digital Foshan plan and their values",
        },
        "components": {"securitySchemes": {"device": {"type": "http", "scheme": "bearer"}}},
        "security": [{"device": []}],
        "paths": {
            "/api/v1/indicators": {
                "get": {
                    "summary": "All indicators",
                    "responses": _answers(
                        {
                            "type": "object",
                            "required": ["indicators"],
                            "properties": {"indicators": {"type": "array", "items": INDICATOR}},
                        },
                        "400",
                        "503",
                    ),
                }
            },
            "/api/v1/indicators/{id}": {
                "get": {
                    "summary": "One indicator's definition, targets and newest value",
                    "parameters": [one, AS_OF],
                    "responses": _answers(INDICATOR, "400", "404", "503"),
                }
            },
            "/api/v1/indicators/{id}/values": {
                "get": {"summary": "One indicator's values in a region", "parameters": asked, "responses": values}
            },
        },
    }
