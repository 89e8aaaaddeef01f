"""Faulty definitions of vital signs: every fault is found, with file, line, element, code and reason."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.definitions.faults import CatalogueError, Fault

SMALL_CITY = Path(__file__).parents[1] / "small_city"
Overlay = Callable[..., Path]
SIGN = """
kind: space
name: {zh: 甲, en: A}
definition: {zh: 甲, en: A}
unit: {zh: cm, en: cm}
value: {by: latest, of: depth}
normal: {zh: "<5", en: "<5"}
worse: higher
best: 0
steps: {blue: {from: 5}, yellow: {from: 15}}
sampling: {seconds: 60}
responsible: bureau
called: desk
system: {zh: 系统, en: System}
warning: {category: {zh: 甲, en: A}, matter: {blue: {zh: "{time}{place}{value}", en: "{time}{place}{value}"}}, measures: {blue: {zh: 办, en: Act}}}
basis: {kind: proposal}
"""  # noqa: E501
LATEST, SHARE = "{by: latest, of: load}", "{by: share, part: pumps_usable, whole: pumps}"
OPEN = "{by: minutes_open, of: alarm}"
PERCENT, MINUTES, TIMES, CLASS = "{zh: '%', en: '%'}", "{zh: 分钟, en: min}", "{zh: 倍, en: x}", "{zh: 类, en: class}"
BLUE = "{level: blue, name: {zh: 蓝, en: Blue}, penalty: %d}"
RED = "{level: red, name: {zh: 红, en: Red}, penalty: %d}"


def block(sign: str, **changes: str | None) -> str:
    """A sign with some lines changed (None removes one)."""
    lines = dict(line.split(": ", 1) for line in SIGN.strip().splitlines())
    kept = {key: value for key, value in (lines | changes).items() if value is not None}
    return f"{sign}:\n" + "".join(f"  {key}: {value}\n" for key, value in kept.items())


def warning(zh: str = "{time}{place}{value}", level: str = "blue", measures: str = "blue") -> str:
    """A warning with some words changed."""
    matter = f'{{{level}: {{zh: "{zh}", en: "{{time}}{{place}}{{value}}"}}}}'
    return f"{{category: {{zh: 甲, en: A}}, matter: {matter}, measures: {{{measures}: {{zh: 办, en: Act}}}}}}"


def sign_file(overlay: Overlay, *blocks: str) -> Path:
    return overlay(**{"vitals/sign": "".join(blocks)})


def faults_of(folder: Path, base: Path = SMALL_CITY) -> tuple[Fault, ...]:
    """All faults of a catalogue with a folder laid over it."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(base, folder)
    return caught.value.faults


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({"colour": "red"}, "extra-forbidden", 17),
        ({"name": None}, "missing", 1),
        ({"worse": "sideways"}, "literal-error", 8),
        ({"kind": "weather"}, "unknown-kind", 2),
        ({"level_set": "rainbow"}, "unknown-level-set", 17),
        ({"responsible": "nobody"}, "unknown-responsible", 12),
        ({"called": "nobody"}, "unknown-called", 13),
        ({"basis": "{kind: document, ref: R999}"}, "unknown-source", 16),
        ({"cause": "flood"}, "lonely-cause", 17),
        ({"value": "{by: latest, of: unheard_of}"}, "unknown-quantity", 6),
        ({"value": "{by: magic, of: depth}"}, "union-tag-invalid", 6),
        ({"value": "{of: depth}"}, "union-tag-not-found", 6),
        ({"value": LATEST}, "unit-mismatch", 5),
        ({"value": "{by: difference, of: load, to: {number: 50}}"}, "unit-mismatch", 5),
        ({"value": "{by: difference, of: load, to: {number: 50}}", "unit": PERCENT}, "unit-mismatch", 5),
        ({"value": SHARE}, "unit-mismatch", 5),
        ({"value": "{by: share, part: depth, whole: pumps}", "unit": PERCENT}, "unit-mismatch", 6),
        ({"value": "{by: ratio, of: depth, to: {number: 5}, times: 100}"}, "unit-mismatch", 5),
        ({"value": "{by: ratio, of: depth, to: {number: 5}}"}, "unit-mismatch", 5),
        ({"value": OPEN}, "unit-mismatch", 5),
        ({"value": "{by: minutes_open, of: depth}", "unit": MINUTES}, "no-state", 6),
        ({"value": OPEN, "unit": MINUTES, "steps": "{blue: {from: 5}, red: {state: 2}}"}, "unknown-state", 10),
        ({"steps": "{blue: {from: 5}, red: {state: 1}}"}, "unknown-state", 10),
        ({"steps": "{blue: {from: 5}, red: {from: 5, hours: 3}}"}, "needless-hours", 10),
        ({"value": "{by: ratio, of: depth, to: {}}", "unit": TIMES}, "value-error", 6),
        ({"value": "{by: ratio, of: depth, to: {number: 1, limit: x}}", "unit": TIMES}, "value-error", 6),
        ({"value": "{by: ratio, of: depth, to: {days: 7}}", "unit": TIMES}, "value-error", 6),
        ({"value": "{by: grade, when: alarm, of: depth, bounds: [0, 3, 3]}"}, "value-error", 6),
        ({"value": "{by: aqi, of: {CO: depth}}"}, "unknown-standard", 6),
        ({"value": "{by: water_class, of: {ph: depth}}"}, "unknown-standard", 6),
        ({"steps": "{}"}, "too-short", 10),
        ({"steps": "{blue: {}}"}, "value-error", 10),
        ({"steps": "{blue: {from: 5, above: 5}}"}, "value-error", 10),
        ({"steps": "{blue: {state: 1, hours: 3}}"}, "value-error", 10),
        ({"steps": "{blue: {from: 5}, purple: {from: 15}}"}, "literal-error", 10),
        ({"steps": "{blue: {from: 15}, yellow: {from: 5}}"}, "steps-out-of-order", 10),
        ({"steps": "{blue: {from: 5}, yellow: {from: 5}}"}, "steps-out-of-order", 10),
        ({"steps": "{blue: {below: 5}}"}, "wrong-side", 10),
        ({"best": "6"}, "best-beyond-a-step", 9),
        ({"sampling": "{seconds: 0}"}, "greater-than", 11),
        ({"sampling": "{seconds: 60, in_event: 61}"}, "value-error", 11),
        ({"n_of_m": "[4, 3]"}, "value-error", 1),
        ({"release": "{percent: 51}"}, "less-than-equal", 17),
        ({"active": "[6, 6]"}, "value-error", 1),
        ({"warning": warning("{time}{place}")}, "value-error", 15),
        ({"warning": warning("{time}{place}{value}{colour}")}, "value-error", 15),
        ({"warning": warning("{time}{place}{value")}, "value-error", 15),
        ({"warning": warning(level="yellow")}, "no-words", 15),
        ({"warning": warning(measures="yellow")}, "no-words", 15),
    ],
)
def test_a_faulty_sign_is_named_with_its_line(
    overlay: Overlay, changes: dict[str, str | None], code: str, line: int
) -> None:
    found = faults_of(sign_file(overlay, block("NEW", **changes)))
    assert [(fault.code, fault.line) for fault in found] == [(code, line)]
    assert found[0].file.name == "more.yaml"
    assert found[0].element.startswith("NEW")
    assert found[0].reason


@pytest.mark.parametrize(
    "steps",
    [
        "{blue: {from: 20, hours: 6}, yellow: {from: 30, hours: 12}}",  # more in more hours is nothing worse
        "{blue: {from: 20, hours: 6}, yellow: {from: 20, hours: 6}}",
        "{blue: {from: 20, hours: 6}, yellow: {from: 10, hours: 3}}",
    ],
)
def test_a_worse_sum_is_of_no_more_hours(overlay: Overlay, steps: str) -> None:
    found = faults_of(sign_file(overlay, block("NEW", value="{by: sum, of: depth, hours: 1}", steps=steps)))
    assert [fault.code for fault in found] == ["steps-out-of-order"]


@pytest.mark.parametrize(
    ("steps", "code"),
    [
        ("{blue: {state: 1}, yellow: {from: 5}}", "steps-out-of-order"),
        ("{blue: {state: 1}, yellow: {state: 1}}", "steps-out-of-order"),
        ("{blue: {state: 0}, yellow: {state: 1}}", None),
        ("{blue: {from: 5}, yellow: {state: 1}}", None),
    ],
)
def test_a_state_is_worse_than_all_minutes(overlay: Overlay, steps: str, code: str | None) -> None:
    folder = sign_file(overlay, block("NEW", value=OPEN, unit=MINUTES, steps=steps))
    if code is None:
        assert "NEW" in load_catalogue(SMALL_CITY, folder).vitals.signs
    else:
        assert [fault.code for fault in faults_of(folder)] == [code]


def test_a_lower_value_may_be_worse(overlay: Overlay) -> None:
    good = block(
        "NEW", worse="lower", best="100", value=LATEST, unit=PERCENT, steps="{blue: {below: 98}, red: {down_to: 90}}"
    )
    assert load_catalogue(SMALL_CITY, sign_file(overlay, good)).vitals.signs["NEW"].worse == "lower"


def test_out_of_order_downwards_is_named(overlay: Overlay) -> None:
    bad = block(
        "NEW", worse="lower", best="100", value=LATEST, unit=PERCENT, steps="{blue: {below: 90}, red: {below: 98}}"
    )
    assert [fault.code for fault in faults_of(sign_file(overlay, bad))] == ["steps-out-of-order"]


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        (
            {"level_set": "two-colours"},
            [(10, "steps.blue"), (15, "warning.matter.blue"), (15, "warning.measures.blue")],
        ),
        ({"steps": "{blue: {from: 5}, white: {from: 1}}"}, [(10, "steps.white")]),
    ],
)
def test_steps_and_words_are_for_levels_of_the_set(
    overlay: Overlay, changes: dict[str, str | None], faults: list[tuple[int, str]]
) -> None:
    found = faults_of(sign_file(overlay, block("NEW", **changes)))
    outside = [fault for fault in found if fault.code == "level-outside-set"]
    assert [(fault.line, fault.element) for fault in outside] == [(line, f"NEW.{place}") for line, place in faults]
    assert {fault.code for fault in found} <= {"level-outside-set", "no-words"}


def level_set(*levels: str, ref: str = "R1") -> str:
    return f"one: {{name: {{zh: 一, en: One}}, ref: {ref}, levels: [{', '.join(levels)}]}}"


def quantity(rest: str) -> str:
    return f"gas: {{name: {{zh: 气, en: Gas}}, unit: {{zh: 升, en: l}}{rest}}}"


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("kinds", "space: {name: {zh: 又, en: Again}}", "duplicate-id"),
        ("duties", "other: {name: {zh: 台, en: Desk}, unit: nobody}", "unknown-unit"),
        ("levels", level_set(), "too-short"),
        ("levels", level_set(RED % 60, ref="R999"), "unknown-source"),
        ("levels", level_set(RED % 60, BLUE % 90), "value-error"),
        ("levels", level_set(BLUE % 60, RED % 50), "value-error"),
        ("quantities", quantity(""), "value-error"),
        ("quantities", quantity(", minimum: 5, maximum: 5"), "value-error"),
        ("quantities", quantity(", minimum: 5, states: {0: {zh: 无, en: none}}"), "value-error"),
        ("quantities", quantity(", states: {1: {zh: 有, en: some}}"), "value-error"),
        ("quantities", "- gas", "not-a-mapping"),
    ],
)
def test_what_signs_refer_to_is_checked_too(tmp_path: Path, file: str, text: str, code: str) -> None:
    (tmp_path / "vitals").mkdir()
    (tmp_path / "vitals" / f"{file}.yaml").write_text(text, "utf-8")
    found = faults_of(tmp_path)
    assert [fault.code for fault in found] == [code]
    assert (found[0].file.name, found[0].line) == (f"{file}.yaml", 1)


def test_water_is_classed_by_items_of_the_standard(overlay: Overlay) -> None:
    strange = block(
        "NEW",
        unit=CLASS,
        value="{by: water_class, of: {ph: water_ph, salt: water_ph}}",
        responsible="water-bureau",
        called="flood-duty",
    )
    assert [fault.code for fault in faults_of(sign_file(overlay, strange), CATALOGUE)] == ["unknown-item"]


def test_all_faults_are_collected(overlay: Overlay) -> None:
    folder = sign_file(
        overlay,
        block("ONE", kind="weather", called="nobody"),
        block("TWO", worse="sideways"),
        block("THREE", value=LATEST),
    )
    codes = [fault.code for fault in faults_of(folder)]
    assert codes == ["unknown-kind", "unknown-called", "literal-error", "unit-mismatch"]


def test_a_city_adds_signs_of_its_own_by_yaml_only(overlay: Overlay, small_city: Catalogue) -> None:
    folder = sign_file(overlay, block("OWN", cause="flood"), block("OTHER", cause="flood"))
    wider = load_catalogue(SMALL_CITY, folder)
    assert list(small_city.vitals.signs) == ["DEPTH"]
    assert list(wider.vitals.signs) == ["DEPTH", "OWN", "OTHER"]
    assert wider.vitals.reading("depth") == ("DEPTH", "OWN", "OTHER")
    assert wider.fingerprint != small_city.fingerprint


def test_a_catalogue_without_signs_has_none(tmp_path: Path) -> None:
    for name in ("plan.yaml", "regions.csv"):
        (tmp_path / name).write_bytes((SMALL_CITY / name).read_bytes())
    assert load_catalogue(tmp_path).vitals.signs == {}
