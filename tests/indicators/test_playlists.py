"""Playlists: what stands on a wall when, and every fault at its place."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from indicators.catalogue.playlists import Playlist, load_playlists
from indicators.definitions.faults import CatalogueError

CITY = load_catalogue(CATALOGUE)
NAME = {"zh": "屏", "en": "Wall"}


def playlist(*slides: dict[str, object]) -> Playlist:
    return Playlist.model_validate({"name": NAME, "slides": [{"screen": "city"} | slide for slide in slides]})


def written(folder: Path, text: str) -> Path:
    (folder / "playlists").mkdir(parents=True)
    (folder / "playlists" / "own.yaml").write_text(text, "utf-8")
    return folder


def test_three_playlists_are_shipped() -> None:
    assert set(load_playlists(CITY, CATALOGUE)) == {"duty", "leader", "flood"}


def test_a_citys_own_playlist_stands_for_the_shipped_one(tmp_path: Path) -> None:
    own = written(tmp_path, "duty: {name: {zh: 本市, en: Ours}, slides: [{screen: alerts}]}\n")

    found = load_playlists(CITY, CATALOGUE, own)

    assert found["duty"].name.zh == "本市"
    assert set(found) == {"duty", "leader", "flood"}


def test_every_fault_names_its_file_and_line(tmp_path: Path) -> None:
    own = written(
        tmp_path,
        "duty:\n  name: {zh: 屏, en: Wall}\n  slides:\n"
        "    - {screen: indicator, indicator: I999}\n    - {screen: city, region: 7}\n    - {screen: clock}\n"
        "late:\n  name: {zh: 屏, en: Wall}\n  slides:\n"
        "    - {screen: indicator, indicator: I999}\n    - {screen: city, region: 7}\n",
    )

    with pytest.raises(CatalogueError) as raised:
        load_playlists(CITY, own)

    found = {(fault.line, fault.code) for fault in raised.value.faults}
    assert found == {(6, "literal-error"), (10, "unknown-indicator"), (11, "unknown-region")}


@pytest.mark.parametrize(
    "slide",
    [
        {"screen": "indicator"},
        {"indicator": "I001"},
        {"hours": [8, 8]},
        {"seconds": 1},
        {"colour": "red"},
        {"hours": [8, 18]},  # alone it leaves the wall dark at night
    ],
)
def test_a_slide_that_makes_no_sense_is_refused(slide: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"indicator|hours|greater|Extra|no slide"):
        playlist(slide)


def test_hours_may_go_over_midnight() -> None:
    night = playlist({"hours": [22, 6]}, {}).slides[0]

    assert [hour for hour in range(24) if night.on_at(hour)] == [0, 1, 2, 3, 4, 5, 22, 23]


def test_a_turn_passes_over_what_is_not_on_and_begins_anew_at_the_end() -> None:
    found = playlist({"hours": [8, 18]}, {}, {"seconds": 30}, {})

    assert found.turn(0, 9).shown == (0,)
    assert found.turn(0, 20).shown == (1,)
    assert found.turn(3, 20).following == 1
    assert found.turn(2, 20, 3).shown == (2, 3, 1)
    assert found.turn(2, 20, 3).seconds == 30


@given(st.lists(st.tuples(st.integers(0, 23), st.integers(0, 23)), max_size=5), st.integers(0, 23), st.integers(1, 3))
def test_whoever_follows_the_turns_sees_all_that_is_on_and_nothing_else(
    hours: list[tuple[int, int]], hour: int, panes: int
) -> None:
    slides: list[dict[str, object]] = [{"hours": [a, b]} for a, b in hours if a != b]
    found = playlist(*slides, {})
    at, seen = 0, set()

    for _ in range(2 * len(found.slides)):
        turn = found.turn(at, hour, panes)
        seen |= set(turn.shown)
        at = turn.following

    assert seen == {n for n, slide in enumerate(found.slides) if slide.on_at(hour)}
