"""What is kept as JSON comes back as it was: every bit of a float, NaN, keys of numbers; older records are read."""

from __future__ import annotations

import json
import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.core.json_records import from_json, to_json
from data.hotline.types import RegionHotline
from data.telemetry.state_types import HealthState, SignState
from indicators.calendar.periods import Grain
from indicators.compute.results import Attention, IndicatorValue, NewestGroupScore, StatusReason
from indicators.hotline.findings import Finding
from indicators.scoring.judgement import Judgement

NUMBERS = st.floats(allow_nan=False)
FACTS = st.dictionaries(st.text(max_size=8), NUMBERS | st.text(max_size=8), max_size=4)
REASONS = st.builds(StatusReason, st.text(max_size=8), FACTS)
JUDGEMENTS = st.builds(Judgement, facts=FACTS)
VALUES = st.builds(
    IndicatorValue,
    indicator=st.text(max_size=6),
    region=st.integers(0, 10**9),
    grain=st.sampled_from(Grain),
    period=st.just("2025-05"),
    value=st.none() | NUMBERS,
    judgement=JUDGEMENTS,
    target_kind=st.none() | st.text(max_size=6),
    score=st.none() | NUMBERS,
)
RECORDS: st.SearchStrategy[object] = st.one_of(
    VALUES,
    st.builds(Attention, judgement=JUDGEMENTS, reason=REASONS),
    st.builds(NewestGroupScore),
    st.builds(Finding),
    st.builds(RegionHotline),
)
SIGN = SignState("V26", 440607, 1_750_640_400, 7.6, 3, 1_750_640_000, 12, 4, 1, 0, {0: 3, 3: 1}, 3)


@given(RECORDS)
def test_a_record_comes_back_as_it_was(record: object) -> None:
    back = from_json(type(record), to_json(record))

    assert {name: repr(value) for name, value in vars(back).items()} == {
        name: repr(value) for name, value in vars(record).items()
    }


@given(st.builds(HealthState))
def test_tuples_within_tuples_come_back_as_tuples(health: HealthState) -> None:
    assert repr(from_json(HealthState, to_json(health))) == repr(health)


def test_levels_are_counted_by_number_and_not_by_text() -> None:
    assert from_json(SignState, to_json(SIGN)) == SIGN


def test_what_is_no_number_stays_none_and_nothing_is_nothing() -> None:
    value = IndicatorValue("I001", 440600, Grain.MONTH, "2025-05", math.nan, numerator=None, score=math.inf)

    back = from_json(IndicatorValue, to_json(value))

    assert back.value is not None
    assert math.isnan(back.value)
    assert (back.numerator, back.score) == (None, math.inf)


def test_numbers_of_the_engine_are_plain_numbers_afterwards() -> None:
    value = IndicatorValue("I001", 440600, Grain.MONTH, "2025-05", np.float64(0.1), trend=np.int64(1))  # type: ignore[arg-type]

    back = from_json(IndicatorValue, to_json(value))

    assert (back.value, back.trend, type(back.trend)) == (0.1, 1, int)


def test_a_record_of_an_older_release_lacks_what_is_new_and_may_have_more() -> None:
    kept = json.loads(to_json(IndicatorValue("I001", 440600, Grain.MONTH, "2025-05", 0.1, trend=-1)))
    for new in ("wording", "numerator_wording", "denominator_wording"):
        del kept[new]

    back = from_json(IndicatorValue, json.dumps(kept | {"withdrawn": 7}))

    assert back == replace(back, wording=0, numerator_wording=0, denominator_wording=0)
    assert (back.indicator, back.value, back.trend) == ("I001", 0.1, -1)
    assert {field.name for field in fields(back)} == set(vars(back))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"indicator": "I001"', '{"indicator": 1}'])
def test_a_damaged_record_is_an_error(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_json(IndicatorValue, text)
