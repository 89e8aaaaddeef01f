"""What a browser may ask of the callbacks: only what the page's own script would, and in that form."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask, Response, request

from web.rendering.failures import refused

ADDRESS = "/_dash-update-component"
LARGEST = 64 * 1024  # bytes; ours are a few hundred


def validate_callbacks(server: Flask, known: Callable[[], Mapping[str, Any]]) -> None:
    """Refuse callback requests of another form before Dash looks at them. `known` is Dash's map of callbacks.

    Dash answers an unknown output, a missing part or a value in the wrong place with an error of its own (500).
    """

    def look() -> Response | None:
        if request.path != ADDRESS or request.method != "POST":
            return None
        if (request.content_length or 0) > LARGEST:
            return refused("too-large", 413, "no question of ours is that long")
        fault = fault_in(request.get_json(silent=True), known())
        return refused("bad-question", 400, fault) if fault else None

    server.before_request(look)


def fault_in(body: Any, known: Mapping[str, Any]) -> str | None:
    """What is wrong with a question, in a sentence; None when nothing is."""
    if not isinstance(body, dict):
        return "a question is a JSON object"
    output = body.get("output")
    if not isinstance(output, str) or "callback" not in known.get(output, {}):  # none there, or one for browsers
        return "nothing here has that output"
    if _shape(body.get("outputs")) != outputs_of(output):
        return "the outputs are not those of this question"
    for part in ("inputs", "state"):
        if [_pair(item) for item in _list(body.get(part, []))] != [_pair(item) for item in known[output][part]]:
            return f"the {part} are not those of this question"
    if not all(isinstance(name, str) for name in _list(body.get("changedPropIds", []))):
        return "what changed is told by names"
    return None


def outputs_of(name: str) -> Any:
    """The (id, property) that an output's name stands for; a list of them for several."""
    if name.startswith("..") and name.endswith(".."):
        return [_split(part) for part in name[2:-2].split("...")]
    return _split(name)


def _split(name: str) -> tuple[str, str]:
    component, _, attribute = name.rpartition(".")
    return component, attribute


def _shape(outputs: Any) -> Any:
    return [_pair(item) for item in outputs] if isinstance(outputs, list) else _pair(outputs)


def _pair(item: Any) -> tuple[Any, Any] | None:
    return (item.get("id"), item.get("property")) if isinstance(item, dict) else None


def _list(found: Any) -> list[Any]:
    return found if isinstance(found, list) else [None]
