"""The services that pages ask: what they answer with, and that their questions do not get in each other's way."""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

import pytest

from queries.admin import AdminQueries
from queries.alerts import AlertQueries
from queries.supervision import SupervisionQueries
from queries.tasks import TaskQueries

SERVICES = (AlertQueries, TaskQueries, SupervisionQueries, AdminQueries)
OPAQUE = ("sqlalchemy", "dash", "data")  # whose types no page gets: connections, drawn components, stored rows


def questions(service: type) -> Iterator[tuple[str, Any]]:
    """The public methods of a service."""
    return ((name, method) for name, method in inspect.getmembers(service, inspect.isfunction) if name[0] != "_")


def classes_in(hint: Any, known: set[type]) -> set[type]:
    """The classes that an annotation speaks of, and those of their fields."""
    if isinstance(hint, type) and hint not in known:
        known.add(hint)
        for one in get_type_hints(hint).values() if is_dataclass(hint) else ():
            classes_in(one, known)
    for part in get_args(hint):
        for one in part if isinstance(part, list) else (part,):
            classes_in(one, known)
    return known


@pytest.mark.parametrize("service", SERVICES)
def test_every_answer_is_frozen_and_neither_stored_nor_drawn(service: type) -> None:
    answers: set[type] = set()
    for _, method in questions(service):
        classes_in(get_type_hints(method)["return"], answers)

    models = {one for one in answers if is_dataclass(one)}
    assert models
    assert {one for one in models if not one.__dataclass_params__.frozen} == set()  # type: ignore[attr-defined]
    assert {one for one in answers if one.__module__.split(".")[0] in OPAQUE} == set()


@pytest.mark.parametrize("service", SERVICES)
def test_no_two_questions_of_a_service_have_one_name(service: type) -> None:
    named = Counter(
        name
        for part in service.__mro__[:-1]
        for name, method in vars(part).items()
        if inspect.isfunction(method) and not name.startswith("__")
    )

    assert {name for name, count in named.items() if count > 1} == set()
    assert [one.name for one in fields(service)] == ["context"]
