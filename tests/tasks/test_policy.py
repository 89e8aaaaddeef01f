"""The policy: the published limits as printed, what a city may change, and faults with their line."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.faults import CatalogueError
from indicators.tasks.model import Urgency
from tasks.tasks.policy import FrozenPolicy, TaskPolicy
from tasks.tasks.policy_loader import load_policy
from tasks.workflow.working_time import WorkingCalendar
from tests.tasks.moments import local

PRINTED = {  # indicators.md §6.3 and §6.4, typed by hand
    "hotline-order": ("5 working-days", "R43"),
    "hotline-consultation": ("3 working-days", "R31"),
    "hotline-complaint": ("13 working-days", "R31"),
    "hotline-prompt": ("7 days", "R32"),
    "petition": ("60 days", "R45"),
    "supervision-review": ("30 days", "R46"),
    "accident-report": ("1 hours", "R50"),
    "illegal-building-stop": ("4 working-hours", "R60"),
    "illegal-building-penalty": ("7 working-days", "R60"),
    "illegal-building-demolition": ("20 working-days", "R60"),
    "exposed-garbage": ("4 working-hours", "R60"),
    "rubble-litter": ("4 working-hours", "R60"),
    "rubble-heap": ("2 working-days", "R60"),
    "street-dirt": ("2 working-hours", "R60"),
    "ponding": ("4 working-hours", "R60"),
    "green-cleaning": ("4 working-hours", "R60"),
    "green-care": ("5 working-days", "R60"),
    "dirty-water": ("15 working-days", "R61"),
}
KIND = "name: {zh: 甲, en: A}, basis: {kind: proposal}"


@pytest.fixture(scope="module")
def policy(catalogue: Catalogue) -> TaskPolicy:
    return load_policy(sources=catalogue.sources)


def own(folder: Path, text: str) -> Path:
    file = folder / "policy.yaml"
    file.write_text(text, "utf-8")
    return file


def test_published_limits_are_as_printed_with_their_source(policy: TaskPolicy) -> None:
    found = {
        name: (str(policy.freeze(name, Urgency.ORDINARY).terms.close), kind.basis.ref)
        for name, kind in policy.kinds.items()
        if kind.basis.kind == "document"
    }

    assert found == PRINTED


def test_an_urgent_hotline_order_is_due_the_same_day(policy: TaskPolicy) -> None:
    assert str(policy.freeze("hotline-complaint", Urgency.URGENT).terms.close) == "0 days"


def test_a_petition_may_be_extended_once_by_thirty_days(policy: TaskPolicy) -> None:
    terms = policy.freeze("petition", Urgency.ORDINARY).terms

    assert (str(terms.feedback), terms.extensions.most, str(terms.longest_extension)) == ("15 days", 1, "30 days")


def test_what_a_kind_does_not_say_comes_from_the_defaults(policy: TaskPolicy) -> None:
    terms = policy.freeze("green-care", Urgency.ORDINARY).terms

    assert (str(terms.accept), terms.evidence, str(terms.longest_extension)) == (
        "4 working-hours",
        "photo",
        "5 working-days",
    )


def test_more_pressing_is_never_slower(policy: TaskPolicy, calendar: WorkingCalendar) -> None:
    starts = [
        local(f"2025-0{month}-{day:02d} {hour:02d}:10") for month in (1, 6) for day in (1, 24) for hour in (9, 20)
    ]
    order = list(Urgency)
    for name, kind in policy.kinds.items():
        said = [Urgency.ORDINARY, *(urgency for urgency in order if urgency in kind.urgency)]
        for calmer, tenser in pairwise(said):
            slow, quick = (policy.freeze(name, urgency).terms for urgency in (calmer, tenser))
            for limit in ("accept", "feedback", "close"):
                for start in starts:
                    late, soon = (calendar.due(start, getattr(terms, limit)).at for terms in (slow, quick))
                    assert soon <= max(late, start.replace(hour=23, minute=59, second=59)), (name, tenser, limit, start)


def test_each_kind_of_subject_has_a_kind_that_is_proposed(policy: TaskPolicy) -> None:
    assert [policy.kind_for(s) for s in ("indicator", "sign", "alert", "topic", "place", "matter")] == [
        "indicator",
        "alert",
        "alert",
        "topic",
        "place",
        "instruction",
    ]
    with pytest.raises(KeyError):
        policy.kind_for("weather")


def test_what_is_frozen_can_be_read_again(policy: TaskPolicy) -> None:
    frozen = policy.freeze("alert", Urgency.CRITICAL)

    assert FrozenPolicy.model_validate_json(frozen.model_dump_json()) == frozen


def test_a_city_changes_one_kind_and_the_hours(tmp_path: Path, policy: TaskPolicy) -> None:
    file = own(
        tmp_path,
        f"""
hours: {{working: ["09:00-12:00", "13:00-18:00"]}}
kinds:
  exposed-garbage: {{{KIND}, close: 1 working-days}}
""",
    )

    changed = load_policy(file)

    assert str(changed.freeze("exposed-garbage", Urgency.ORDINARY).terms.close) == "1 working-days"
    assert changed.hours.working == ((540, 720), (780, 1080))
    assert changed.kinds["street-dirt"] == policy.kinds["street-dirt"]


def test_a_file_that_is_not_there_changes_nothing(tmp_path: Path, policy: TaskPolicy) -> None:
    assert load_policy(tmp_path / "policy.yaml") == policy


@pytest.mark.parametrize(
    ("text", "code", "line", "element"),
    [
        (f"kinds:\n  new: {{{KIND}, close: 5 weeks}}", "value-error", 2, "kinds.new.close"),
        (f"kinds:\n  new: {{{KIND}, close: 0 working-days}}", "value-error", 2, "kinds.new.close"),
        (f"kinds:\n  new:\n    {KIND.replace(', basis', chr(10) + '    basis')}\n    colour: red", "extra-forbidden",
         5, "kinds.new.colour"),
        ("kinds:\n  new: {basis: {kind: proposal}}", "missing", 2, "kinds.new.name"),
        (f"kinds:\n  new: {{{KIND.replace('kind: proposal', 'kind: document, ref: R999')}}}", "unknown-source", 2,
         "kinds.new.basis"),
        (f"kinds:\n  new: {{{KIND}, subjects: [indicator]}}", "subject-twice", 2, "kinds.new.subjects"),
        (f"kinds:\n  new: {{{KIND}, urgency: {{extreme: {{}}}}}}", "enum", 2, "kinds.new.urgency.extreme.[key]"),
        (f"kinds:\n  new: {{{KIND}, escalate: [{{after: 1 days, step: 2}}, {{after: 2 days, step: 1}}]}}",
         "value-error", 2, "kinds.new"),
        ("hours: {working: []}", "too-short", 1, "hours.working"),
        ("kinds: [", "not-yaml", 2, ""),
        ("- a", "model-type", 1, ""),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(
    tmp_path: Path, catalogue: Catalogue, text: str, code: str, line: int, element: str
) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_policy(own(tmp_path, text), sources=catalogue.sources)

    assert [(fault.code, fault.line, fault.element) for fault in caught.value.faults] == [(code, line, element)]


def test_a_subject_that_no_kind_is_proposed_for_is_a_fault(tmp_path: Path) -> None:
    file = own(tmp_path, f"kinds:\n  place: {{{KIND}}}")

    with pytest.raises(CatalogueError, match="no kind is proposed for place"):
        load_policy(file)
