"""The ladder of maturity: each rung, their order, and that none is ever skipped."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indicators.calendar.periods import Grain
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import LocalisedText, Measure
from indicators.plan.maturity import IndicatorMaturity, MaturityStep, maturity_step, representative_value
from indicators.scoring.judgement import Judgement, unjudged

WORDS = LocalisedText(zh="件", en="orders")
LIMITED = Measure(name=WORDS, unit=WORDS, kind="flow", minimum=0)
OPEN = Measure(name=WORDS, unit=WORDS, kind="flow")
REPORTED, DEMO = 3, 4
FRESH = IndicatorValue("PUNCTUAL", 440600, Grain.MONTH, "2025-06", 91.0, basis=REPORTED)
STALE = unjudged("stale", days=90.0, period="2025-06")
CELLS = st.one_of(
    st.none(),
    st.builds(
        lambda value, basis, stale: replace(FRESH, value=value, basis=basis, judgement=STALE if stale else Judgement()),
        st.one_of(st.none(), st.floats(0, 100)),
        st.integers(0, 4),
        st.booleans(),
    ),
)
KINDS = st.frozensets(st.sampled_from(["plan", "benchmark", "register", "demo"]))
MEASURES = st.dictionaries(st.sampled_from("abcd"), st.sampled_from([LIMITED, OPEN]))


def codes(found: IndicatorMaturity) -> list[str]:
    return [reason.code for reason in found.reached]


def test_an_indicator_without_any_value_is_defined_and_was_never_delivered(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    for cell in (None, replace(FRESH, value=None)):
        found = maturity_step(punctual, cell, {"plan"}, {"due": LIMITED})
        assert found.step == MaturityStep.DEFINED
        assert not found.delivered
        assert codes(found) == ["defined"]
        assert found.missing is not None
        assert found.missing.code == "never-delivered"


def test_a_value_feeds_it_and_one_of_the_demonstration_says_so(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    assert codes(maturity_step(punctual, FRESH, (), {})) == ["defined", "fed"]
    shown = maturity_step(punctual, replace(FRESH, basis=DEMO), (), {})
    assert (shown.step, codes(shown)) == (MaturityStep.FED, ["defined", "fed-demo"])
    assert shown.missing is not None
    assert shown.missing.code == "no-target"


def test_a_target_counts_by_who_set_it_and_another_citys_never_does(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    late = replace(FRESH, judgement=STALE)
    assert maturity_step(punctual, late, {"benchmark"}, {}).step == MaturityStep.FED
    for kinds, first in (({"demo"}, "demo"), ({"demo", "plan"}, "plan"), ({"demo", "plan", "register"}, "register")):
        found = maturity_step(punctual, late, kinds, {})
        assert found.step == MaturityStep.TARGET
        assert found.reached[-1].facts == {"kind": first}


def test_a_range_of_its_own_judges_as_a_target_does(small_city: Catalogue) -> None:
    banded = next(one for one in small_city.indicators.values() if one.band is not None)
    assert codes(maturity_step(banded, FRESH, (), {}))[2:] == ["band", "answered"]


def test_a_unit_answers_while_its_value_is_not_overdue(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    late = maturity_step(punctual, replace(FRESH, judgement=STALE), {"plan"}, {"due": LIMITED})
    assert late.step == MaturityStep.TARGET
    assert late.missing is not None
    assert (late.missing.code, late.missing.facts) == ("overdue", {"unit": "bureau", "days": 40})
    nobody = punctual.model_copy(update={"responsible": ""})
    unowned = maturity_step(nobody, FRESH, {"plan"}, {"due": LIMITED}).missing
    assert unowned is not None
    assert unowned.code == "no-unit"
    assert maturity_step(punctual, FRESH, {"plan"}, {"due": OPEN}).step == MaturityStep.ANSWERED


def test_quality_is_watched_when_every_measure_has_limits(small_city: Catalogue) -> None:
    punctual = small_city.indicators["PUNCTUAL"]
    top = maturity_step(punctual, FRESH, {"plan"}, {"due": LIMITED, "on_time": LIMITED})
    assert (top.step, top.missing) == (MaturityStep.WATCHED, None)
    assert codes(top) == ["defined", "fed", "target", "answered", "watched"]
    half = maturity_step(punctual, FRESH, {"plan"}, {"due": LIMITED, "on_time": OPEN})
    assert half.missing is not None
    assert (half.missing.code, half.missing.facts) == ("unlimited", {"count": 1, "first": "on_time"})


def test_the_citys_value_tells_before_a_regions_and_the_newest_of_regions_before_an_older() -> None:
    none = replace(FRESH, value=None)
    old = replace(FRESH, region=440604, period="2025-03", judgement=STALE)
    new = replace(FRESH, region=440605, period="2025-05")
    assert representative_value([old, FRESH, new], 440600) == FRESH
    assert representative_value([none, old, new], 440600) == new
    assert representative_value([none], 440600) is None


@given(cell=CELLS, kinds=KINDS, measures=MEASURES)
def test_no_rung_is_ever_skipped(
    small_city: Catalogue, cell: IndicatorValue | None, kinds: frozenset[str], measures: dict[str, Measure]
) -> None:
    found = maturity_step(small_city.indicators["PUNCTUAL"], cell, kinds, measures)
    fed = cell is not None and cell.value is not None
    wanted = [
        True,
        fed,
        bool(kinds - {"benchmark"}),
        cell is not None and not cell.stale,
        bool(measures) and OPEN not in measures.values(),
    ]
    assert found.step == len(found.reached) == [*wanted, False].index(False)
    assert (found.missing is None) == all(wanted)
