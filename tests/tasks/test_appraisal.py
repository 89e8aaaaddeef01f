"""Rates as printed elsewhere, scores by hand, ranks that are fair; and faults of the rules with their line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.operations.tasks.rates import COUNTS
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.faults import CatalogueError
from tasks.appraisal.appraisal import Appraisal, Appraised, appraise, appraise_one
from tasks.appraisal.loader import load_appraisal

RULES = load_appraisal()


@pytest.fixture(scope="module")
def rules(catalogue: Catalogue) -> Appraisal:
    return load_appraisal(sources=catalogue.sources)


def counts(**said: int) -> dict[str, int]:
    return {**dict.fromkeys(COUNTS, 0), **said}


def one(rules: Appraisal, **said: int) -> Appraised:
    return appraise_one(rules, "unit", counts(**said))


def test_the_rates_of_tianmen_in_december_2016(rules: Appraisal) -> None:
    """Received 1,054, filed 996, due 972, closed 911, on time 737: 93.72 % and 75.82 %, as printed (R24)."""
    found = one(rules, received=1054, due=972, closed_due=911, closed_on_time=737, closed=911)

    assert round(found.rates["closing_rate"].value or 0, 2) == 93.72
    assert round(found.rates["closed_on_time_rate"].value or 0, 2) == 75.82
    assert found.rates["closed_on_time_rate"].volume == 972  # due, not the 996 that were filed


def test_the_three_rates_carry_their_published_weights(rules: Appraisal) -> None:
    found = one(rules, feedback_due=100, responded=90, called_back=100, resolved=80, satisfied=60)

    assert found.scores["three_rates"].value == pytest.approx(0.30 * 90 + 0.35 * 80 + 0.35 * 60)


def test_the_task_score_by_hand(rules: Appraisal) -> None:
    """0.4 × 90 + 0.2 × 80 + 0.2 × 70 + 0.2 × (4 ÷ 5 × 100) − 1 × 3 − 2 × 5 (indicators.md §6.5)."""
    found = one(
        rules, due=50, done_on_time=45, accept_due=50, accepted_on_time=40, feedback_due=50, feedback_on_time=35,
        rated=25, stars=100, closed=40, reopened=3, late=5,
    )  # fmt: skip

    assert found.scores["task_score"].value == pytest.approx(36 + 16 + 14 + 16 - 3 - 10)


def test_the_public_s_verdict_has_a_weight_of_its_own(rules: Appraisal) -> None:
    found = one(
        rules, due=10, done_on_time=10, accept_due=10, accepted_on_time=10, feedback_due=10, feedback_on_time=10,
        responded=10, rated=10, stars=50, called_back=10,
    )  # fmt: skip

    assert (found.scores["task_score"].value, found.scores["three_rates"].value) == (100, 30)
    assert found.scores["overall"].value == pytest.approx(0.7 * 100 + 0.3 * 30)


def test_a_rate_of_nothing_has_no_value_and_says_how_many_it_rests_on(rules: Appraisal) -> None:
    rate = one(rules, closed=30).rates["redo_rate"]
    nothing = one(rules).rates["redo_rate"]

    assert (rate.value, rate.volume, rate.enough) == (0.0, 30, True)
    assert (nothing.value, nothing.volume, nothing.enough) == (None, 0, False)


def test_what_is_not_known_is_left_out_and_too_little_makes_no_score(rules: Appraisal) -> None:
    some = one(rules, due=10, done_on_time=9, accept_due=10, accepted_on_time=10).scores["task_score"]
    little = one(rules, due=10, done_on_time=9).scores["task_score"]

    assert [(part.name, round(part.weight, 4)) for part in some.parts] == [
        ("done_on_time_rate", 0.6667),
        ("accepted_on_time_rate", 0.3333),
    ]
    assert some.value == pytest.approx(2 / 3 * 90 + 1 / 3 * 100)
    assert (some.coverage, little.coverage, little.value) == (0.6, 0.4, None)


many = st.fixed_dictionaries({name: st.integers(0, 300) for name in COUNTS})


@given(many)
def test_a_score_lies_between_0_and_100_and_its_parts_add_up(counted: dict[str, int]) -> None:
    bounded = {  # a part is never more than its whole
        part: min(counted[part], counted[whole])
        for part, whole in (
            ("accepted_on_time", "accept_due"), ("feedback_on_time", "feedback_due"), ("responded", "feedback_due"),
            ("done_on_time", "due"), ("closed_due", "due"), ("closed_on_time", "due"),
            ("resolved", "called_back"), ("satisfied", "called_back"), ("recovered", "looked_at"),
        )
    }  # fmt: skip
    bounded["stars"] = min(counted["stars"], 5 * counted["rated"])
    found = appraise_one(RULES, "unit", counted | bounded)

    for score in found.scores.values():
        if score.value is None:
            assert score.coverage < 0.5
            continue
        total = sum(part.points for part in score.parts) - sum(score.minus.values())
        assert 0 <= score.value <= 100
        assert score.value == pytest.approx(min(max(total, 0), 100))
        assert sum(part.weight for part in score.parts) == pytest.approx(1)


def perfect(closed: int, **less: int) -> dict[str, int]:
    full = dict.fromkeys(("due", "accept_due", "feedback_due", "called_back", "rated", "closed", "received"), closed)
    parts = ("done_on_time", "accepted_on_time", "feedback_on_time", "responded", "resolved", "satisfied")
    return counts(**{**full, **dict.fromkeys(parts, closed), "stars": 5 * closed, **less})


def test_who_has_closed_fewer_than_twenty_is_not_ranked(rules: Appraisal) -> None:
    found = appraise(rules, {"few": perfect(19), "worse": perfect(20, done_on_time=10), "best": perfect(20)})

    assert [(one.key, one.rank, one.enough) for one in found] == [
        ("best", 1, True),
        ("worse", 2, True),
        ("few", None, False),
    ]


def test_equals_share_a_rank(rules: Appraisal) -> None:
    found = appraise(rules, {"a": perfect(20), "b": perfect(20), "c": perfect(40, satisfied=0)})

    assert [(one.key, one.rank) for one in found] == [("a", 1), ("b", 1), ("c", 3)]


def own(folder: Path, text: str) -> Path:
    file = folder / "appraisal.yaml"
    file.write_text(text, "utf-8")
    return file


def test_a_city_changes_the_weights(tmp_path: Path) -> None:
    text = """
least: 5
scores:
  overall:
    name: {zh: 甲, en: A}
    parts: {done_on_time_rate: 50, satisfaction_rate: 50}
    basis: {kind: proposal}
"""
    changed = load_appraisal(own(tmp_path, text))
    found = appraise(changed, {"u": counts(closed=5, due=10, done_on_time=10, called_back=10, satisfied=5)})

    assert (found[0].rank, found[0].scores["overall"].value) == (1, 75)
    assert set(changed.rates) == set(RULES.rates)


RATE = "name: {zh: 甲, en: A}, basis: {kind: proposal}, volume: due"
SCORE = "name: {zh: 甲, en: A}, basis: {kind: proposal}"


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        (f"rates:\n  new: {{{RATE}, formula: share(due]}}", "not-yaml", 2),
        (f"rates:\n  new: {{{RATE}, formula: 'share(due'}}", "bad-formula", 2),
        (f"rates:\n  new: {{{RATE}, formula: due / nothing}}", "unknown-count", 2),
        (f"rates:\n  new: {{{RATE}, formula: growth(due)}}", "no-history", 2),
        (f"rates:\n  new: {{{RATE.replace('volume: due', 'volume: all')}, formula: due}}", "unknown-count", 2),
        (f"rates:\n  new: {{{RATE.replace('proposal', 'document, ref: R999')}, formula: due}}", "unknown-source", 2),
        (f"scores:\n  overall: {{{SCORE}, parts: {{nothing: 1}}}}", "unknown-part", 2),
        (f"scores:\n  overall: {{{SCORE}, parts: {{return_rate: 1}}}}", "wrong-direction", 2),
        (f"scores:\n  overall: {{{SCORE}, parts: {{rating: 1}}, minus: {{nothing: 1}}}}", "unknown-count", 2),
        (f"scores:\n  overall: {{{SCORE}, parts: {{rating: 0}}}}", "greater-than", 2),
        (f"scores:\n  overall: {{{SCORE}, parts: {{other: 1}}}}\n  other: {{{SCORE}, parts: {{overall: 1}}}}",
         "circular", 1),
        (f"scores:\n  rating: {{{SCORE}, parts: {{closing_rate: 1}}}}\n  overall: {{{SCORE}, parts: {{rating: 1}}}}",
         "duplicate-id", 2),
        ("rank_by: beauty", "unknown-score", 1),
        ("least: 0", "greater-than-equal", 1),
        ("colour: red", "extra-forbidden", 1),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_line(tmp_path: Path, catalogue: Catalogue, text: str, code: str, line: int) -> None:
    with pytest.raises(CatalogueError) as caught:
        load_appraisal(own(tmp_path, text), sources=catalogue.sources)

    found = [(fault.code, fault.line) for fault in caught.value.faults if fault.file.parent == tmp_path]
    assert (code, line) in found
