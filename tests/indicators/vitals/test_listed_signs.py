"""The catalogue's vital signs against the list they were made from, typed by hand (signs_as_listed.csv)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.catalogue.catalogue import Catalogue
from indicators.vitals import Level, Sign, Vitals, level_of
from tests.indicators.vitals.listed import COLOURS, read

LISTED = read()
PLAIN = sorted(
    name
    for name, row in LISTED.items()
    if name not in {"V24", "V27", "V38"}  # their steps look at more than a number: see the rules of values
)


def test_there_are_66_signs_of_nine_kinds(vitals: Vitals) -> None:
    kinds = ["space", "environment", "structures", "identity", "people", "vehicles", "safety", "energy", "facilities"]
    assert list(vitals.kinds) == kinds
    assert [len(vitals.of_kind(kind)) for kind in kinds] == [6, 8, 8, 6, 7, 8, 8, 7, 8]
    assert list(vitals.signs) == list(LISTED)
    assert len(LISTED) == 66
    for name, sign in vitals.signs.items():
        assert kinds.index(sign.kind) + 1 == int(name[1]), name


def test_a_sign_has_the_listed_steps(signs: Mapping[str, Sign]) -> None:
    """Walks all signs."""
    found = {
        name: (sign.worse, {c: (s.limit, s.strict, s.hours, s.state is not None) for c, s in sign.steps.items()})
        for name, sign in signs.items()
    }
    listed = {
        name: (row.cells["worse"], {c: (s.limit, s.strict, s.hours, s.state) for c, s in row.steps.items()})
        for name, row in LISTED.items()
    }

    assert found == listed


def test_a_sign_has_the_listed_sampling(signs: Mapping[str, Sign]) -> None:
    """Walks all signs: seconds between samples (none where an event makes them), and while something is on."""
    found = {
        name: (None if s.sampling.on_event else s.sampling.seconds, s.sampling.in_event) for name, s in signs.items()
    }

    def number(cell: str) -> float | None:
        return float(cell) if cell not in {"", "event"} else None

    rows = {name: row.cells for name, row in LISTED.items()}
    assert found == {name: (number(cells["seconds"]), number(cells["in_event"])) for name, cells in rows.items()}


def test_the_typed_seconds_are_the_words_of_the_list() -> None:
    """Walks all rows of the list."""
    units = {"s": 1, "min": 60, "h": 3600, "月": 2592000, "日": 86400, "周": 604800}
    unsaid = {}
    for name, row in LISTED.items():
        cells = row.cells
        words = re.findall(r"(\d+ )?(min|s|h|月|日|周|event)\b", cells["sampling"].replace("(", " ("))
        said = {units[unit] * int(count or 1) for count, unit in words if unit in units}
        typed = {int(cell) for cell in (cells["seconds"], cells["in_event"]) if cell.isdigit()}
        if cells["sampling"] != "event" and typed - said:
            unsaid[name] = typed - said

    assert unsaid == {}


def test_a_sign_rests_on_what_the_list_says(signs: Mapping[str, Sign]) -> None:
    """Walks all signs."""
    said = {name: LISTED[name].cells["basis"] for name in signs}
    found = {name: sign.basis.kind for name, sign in signs.items()}
    unsaid = {n: sign.basis.ref for n, sign in signs.items() if sign.basis.ref and f"[{sign.basis.ref}]" not in said[n]}

    assert {n for n in found if found[n] == "standard-not-at-hand"} == {n for n in found if "[K" in said[n]}
    assert {n: found[n] for n in found if listed_basis(n, said[n]) not in {None, found[n]}} == {}
    assert unsaid == {}


def listed_basis(name: str, said: str) -> str | None:
    """The kind of basis where the list names a source that was read; else None."""
    if "[K" in said or "proposal" in said or not re.search(r"\[(R\d+|S)\]", said):
        return None
    if name in {"V34", "V38", "V42", "V77"}:  # a source for the sign, none for its steps
        return "proposal"
    return "plan" if "[S]" in said else "document"


def test_a_level_begins_where_the_list_says(signs: Mapping[str, Sign]) -> None:
    """Walks all steps of the plain signs: at the step, just above and just below."""
    values = [
        (name, limit + by)
        for name in PLAIN
        for limit in (step.limit for step in LISTED[name].steps.values())
        for by in (0, 1e-6, -1e-6)
    ]
    found = {(name, value): level_of(signs[name], value).name.lower() for name, value in values}

    assert found == {(name, value): LISTED[name].level(value) for name, value in values}


@given(name=st.sampled_from(PLAIN), share=st.floats(-0.5, 1.5))
def test_any_value_has_the_level_of_the_list(signs: Mapping[str, Sign], name: str, share: float) -> None:
    row = LISTED[name]
    limits = [step.limit for step in row.steps.values()]
    value = round(min(limits) + share * (max(limits) - min(limits)), 6)
    assert level_of(signs[name], value).name.lower() == row.level(value)
    assert level_of(signs[name], np.array([value])).tolist() == [level_of(signs[name], value)]


def test_air_is_judged_by_the_tables_of_the_standard(catalogue: Catalogue) -> None:
    signs, index = catalogue.vitals.signs, catalogue.standards.air_index
    assert index is not None
    newest = index.editions[-1]
    assert newest.code == "HJ 633-2026"
    points = {scale.pollutant: scale.points for scale in newest.scales if "8h" in scale.averaging}
    points |= {scale.pollutant: scale.points for scale in newest.scales if scale.pollutant == "PM2.5"}
    at = [newest.steps.index(step) for step in (100, 150, 200, 300)]

    def limits(name: str) -> list[float]:
        return [signs[name].steps[colour].limit for colour in COLOURS]

    assert limits("V22") == [points["PM2.5"][n] for n in at] == [60, 115, 150, 250]
    assert limits("V23") == [points["O3"][n] for n in at] == [160, 215, 265, 800]
    assert limits("V21") == [level.upto + 1 for level in newest.levels if 100 <= level.upto < 500]


def test_oxygen_is_judged_by_the_classes_of_the_standard(catalogue: Catalogue) -> None:
    water = catalogue.standards.water_classes
    assert water is not None
    at_least = water.editions[-1].items["dissolved_oxygen"].at_least
    assert at_least is not None
    assert [catalogue.vitals.signs["V25"].steps[colour].limit for colour in COLOURS] == [*at_least[2:], 1]


def test_rain_has_three_levels_typhoon_five_and_the_rest_four(vitals: Vitals) -> None:
    sets = {name: own.names for name, own in vitals.level_sets.items()}
    assert sets == {
        "four-colours": ("blue", "yellow", "orange", "red"),
        "guangdong-rain": ("yellow", "orange", "red"),
        "guangdong-typhoon": ("white", "blue", "yellow", "orange", "red"),
    }
    assert Counter(sign.level_set for sign in vitals.signs.values()) == {"four-colours": 65, "guangdong-rain": 1}
    legal = {own.level: own.rank.zh for own in vitals.level_sets["four-colours"].levels if own.rank}
    assert legal == {"red": "一级", "orange": "二级", "yellow": "三级", "blue": "四级"}


def test_a_level_costs_what_the_list_says(vitals: Vitals) -> None:
    for own in vitals.level_sets.values():
        costs = {level.level: level.penalty for level in own.levels}
        assert costs.pop("white", 2) == 2
        assert costs.items() <= {"blue": 5, "yellow": 15, "orange": 35, "red": 60}.items()


def test_levels_compare_as_numbers_and_are_called_by_their_colours() -> None:
    assert [level.value for level in Level] == [0, 1, 2, 3, 4, 5]
    assert [level.name for level in Level] == ["NORMAL", "WHITE", "BLUE", "YELLOW", "ORANGE", "RED"]
    assert Level.called("orange") is Level.ORANGE


def test_samples_raise_a_level_the_sooner_the_surer_they_are(signs: Mapping[str, Sign]) -> None:
    for name, sign in signs.items():
        if sign.sampling.on_event:
            assert sign.raising == (1, 1), name
        elif sign.sampling.seconds >= 86400:  # counted once a day or less often: one raises it, one ends it
            assert (sign.raising, sign.hold_seconds) == ((1, 1), 0), name
        else:
            assert sign.raising in {(3, 5), (2, 3), (1, 1)}, name
            assert sign.hold_seconds == 15 * 60, name
        assert sign.release.percent == 10, name


def test_a_sign_is_stale_after_three_samplings(signs: Mapping[str, Sign]) -> None:
    late = {name for name, sign in signs.items() if sign.stale_seconds != 3 * sign.sampling.seconds}
    assert late == {"V83"}  # of a second: a minute
    assert signs["V83"].stale_seconds == 60


def test_every_text_is_there_in_both_languages(vitals: Vitals) -> None:
    chinese = re.compile(r"[\u3400-\u9fff]")
    texts = [text for own in vitals.level_sets.values() for text in (own.name, *(level.name for level in own.levels))]
    for kind in (vitals.kinds, vitals.duties, vitals.quantities):
        texts += [entry.name for entry in kind.values()]
    for sign in vitals.signs.values():
        said = (*sign.warning.matter.values(), *sign.warning.measures.values(), sign.warning.category)
        texts += [sign.name, sign.definition, sign.unit, sign.normal, sign.system, *said]
        assert sign.basis.note is not None
        texts.append(sign.basis.note)
    for text in texts:
        assert text.zh.strip(), text
        assert text.en.strip(), text
        assert not chinese.search(text.en), text.en


def test_a_level_without_words_has_those_of_the_nearest_milder_one(signs: Mapping[str, Sign]) -> None:
    ponding = signs["V11"].warning
    assert ponding.matter_at(Level.BLUE).en.endswith("Drivers and walkers beware.")
    assert ponding.matter_at(Level.RED) == ponding.matter_at(Level.ORANGE) == ponding.matter["orange"]
    assert ponding.measures_at(Level.RED) == ponding.measures["red"]
    for sign in signs.values():
        for colour in sign.steps:
            said = sign.warning.matter_at(Level.called(colour))
            filled = said.zh.format(place="大沥镇", value="8 cm", time="10时")
            assert all(word in filled for word in ("大沥镇", "8 cm", "10时"))
            assert sign.warning.measures_at(Level.called(colour)).zh
    with pytest.raises(ValueError, match="blue"):
        signs["V27"].warning.matter_at(Level.BLUE)


def test_what_nobody_here_has_read_says_that_it_is_to_be_verified(signs: Mapping[str, Sign]) -> None:
    for name, sign in signs.items():
        note = sign.basis.note
        assert note is not None, name
        assert bool(sign.basis.ref) == (sign.basis.kind in {"plan", "document"}), name
        if sign.basis.kind == "standard-not-at-hand":
            assert "待核实" in note.zh, name
            assert "verified" in note.en, name


def test_nothing_is_defined_that_no_sign_uses(vitals: Vitals) -> None:
    only_looked_at = {"upstream_stage"}  # each gauge outside the city has a warning stage of its own
    read = {quantity for sign in vitals.signs.values() for quantity in sign.reads}
    assert set(vitals.quantities) - only_looked_at == read
    assert set(vitals.duties) == {sign.called for sign in vitals.signs.values()}


def test_signs_are_found_by_what_they_read_and_by_what_drives_them(vitals: Vitals) -> None:
    assert vitals.reading("rainfall") == ("V27",)
    assert vitals.reading("o3") == ("V21", "V23")
    assert vitals.reading("vehicles_online") == ("V64", "V65")
    assert vitals.reading("unheard_of") == ()
    assert vitals.sharing("flood") == ("V11", "V26", "V27", "V93")
    assert vitals.lookback_seconds("o3") == 24 * 3600 + 3 * 3600
    assert vitals.lookback_seconds("rainfall") == 6 * 3600 + 3 * 300
    assert vitals.lookback_seconds("unheard_of") == 0


def test_a_device_cannot_read_what_is_impossible(vitals: Vitals) -> None:
    ph, alarm = vitals.quantities["water_ph"], vitals.quantities["metro_zone_alarm"]
    assert [ph.possible(value) for value in (0, 7.2, 14)] == [True, True, True]
    assert [ph.possible(value) for value in (-0.1, 14.1, math.nan)] == [False, False, False]
    assert [alarm.possible(value) for value in (0, 1, 2, 3, 0.5)] == [True, True, True, False, False]


def test_a_set_says_what_a_level_is_called(vitals: Vitals) -> None:
    rain = vitals.level_sets["guangdong-rain"]
    state = rain.at(Level.RED)
    assert state is not None
    assert state.state is not None
    assert state.state.zh == "紧急防御状态"
    assert rain.at(Level.BLUE) is None
    assert rain.at(Level.NORMAL) is None
