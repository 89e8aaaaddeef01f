"""Loading a department's file: every good row lands, every bad row is kept with its reason."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pandas as pd
import pytest
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.ingest.load_measures import load_file
from data.pipeline.deliver import DeliveryReport
from data.pipeline.refusal import DeliveryRefused
from data.warehouse.batches import LEDGER
from data.warehouse.facts import NewFacts, read_columns
from indicators.catalogue.catalogue import Catalogue

HEADER = "measure,region,period,value,state\n"
Moments = Callable[..., datetime]
Rows = Callable[..., NewFacts]
Load = Callable[..., DeliveryReport]


@pytest.fixture
def load(warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path) -> Load:
    """Writes a CSV with these lines and loads it."""

    def write_and_load(*lines: str, name: str = "file.csv", encoding: str = "utf-8") -> DeliveryReport:
        path = tmp_path / name
        path.write_bytes((HEADER + "\n".join(lines)).encode(encoding))
        return load_file(warehouse, catalogue, path, clock)

    return write_and_load


def values(engine: Engine, catalogue: Catalogue) -> dict[tuple[str, int, int], tuple[float, int]]:
    with engine.connect() as connection:
        found = read_columns(connection, catalogue)
    return {
        (found.measures[measure], region, period): (value, basis)
        for measure, region, period, value, basis in zip(
            found.measure.tolist(),
            found.region.tolist(),
            found.period.tolist(),
            found.value.tolist(),
            found.basis.tolist(),
            strict=True,
        )
    }


def test_good_rows_land_as_reported(load: Load, warehouse: Engine, catalogue: Catalogue) -> None:
    report = load("gdp,440600,2024,13361.9,final", "items_handled,石湾镇街道,2025-05,120,")
    assert (report.accepted, dict(report.reasons), report.already) == (2, {}, False)
    assert values(warehouse, catalogue) == {
        ("gdp", 440600, 202440): (13361.9, 3),
        ("items_handled", 440604011, 202505): (120.0, 3),
    }


BAD = [
    ("nonsense,440600,2024,1,", "unknown_measure"),
    (",440600,2024,1,", "unknown_measure"),
    ("gdp,999999,2024,1,", "unknown_region"),
    ("gdp,广州市,2024,1,", "unknown_region"),
    ("gdp,440600,2024-13,1,", "bad_period"),
    ("gdp,440600,2024\0,1,", "bad_characters"),
    (f"gdp,440600,2024,{'1' * 10_001},", "too_long"),
    ("gdp,440600,last year,1,", "bad_period"),
    ("gdp,440600,2026,1,", "bad_period"),
    ("gdp,440600,2024,nan,", "not_a_number"),
    ("gdp,440600,2024,inf,", "not_a_number"),
    ("gdp,440600,2024,1_000,", "not_a_number"),
    ('gdp,440600,2024,"1,00",', "not_a_number"),
    ("gdp,440600,2024,#DIV/0!,", "error_cell"),
    ("gdp,440600,2024,4.6%,", "other_unit"),
    ("gdp,440600,05/06/2024,1,", "ambiguous_period"),
    ("gdp,440600,2024-05-17,1,", "day_not_period"),
    ("gdp,440600,2024,1e400,", "impossible_value"),
    ("gdp,440600,2024,9e18,", "impossible_value"),
    ("gdp,440600,2024,-1,", "impossible_value"),
    ("resident_population,440600,2024,5001,", "impossible_value"),
    ("gdp,440600,2024-05,1,", "wrong_grain"),
    ("gdp,440600,2024-05R12,1,", "wrong_grain"),
    ("gdp,440604011,2024,1,", "wrong_level"),
    ("gdp,440600,2024,1,guessed", "unknown_state"),
]


def test_a_bad_row_is_put_aside_with_its_reason(load: Load, warehouse: Engine) -> None:
    """Walks all that a row can have wrong, in one file with a good one."""
    report = load("gdp,440605,2023,7.5,", *(line for line, _ in BAD))

    assert (report.accepted, dict(report.reasons)) == (1, Counter(code for _, code in BAD))
    with warehouse.connect() as connection:
        refused = LEDGER.refused_rows(connection, report.batch)
    assert [(one.row, one.code) for one in refused] == [(n, code) for n, (_, code) in enumerate(BAD, 2)]
    assert all('"region"' in one.content for one in refused)


def test_the_first_of_two_rows_for_one_number_is_taken(load: Load, warehouse: Engine, catalogue: Catalogue) -> None:
    report = load("gdp,440600,2024,1,", "gdp,佛山市,2024,2,")
    assert dict(report.reasons) == {"duplicate": 1}
    assert values(warehouse, catalogue) == {("gdp", 440600, 202440): (1.0, 3)}


def test_a_forecast_may_speak_of_a_year_to_come(load: Load) -> None:
    assert load("gdp,440600,2026,15000,forecast").accepted == 1


def test_nothing_is_lost(load: Load, warehouse: Engine) -> None:
    lines = ["gdp,440600,2024,1,", "x,440600,2024,1,", "gdp,1,2024,1,", "gdp,440605,2024,1,", "", ",,,,"]
    report = load(*lines)
    assert report.accepted + sum(report.reasons.values()) == 4


def test_the_same_file_twice_changes_nothing(load: Load, warehouse: Engine, catalogue: Catalogue) -> None:
    first = load("gdp,440600,2024,1,", "gdp,440600,bad,1,")
    before = values(warehouse, catalogue)
    again = load("gdp,440600,2024,1,", "gdp,440600,bad,1,", name="renamed.csv")
    assert (again.already, again.batch, dict(again.reasons)) == (True, first.batch, {"bad_period": 1})
    assert values(warehouse, catalogue) == before


def test_a_file_in_gbk_is_read(load: Load) -> None:
    assert load("gdp,南海区,2024,1,", encoding="gbk").accepted == 1


def test_excel_and_parquet_are_read(warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "measure": ["items_handled"] * 2,
            "region": [440604011, 440604012],
            "period": ["2025-05"] * 2,
            "value": [1, 2.5],
        }
    )
    frame.to_excel(tmp_path / "a.xlsx", index=False)
    frame.assign(value=[3.0, float("nan")]).to_parquet(tmp_path / "a.parquet", index=False)
    assert load_file(warehouse, catalogue, tmp_path / "a.xlsx", clock).accepted == 2
    assert dict(load_file(warehouse, catalogue, tmp_path / "a.parquet", clock).passed_over) == {"no_figure": 1}
    assert values(warehouse, catalogue) == {
        ("items_handled", 440604011, 202505): (3.0, 3),
        ("items_handled", 440604012, 202505): (2.5, 3),
    }


def test_a_month_that_a_spreadsheet_made_a_date_of_is_a_month(
    warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path
) -> None:
    frame = pd.DataFrame(
        {"measure": ["items_handled"], "region": [440604011], "period": [datetime(2025, 5, 1)], "value": [7]}
    )
    frame.to_excel(tmp_path / "dates.xlsx", index=False)
    load_file(warehouse, catalogue, tmp_path / "dates.xlsx", clock)
    assert values(warehouse, catalogue) == {("items_handled", 440604011, 202505): (7.0, 3)}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", b"measure,region,value\ngdp,440600,1\n", "missing_column"),
        ("a.csv", b"", "missing_column"),
        ("a.csv", b"\xff\xfe\xfd\xff", "unreadable"),
        ("a.xlsx", b"not a workbook", "unreadable"),
        ("a.parquet", b"not parquet", "unreadable"),
        ("a.txt", b"", "unknown_format"),
    ],
)
def test_a_file_that_cannot_be_used_says_why_and_writes_nothing(
    sqlite_warehouse: Engine,
    catalogue: Catalogue,
    clock: FixedClock,
    tmp_path: Path,
    name: str,
    content: bytes,
    code: str,
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(DeliveryRefused) as failure:
        load_file(sqlite_warehouse, catalogue, tmp_path / name, clock)
    assert failure.value.code == code
    assert values(sqlite_warehouse, catalogue) == {}


def test_a_file_that_is_not_there_says_so(
    sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path
) -> None:
    with pytest.raises(DeliveryRefused) as failure:
        load_file(sqlite_warehouse, catalogue, tmp_path / "absent.csv", clock)
    assert failure.value.code == "no_such_file"
