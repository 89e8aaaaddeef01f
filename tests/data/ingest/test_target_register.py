"""The plan's Table 1 as a register that a city fills."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.ingest.load_targets import load_targets
from data.pipeline.deliver import DeliveryReport
from data.pipeline.refusal import DeliveryRefused
from data.snapshots.target_register import RegisteredTarget, registered_targets
from data.warehouse.batches import LEDGER
from indicators.catalogue.catalogue import Catalogue

HEADER = "id,name_zh,name_en,unit,baseline_2020,target_2025,nature,source_url\n"
GOOD = "I002,网办率,Share online,%,80.5,96,约束性,https://example.org/table-1"
Load = Callable[..., DeliveryReport]


@pytest.fixture
def load(warehouse: Engine, catalogue: Catalogue, tmp_path: Path) -> Load:
    """Writes a register with these lines and loads it on a day of 2025."""

    def write_and_load(*lines: str, month: int = 1) -> DeliveryReport:
        path = tmp_path / "register.csv"
        path.write_text(HEADER + "\n".join(lines), encoding="utf-8")
        return load_targets(warehouse, catalogue, path, FixedClock(datetime(2025, month, 1, tzinfo=UTC)))

    return write_and_load


def standing(engine: Engine, as_of: datetime | None = None) -> dict[str, RegisteredTarget]:
    with engine.connect() as connection:
        return registered_targets(connection, as_of)


def test_the_register_is_empty_at_first(warehouse: Engine) -> None:
    assert standing(warehouse) == {}


def test_a_line_is_taken_as_typed(load: Load, warehouse: Engine) -> None:
    assert load(GOOD).accepted == 1
    assert standing(warehouse) == {
        "I002": RegisteredTarget(
            "I002", "网办率", "Share online", "%", 80.5, 96.0, "binding", "https://example.org/table-1"
        )
    }


def test_a_baseline_may_be_unknown(load: Load, warehouse: Engine) -> None:
    load(GOOD.replace("80.5", ""))
    assert standing(warehouse)["I002"].baseline is None


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (GOOD.replace("I002", "I999"), "unknown_indicator"),
        (GOOD.replace("%", "件"), "wrong_unit"),
        (GOOD.replace("96", ""), "blank_target"),
        (GOOD.replace("96", "high"), "not_a_number"),
        (GOOD.replace("80.5", "inf"), "not_a_number"),
        (GOOD.replace("80.5", "-1"), "impossible_value"),
        (GOOD.replace("96", "-0.5"), "impossible_value"),
        (GOOD.replace("约束性", "maybe"), "unknown_nature"),
        (GOOD.replace("https://example.org/table-1", ""), "missing_source"),
    ],
)
def test_a_line_that_cannot_be_used_is_put_aside_with_its_reason(
    load: Load, warehouse: Engine, line: str, code: str
) -> None:
    report = load(line)
    assert (report.accepted, dict(report.reasons)) == (0, {code: 1})
    with warehouse.connect() as connection:
        assert [row.code for row in LEDGER.refused_rows(connection, report.batch)] == [code]


def test_the_second_line_for_an_indicator_is_a_duplicate(load: Load) -> None:
    assert dict(load(GOOD, GOOD.replace("96", "97")).reasons) == {"duplicate": 1}


def test_a_later_register_replaces_a_line_and_the_earlier_can_be_seen(load: Load, warehouse: Engine) -> None:
    load(GOOD, month=1)
    load(GOOD.replace("96", "97"), month=3)
    assert standing(warehouse)["I002"].target == 97.0
    assert standing(warehouse, datetime(2025, 2, 1, tzinfo=UTC))["I002"].target == 96.0


def test_the_same_register_twice_changes_nothing(load: Load) -> None:
    first = load(GOOD)
    again = load(GOOD)
    assert (again.already, again.batch) == (True, first.batch)


def test_a_register_without_its_columns_is_refused_whole(
    sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path
) -> None:
    (tmp_path / "r.csv").write_text("id,target_2025\nI002,96\n", encoding="utf-8")
    with pytest.raises(DeliveryRefused, match="nature"):
        load_targets(sqlite_warehouse, catalogue, tmp_path / "r.csv", clock)
