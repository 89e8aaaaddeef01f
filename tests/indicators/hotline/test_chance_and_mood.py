"""Surprise, doubt, the needle, the three rates, and the file of rules."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import CATALOGUE
from indicators.definitions.faults import CatalogueError
from indicators.hotline import SentimentInputs, Volume, load_hotline_rules, sentiment_index, three_rates
from indicators.statistics.significance import q_values, upper_tail, z_scores

RULES = load_hotline_rules(CATALOGUE)
shares = st.floats(0, 1)


@pytest.mark.parametrize(("count", "usual"), [(25, 10), (40, 20), (130, 100), (8, 2)])
def test_the_chance_of_a_count_is_near_the_sum_of_poisson_terms(count: int, usual: float) -> None:
    exact = 1 - sum(math.exp(-usual) * usual**k / math.factorial(k) for k in range(count))
    close = float(upper_tail(z_scores(count, usual))[0])
    assert math.log10(close) == pytest.approx(math.log10(exact), abs=0.6)


@given(st.lists(shares, min_size=1, max_size=40))
def test_believing_up_to_a_doubt_is_the_step_up_rule(chances: list[float]) -> None:
    q = 0.1
    ordered = sorted(chances)
    kept = max((k for k, p in enumerate(ordered, 1) if p <= q * k / len(ordered)), default=0)
    limit = ordered[kept - 1] if kept else -1.0
    believed = [bool(doubt <= q + 1e-12) for doubt in q_values(chances)]
    assert believed == [p <= limit for p in chances]


signs = st.builds(
    SentimentInputs,
    st.integers(1, 100_000),
    st.floats(1, 100_000),
    st.floats(0, 10_000),
    shares | st.none(),
    shares | st.none(),
)


@given(signs)
def test_the_parts_of_the_needle_add_up_to_it(given_signs: SentimentInputs) -> None:
    found = sentiment_index(given_signs, RULES.mood)
    assert found.value is not None
    assert 0 <= found.value <= 100
    assert found.value == pytest.approx(100 - sum(part.points for part in found.parts))


@given(signs, st.integers(0, 5000), st.floats(0, 1000))
def test_more_orders_and_more_surges_never_brighten_it(given_signs: SentimentInputs, more: int, excess: float) -> None:
    before = sentiment_index(given_signs, RULES.mood).value
    louder = SentimentInputs(
        given_signs.count + more,
        given_signs.usual,
        (given_signs.excess + excess) * (given_signs.count + more) / given_signs.count,
        given_signs.satisfied,
        given_signs.satisfied_before,
    )
    after = sentiment_index(louder, RULES.mood).value
    assert before is not None
    assert after is not None
    assert after <= before + 1e-9


def test_where_nothing_is_usual_the_needle_is_unknown_and_not_fine() -> None:
    assert sentiment_index(SentimentInputs(10, 0.0, 0.0, None, None), RULES.mood).weather == "unknown"


def test_rates_divide_what_belongs_together_and_say_when_there_is_too_little() -> None:
    rates = three_rates(Volume(received=200, contacted=190, rated=15, resolved=12, satisfied=14), fewest=20)
    assert rates.response.value == 95
    assert not rates.response.few
    assert rates.resolution.value == 80
    assert rates.resolution.few
    assert three_rates(Volume(0), 20).satisfaction.value is None


def test_faults_in_the_rules_name_file_line_and_reason(tmp_path: Path) -> None:
    text = (CATALOGUE / "voice.yaml").read_text("utf-8").replace("doubt: 0.05", "doubt: 5")
    text = text.replace("  weeks: 4", "  wekes: 4")
    (tmp_path / "voice.yaml").write_text(text, "utf-8")
    with pytest.raises(CatalogueError) as caught:
        load_hotline_rules(CATALOGUE, tmp_path)
    found = {fault.element: fault.line for fault in caught.value.faults}
    assert found["doubt"] == 1 + text[: text.index("doubt: 5")].count("\n")
    assert found["lasting.wekes"] == 1 + text[: text.index("wekes")].count("\n")
    with pytest.raises(CatalogueError):
        load_hotline_rules(tmp_path / "nowhere")
