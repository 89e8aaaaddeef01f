"""Faulty definitions: every fault is found, with file, line, element, code and reason."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.catalogue.catalogue import Catalogue, load_catalogue
from indicators.definitions.faults import CatalogueError, Fault
from tests.campaign import length

SMALL_CITY = Path(__file__).parent / "small_city"
Overlay = Callable[..., Path]
MEASURE = "{name: {zh: 甲, en: A}, unit: {zh: 吨, en: t}, kind: flow, grain: month, level: town}"
INDICATOR = """
name: {zh: 甲, en: A}
definition: {zh: 甲, en: A}
unit: {zh: "%", en: "%"}
formula: share(on_time, due)
better: higher
grain: month
function: services
topic: services
goal: G1
responsible: bureau
system: {zh: 系统, en: System}
basis: {kind: proposal}
fresh_days: 40
"""
TARGET = """
indicator: PUNCTUAL
source_kind: register
source: {zh: 文件, en: Document}
ref: R1
value: 95
period: 2025
"""


def block(name: str, text: str, **changes: str | None) -> str:
    """A block of definitions with some lines changed (None removes one); no name makes it an item of a list."""
    lines = dict(line.split(": ", 1) for line in text.strip().splitlines())
    kept = {key: value for key, value in (lines | changes).items() if value is not None}
    if name:
        return f"{name}:\n" + "".join(f"  {key}: {value}\n" for key, value in kept.items())
    return "- " + "  ".join(f"{key}: {value}\n" for key, value in kept.items())


def faults_of(folder: Path) -> tuple[Fault, ...]:
    """All faults of the small city with a folder laid over it."""
    with pytest.raises(CatalogueError) as caught:
        load_catalogue(SMALL_CITY, folder)
    return caught.value.faults


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({"colour": "red"}, "extra-forbidden", 15),
        ({"fresh_days": "soon"}, "int-parsing", 14),
        ({"fresh_days": None}, "missing", 1),
        ({"better": "bigger"}, "literal-error", 6),
        ({"better": "band"}, "value-error", 1),
        ({"better": "band", "band": "[7, 3]"}, "value-error", 1),
        ({"bounds": "[100, 0]"}, "value-error", 1),
        ({"grain": "month", "formula": "ratio(output, due)"}, "grain-too-fine", 7),
        ({"basis": "{kind: document, ref: R999}"}, "unknown-source", 13),
        ({"formula": "share(on_time"}, "bad-formula", 5),
        ({"formula": "share(on_time, X)"}, "bad-formula", 5),
        ({"formula": "share(on_time, unheard_of)"}, "unknown-measure", 5),
        ({"formula": "on_time + people"}, "unit-mismatch", 5),
        ({"formula": "share(on_time, due - people)"}, "unit-mismatch", 5),
        ({"goal": "G99"}, "unknown-goal", 10),
        ({"function": "football"}, "unknown-function", 8),
        ({"topic": "weather"}, "unknown-topic", 9),
        ({"responsible": "nobody"}, "unknown-responsible", 11),
        ({"section": "九(九)9"}, "unknown-section", 15),
        ({"also": "[九(九)9]"}, "unknown-section", 15),
        ({"section": "一(一)1", "also": "[一(一)1]"}, "repeated-section", 16),
        ({"pillar": "D9"}, "unknown-pillar", 15),
    ],
)
def test_a_faulty_indicator_is_named_with_its_line(
    overlay: Overlay, changes: dict[str, str | None], code: str, line: int
) -> None:
    found = faults_of(overlay(indicator=block("NEW", INDICATOR, **changes)))
    assert [(fault.code, fault.line) for fault in found] == [(code, line)]
    assert found[0].file.name == "more.yaml"
    assert found[0].element.startswith("NEW")
    assert found[0].reason


@pytest.mark.parametrize(
    ("changes", "code", "line"),
    [
        ({"source": None}, "missing", 1),
        ({"ref": None}, "value-error", 1),
        ({"ref": "R999"}, "unknown-source", 4),
        ({"indicator": "NOBODY"}, "unknown-indicator", 1),
        ({"region": "999"}, "unknown-region", 7),
        ({"path": "linear"}, "value-error", 1),
        ({"path": "stepped"}, "value-error", 1),
        ({"source_kind": "rumour"}, "literal-error", 2),
        ({"value": ".nan"}, "finite-number", 5),
        ({"baseline": "1", "baseline_period": "2025"}, "value-error", 1),
        ({"path": "stepped", "steps": "[[2024, 94], [2022, 96]]"}, "value-error", 1),
        ({"path": "stepped", "steps": "[[2025, 94]]"}, "value-error", 1),
        ({"indicator": "VOLUME"}, "not-judged", 1),
        ({"indicator": "GROWING", "value": "0"}, "zero-without-tolerance", 5),
        (
            {"indicator": "GROWING", "path": "linear", "baseline": "-5", "baseline_period": "2020"},
            "zero-without-tolerance",
            5,
        ),
    ],
)
def test_a_faulty_target_is_named_with_its_line(
    overlay: Overlay, changes: dict[str, str | None], code: str, line: int
) -> None:
    growing = block("GROWING", INDICATOR)
    found = faults_of(overlay(indicator=growing, target=block("", TARGET, **changes)))
    assert [(fault.code, fault.line) for fault in found] == [(code, line)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("coal: " + MEASURE.replace("flow", "torrent"), "literal-error"),
        ("coal: " + MEASURE.replace("{zh: 吨, en: t}", "t"), "model-type"),
        ("due: " + MEASURE, "duplicate-id"),
        (f"coal: {MEASURE}\ncoal: {MEASURE}", "duplicate-key"),
        ("coal: " + MEASURE.replace("flow", "mean, weight: coal"), "circular"),
        ("coal: " + MEASURE.replace("flow", "mean, weight: unheard_of"), "unknown-measure"),
        ("coal: " + MEASURE.replace("flow", "flow, events: {kind: parade}"), "unknown-event-kind"),
        ("coal: " + MEASURE.replace("flow", "flow, events: {kind: order, flags: [blue]}"), "unknown-flag"),
        ("coal: [", "not-yaml"),
        ("- coal", "not-a-mapping"),
        ("coal: 2025-13-45", "not-yaml"),
        ("coal: &self [*self]", "not-yaml"),
        ("a/../b: {}", "bad-id"),
        ("'\\\\evil.com': {}", "bad-id"),
        ("coal: !!python/name:os.system", "not-yaml"),
    ],
)
def test_a_faulty_measure_is_named(overlay: Overlay, text: str, code: str) -> None:
    assert [fault.code for fault in faults_of(overlay(measure=text))] == [code]


@pytest.mark.parametrize("text", ["5", "a text", "a: mapping"])
def test_a_file_of_targets_that_is_no_list_is_named(overlay: Overlay, text: str) -> None:
    assert [fault.code for fault in faults_of(overlay(target=text))] == ["not-a-list"]


@settings(max_examples=length(60, 150), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="ab:-[]{}&*!'\"|>%#,.~ \n0129", max_size=40), st.sampled_from(["measure", "indicator", "target"])
)
def test_any_text_loads_or_is_refused_with_faults(overlay: Overlay, text: str, kind: str) -> None:
    try:
        catalogue = load_catalogue(SMALL_CITY, overlay(**{"measure": "", "indicator": "", "target": "", kind: text}))
    except CatalogueError as error:
        assert all(fault.line >= 1 and fault.reason for fault in error.faults)  # noqa: PT017
    else:
        assert len(catalogue.indicators) == 8


def test_all_faults_of_all_files_are_collected(overlay: Overlay) -> None:
    folder = overlay(
        measure="coal: " + MEASURE.replace("flow", "torrent"),
        indicator=block("NEW", INDICATOR, goal="G99", fresh_days="40") + block("OTHER", INDICATOR, better="bigger"),
        target=block("", TARGET, indicator="NOBODY"),
    )
    codes = {fault.code for fault in faults_of(folder)}
    assert codes == {"literal-error", "unknown-goal", "unknown-indicator"}


def test_a_fault_reads_as_file_line_element_reason(overlay: Overlay) -> None:
    folder = overlay(indicator=block("NEW", INDICATOR, goal="G99"))
    text = str(faults_of(folder)[0])
    assert text.startswith(f"{folder / 'indicators' / 'more.yaml'}:10: NEW.goal: ")
    assert "G99" in text


def test_an_indicator_is_added_by_yaml_only(overlay: Overlay, small_city: Catalogue) -> None:
    folder = overlay(
        measure="coal: " + MEASURE,
        indicator=block("COAL", INDICATOR, formula="per(coal, people, 1)"),
        target=block("", TARGET, indicator="COAL"),
    )
    wider = load_catalogue(SMALL_CITY, folder)
    assert set(wider.indicators) - set(small_city.indicators) == {"COAL"}
    assert wider.measures_of("COAL") == ("coal", "people")
    assert [target.value for target in wider.targets_of("COAL")] == [95]


def test_keys_that_yaml_takes_for_yes_and_no_stay_texts(overlay: Overlay) -> None:
    wider = load_catalogue(SMALL_CITY, overlay(measure=f"no: {MEASURE}\non: {MEASURE}\n1: {MEASURE}"))
    assert {"no", "on", "1"} <= set(wider.measures)


def test_the_fingerprint_tells_contents_apart(overlay: Overlay, small_city: Catalogue) -> None:
    assert load_catalogue(SMALL_CITY).fingerprint == small_city.fingerprint
    assert load_catalogue(SMALL_CITY, overlay(measure="coal: " + MEASURE)).fingerprint != small_city.fingerprint
