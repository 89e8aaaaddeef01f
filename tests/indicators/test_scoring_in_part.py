"""Scoring again only what a change reaches gives what scoring everything gives."""

from collections.abc import Mapping
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import Catalogue
from indicators.compute.groups import ScoringRequest, groups_of, members_of, score_groups
from indicators.compute.indicator_values import compute_all
from indicators.compute.results import GroupScore, IndicatorResult
from tests.indicators.facts import cube_of, monthly

Computed = tuple[Mapping[str, IndicatorResult], list[GroupScore]]
EAST = 440604
JUNE = date(2025, 6, 30)
MEASURES = {"on_time": 93.0, "due": 100.0, "accidents": 1.0, "dust": 20.0, "people": 20.0}


def told(score: GroupScore) -> str:
    known = score.score[-3:].tolist()
    return repr((score.kind, score.subject, score.region, known, score.parts, score.coverage, score.counts))


@pytest.fixture(scope="module")
def computed(small_city: Catalogue) -> Computed:
    """Every indicator of three months, and the scores of all."""
    rows = [row for name, value in MEASURES.items() for row in monthly(name, EAST, "2025-03", [value] * 3)]
    results = compute_all(cube_of(small_city, rows, JUNE), small_city)
    return results, score_groups(results, small_city, JUNE)


@given(data=st.data())
def test_a_part_is_scored_as_in_the_whole(small_city: Catalogue, computed: Computed, data: st.DataObject) -> None:
    results, whole = computed
    touched = data.draw(st.sets(st.sampled_from(sorted(small_city.indicators)), min_size=1))
    regions = data.draw(st.sets(st.sampled_from(small_city.regions.codes), min_size=1))
    asked = ScoringRequest(groups_of(touched, small_city), frozenset(regions))
    members = {name: results[name] for name in members_of(asked.groups, small_city)}
    standing = [s for s in whole if s.kind == "function" and (s.kind, s.subject) not in asked.groups]
    part = score_groups(members, small_city, JUNE, asked, standing)
    wanted = [s for s in whole if s.region in regions and (s.kind == "city" or (s.kind, s.subject) in asked.groups)]
    assert list(map(told, part)) == list(map(told, wanted))
