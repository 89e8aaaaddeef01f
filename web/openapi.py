"""The description of `/api/v1` that programs read (OpenAPI 3.1)."""

from __future__ import annotations

from typing import Any

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
    "schema": {"type": "string", "pattern": r"^20[12]\d-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$"},
    "example": "2025-03-03",
}
ID = {
    "name": "id",
    "in": "path",
    "required": True,
    "schema": {"type": "string", "pattern": "^[A-Za-z0-9_]{1,40}$"},
    "example": "I108",
}


def _answers(schema: dict[str, Any], *more: str) -> dict[str, Any]:
    found = {"200": {"description": "Found", "content": {"application/json": {"schema": schema}}}}
    reasons = {
        "400": "The question is wrong",
        "403": "Outside your scope",
        "404": "There is no such indicator",
        "503": "There is no snapshot yet",
    }
    return found | {
        code: {"description": reasons[code], "content": {"application/json": {"schema": REASON}}} for code in more
    }


def _query(name: str, schema: dict[str, Any], words: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": schema}


def description() -> dict[str, Any]:
    """The whole description."""
    values = _answers(
        {
            "type": "object",
            "required": ["indicator", "region", "grain", "version", "values"],
            "properties": {"values": {"type": "array", "items": VALUE}},
        },
        "400",
        "403",
        "404",
        "503",
    )
    values["200"]["content"] |= {"text/csv": {"schema": {"type": "string"}}}
    asked = [
        ID,
        _query(
            "region", {"type": "integer"}, "Official code of the city, a district or a town; the city when left out"
        ),
        _query(
            "grain",
            {"enum": ["month", "quarter", "half", "year", "ytd", "r12"]},
            "Length of the periods; the indicator's own when left out",
        ),
        _query("from", {"type": "string", "example": "2024-01"}, "First period"),
        _query("to", {"type": "string", "example": "2025-06"}, "Last period"),
        AS_OF,
        _query("format", {"enum": ["json", "csv", "xlsx"]}, "Instead of the Accept header, for links"),
    ]
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Foshan city cockpit",
            "version": "1",
            "description": "Indicators of the Digital Foshan plan and their values",
        },
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
                    "parameters": [ID, AS_OF],
                    "responses": _answers(INDICATOR, "400", "404", "503"),
                }
            },
            "/api/v1/indicators/{id}/values": {
                "get": {"summary": "One indicator's values in a region", "parameters": asked, "responses": values}
            },
        },
    }
