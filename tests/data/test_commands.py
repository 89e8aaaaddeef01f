"""The steward's commands, as typed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskCliRunner
from sqlalchemy import Engine

from data.core.clock import FixedClock
from data.core.scope import Scope
from data.geography.grids import load_grids
from data.snapshots.indicator_repository import IndicatorRepository
from indicators.catalogue.catalogue import CATALOGUE, Catalogue
from indicators.hotline import load_hotline_rules
from runtime.commands.warehouse import WarehouseDependencies, register_warehouse_commands


@pytest.fixture
def type_command(sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock) -> Callable[..., tuple[int, str]]:
    """Types a command; returns its exit code and what it says."""
    server = Flask("cockpit")
    rules = load_hotline_rules(CATALOGUE)
    place = WarehouseDependencies(sqlite_warehouse, catalogue, clock, rules, lambda: load_grids(None))
    register_warehouse_commands(server, lambda: place)
    runner: FlaskCliRunner = server.test_cli_runner()

    def run(*words: str) -> tuple[int, str]:
        result = runner.invoke(args=list(words))
        return result.exit_code, result.output

    return run


def test_load_says_what_became_of_every_row(type_command: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    file = tmp_path / "may.csv"
    file.write_text(
        "measure,region,period,value,remark\n"
        "items_handled,石湾镇街道,2025-05,10,\n"
        "items_online,石湾镇街道,2025-05,8,\n"
        "items_online,石湾镇街道,2025-05,9,\n"
        "nonsense,石湾镇街道,2025-05,9,\n",
        encoding="utf-8",
    )
    code, said = type_command("load", str(file), "--source", "platform")
    assert code == 0
    assert said.splitlines() == [
        "may.csv: batch 1, 2 rows loaded, 2 refused.",
        "  duplicate: 1 (row 3: says what row 2 has said already)",
        "  unknown_measure: 1 (row 4, column measure: the catalogue has no measure “nonsense”)",
        "  columns not used: remark",
        "Snapshot version 1.",
    ]
    code, said = type_command("load", str(file))
    assert (code, said) == (0, "may.csv: this very file landed before as batch 1; nothing was changed.\n")


def test_a_dry_run_says_what_a_load_would_and_writes_nothing(
    type_command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    file = tmp_path / "may.csv"
    file.write_text("measure,region,period,value\nitems_handled,石湾镇街道,2025-05,10\n", encoding="utf-8")
    _, rehearsed = type_command("load", str(file), "--dry-run")
    assert rehearsed.splitlines() == [
        "may.csv: batch 1, 1 rows loaded, 0 refused.",
        "This was a dry run: nothing was written.",
    ]
    assert type_command("load", str(file), "--no-refresh") == (0, "may.csv: batch 1, 1 rows loaded, 0 refused.\n")


def test_a_loaded_file_is_on_the_screens(
    type_command: Callable[..., tuple[int, str]],
    sqlite_warehouse: Engine,
    catalogue: Catalogue,
    clock: FixedClock,
    tmp_path: Path,
) -> None:
    file = tmp_path / "may.csv"
    file.write_text(
        "measure,region,period,value\nitems_handled,440604011,2025-05,10\nitems_online,440604011,2025-05,8\n",
        encoding="utf-8",
    )
    type_command("load", str(file))
    reader = IndicatorRepository(sqlite_warehouse, catalogue, clock)
    cell = reader.cell(Scope.everything(), 1, "I002", 440604011)
    assert cell is not None
    assert cell.value == 80.0


def test_a_file_that_cannot_be_loaded_ends_with_a_reason(
    type_command: Callable[..., tuple[int, str]], tmp_path: Path
) -> None:
    code, said = type_command("load", str(tmp_path / "absent.csv"))
    assert code == 1
    assert "Nothing was loaded (no_such_file)" in said


def test_load_targets_fills_the_register(type_command: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    file = tmp_path / "table-1.csv"
    file.write_text(
        "id,name_zh,name_en,unit,baseline_2020,target_2025,nature,source_url\n"
        "I002,网办率,Online,%,80,96,预期性,https://example.org\n",
        encoding="utf-8",
    )
    assert type_command("load-targets", str(file)) == (
        0,
        "table-1.csv: batch 1, 1 rows loaded, 0 refused.\nSnapshot version 1.\n",
    )


def test_refresh_tells_the_version(type_command: Callable[..., tuple[int, str]]) -> None:
    assert type_command("refresh") == (0, "Snapshot version 1.\n")
