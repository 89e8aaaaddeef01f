"""Suppressed tables, attacked by trying out every table that fits what was given away."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators.privacy.suppression import CountTable, suppressed

FEWEST = 3
counts_seen = st.sampled_from([0, 1, 2, 3, 4, 6])
tables = st.tuples(st.integers(2, 3), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(counts_seen, min_size=shape[1], max_size=shape[1]), min_size=shape[0], max_size=shape[0]
    )
)


def possible(found: CountTable) -> list[np.ndarray]:
    """Every table that fits what is given away: counts, the sums that are not suppressed, and the total of all."""
    places = np.argwhere(found.hidden).tolist()
    known = np.where(found.hidden, 0, found.counts)
    fitting = []
    for values in product(range(1, 11), repeat=len(places)):
        table = known.copy()
        for (row, column), value in zip(places, values, strict=True):
            table[row, column] = value
        rows, columns = table.sum(axis=1) == found.rows, table.sum(axis=0) == found.columns
        if rows[~found.rows_hidden].all() and columns[~found.columns_hidden].all() and table.sum() == found.total:
            fitting.append(table)
    return fitting


@given(tables)
@settings(max_examples=40)
def test_nobody_can_tell_a_small_count_from_what_is_given_away(rows: list[list[int]]) -> None:
    counts = np.array(rows)
    found = suppressed(counts, FEWEST)
    small = (counts > 0) & (counts < FEWEST)
    if not small.any() or found.hidden.sum() > 4 or found.rows_hidden.all():
        return  # too many tables to try out, or nothing at all is given away
    fitting = possible(found)
    assert any((table == counts).all() for table in fitting)
    for row, column in np.argwhere(small):
        assert max(table[row, column] for table in fitting) >= FEWEST


@given(tables)
def test_small_counts_are_never_given_away_and_noughts_always_are(rows: list[list[int]]) -> None:
    counts = np.array(rows)
    found = suppressed(counts, FEWEST)
    assert found.hidden[(counts > 0) & (counts < FEWEST)].all()
    assert not found.hidden[counts == 0].any()


def test_a_table_without_small_counts_is_given_away_whole() -> None:
    found = suppressed(np.array([[3, 4], [0, 9]]), FEWEST)
    assert not found.hidden.any()
    assert not found.rows_hidden.any()


def test_a_single_small_count_takes_three_more_with_it() -> None:
    found = suppressed(np.array([[1, 20, 30], [40, 50, 60], [70, 80, 90]]), FEWEST)
    assert found.hidden.sum() == 4
    assert not found.rows_hidden.any()


def test_one_order_alone_takes_the_sum_of_its_row_with_it() -> None:
    found = suppressed(np.array([[1, 0, 0], [40, 50, 60], [70, 80, 90]]), FEWEST)
    assert found.rows_hidden[0]
    assert found.rows_hidden.sum() >= 2


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        suppressed(np.array([[-1]]), FEWEST)


def test_a_city_of_grids_is_suppressed_and_most_of_it_given_away() -> None:
    dice = np.random.default_rng(3)
    counts = dice.poisson(dice.gamma(0.6, 6.0, (1500, 14)))
    found = suppressed(counts, FEWEST)
    assert found.hidden[(counts > 0) & (counts < FEWEST)].all()
    assert found.hidden.sum() < 2.5 * ((counts > 0) & (counts < FEWEST)).sum()


def test_brute_force_finds_what_is_not_suppressed_enough() -> None:
    """The attack of these tests is one: without complementary suppression it wins."""
    counts = np.array([[1, 5], [4, 6]])
    naive = CountTable(
        counts, counts < FEWEST, counts.sum(axis=1), np.zeros(2, bool), counts.sum(axis=0), np.zeros(2, bool), 16
    )
    assert {int(table[0, 0]) for table in possible(naive)} == {1}
