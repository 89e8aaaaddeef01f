"""The rules of alerts are data: what is wrong with them is said with its file and line."""

from pathlib import Path

import pytest

from indicators.alerts import AlertDefinitions, load_alert_definitions
from indicators.catalogue.catalogue import CATALOGUE, Catalogue
from indicators.definitions.faults import CatalogueError

ALERTS = (CATALOGUE / "alerts.yaml").read_text("utf-8")


def faults(*folders: Path, signs: set[str] | None = None) -> list[tuple[str, int, str, str]]:
    """File, line, element and code of every fault."""
    with pytest.raises(CatalogueError) as caught:
        load_alert_definitions(*folders, signs=signs)
    return [(fault.file.name, fault.line, fault.element, fault.code) for fault in caught.value.faults]


def folder(place: Path, alerts: str = ALERTS, causes: str = "") -> Path:
    (place / "alerts.yaml").write_text(alerts, "utf-8")
    if causes:
        (place / "causes.yaml").write_text(causes, "utf-8")
    return place


def test_the_waiting_times_are_those_of_the_specification(definitions: AlertDefinitions) -> None:
    patience = definitions.rules.escalation.patience

    assert {name: (each.minutes, each.clock) for name, each in patience.items() if name != "white"} == {
        "blue": (240, "working"),
        "yellow": (60, "working"),
        "orange": (30, "around"),
        "red": (10, "around"),
    }
    assert all(each.why.zh and each.why.en for each in patience.values())


def test_the_cadence_of_reports_is_that_of_the_specification(definitions: AlertDefinitions) -> None:
    reporting = definitions.rules.reporting

    assert {level: each.minutes for level, each in reporting.items()} == {"4": 360, "3": 180, "2": 60, "1": 30}


def test_the_river_drives_rain_ponding_pumps_and_calls(definitions: AlertDefinitions) -> None:
    flood = definitions.causes["flood"]

    order = ["V26", "V27", "V11", "V93", "V55"]
    assert sorted(order, key=flood.rank) == order
    assert flood.rank("V81") == len(flood.signs)


def test_a_city_puts_its_own_rules_before_ours(tmp_path: Path) -> None:
    own = folder(
        tmp_path, ALERTS.replace("many: 3", "many: 9"), "flood: {name: {zh: 汛, en: F}, reach: city, window_minutes: 5}"
    )

    found = load_alert_definitions(CATALOGUE, own)

    assert found.rules.flapping.many == 9
    assert found.causes["flood"].reach == "city"
    assert found.causes["gas"].reach == "region"


def test_rules_have_to_be_there(tmp_path: Path) -> None:
    assert faults(tmp_path) == [("alerts.yaml", 1, "", "missing-file")]


def test_every_fault_is_told_with_its_line(tmp_path: Path) -> None:
    text = ALERTS.replace("n: 4, m: 6", "n: 7, m: 6").replace("many: 3", "many: three").replace("step: 0, ", "")
    lines = ["", *text.splitlines()]

    found = faults(CATALOGUE, folder(tmp_path, text))

    assert [(name, element) for name, _, element, _ in found] == [
        ("alerts.yaml", "flapping.many"),
        ("alerts.yaml", "bands.confirm"),
    ]
    assert "many" in lines[found[0][1]]
    assert "confirm" in lines[found[1][1]]


@pytest.mark.parametrize(
    ("old", "new", "element"),
    [
        ("step: 0, ", "", ""),
        ("    red: {minutes: 10", "    rot: {minutes: 10", "escalation.patience.rot.[key]"),
        ("id: duty-chief", "id: duty-officer", "escalation"),
        ("orange: 10080, ", "", "closing"),
        ("orange: 240, ", "", ""),
        ("blue: 4.5, yellow: 7", "blue: 7, yellow: 7", "bands"),
        ("blue: 5.5, yellow: 9", "blue: 12, yellow: 9", "sudden"),
        ("  '4': {name: {zh: Ⅳ级响应, en: Response level IV}, minutes: 360}\n", "", ""),
    ],
)
def test_rules_that_do_not_hang_together_are_refused(old: str, new: str, element: str, tmp_path: Path) -> None:
    assert old in ALERTS

    found = faults(CATALOGUE, folder(tmp_path, ALERTS.replace(old, new)))

    assert element in {told for _, _, told, _ in found}


def test_causes_are_checked_too(tmp_path: Path) -> None:
    causes = """
flood: {name: {zh: 汛情, en: Flood}, signs: [V26, V99], reach: neighbours, window_minutes: 5}
twice: {name: {zh: 二, en: Two}, signs: [V26, V26], reach: city, window_minutes: 5}
far: {name: {zh: 远, en: Far}, reach: moon, window_minutes: 5}
"""

    line = next(n for n, text in enumerate(ALERTS.splitlines(), start=1) if text.startswith("stale:"))
    assert faults(folder(tmp_path, causes=causes), signs={"V26"}) == [
        ("alerts.yaml", line, "stale.cause", "unknown-cause"),
        ("causes.yaml", 2, "flood.signs.1", "unknown-sign"),
        ("causes.yaml", 3, "twice", "value-error"),
        ("causes.yaml", 4, "far.reach", "literal-error"),
    ]


def test_a_list_is_no_mapping_of_causes(tmp_path: Path) -> None:
    assert ("causes.yaml", 1, "", "not-a-mapping") in faults(folder(tmp_path, causes="- flood\n"))


def test_the_causes_are_those_of_the_signs(city: Catalogue) -> None:
    signs = city.vitals.signs

    causes = load_alert_definitions(CATALOGUE, signs=signs).causes

    for name, sign in signs.items():
        if sign.cause is not None:
            assert name in causes[sign.cause].signs
    named = {sign.cause for sign in signs.values()}
    assert {name for name in causes if name not in named} == {"silence", "feed"}
