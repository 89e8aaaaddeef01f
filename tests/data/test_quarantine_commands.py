"""The steward's commands for refused rows do what the screen does, and stand in the audit."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from flask import Flask
from sqlalchemy import Engine

from access.authentication.auth_service import AuthService
from data.core.clock import FixedClock
from data.geography.grids import load_grids
from data.ingest.load_measures import load_file
from data.operations.audit.audit_chain import AuditEntry
from indicators.catalogue.catalogue import CATALOGUE, Catalogue
from indicators.hotline import load_hotline_rules
from runtime.commands.quarantine import register_quarantine_commands
from runtime.commands.warehouse import WarehouseDependencies


def test_rows_are_listed_corrected_and_rejected(
    sqlite_warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path
) -> None:
    file, noted = tmp_path / "may.csv", list[AuditEntry]()
    rows = ["items_handled,石湾镇街道,2025-05,abc", "nonsense,石湾镇街道,2025-05,7"]
    file.write_text("\n".join(["measure,region,period,value", *rows]), encoding="utf-8")
    load_file(sqlite_warehouse, catalogue, file, clock, source_id="platform")
    place = WarehouseDependencies(
        sqlite_warehouse, catalogue, clock, load_hotline_rules(CATALOGUE), lambda: load_grids(None)
    )
    auth: Any = SimpleNamespace(record=SimpleNamespace(note_alone=noted.append))
    server = Flask("cockpit")
    register_quarantine_commands(server, lambda: place, lambda: cast(AuthService, auth))

    def said(*words: str) -> tuple[int, str]:
        result = server.test_cli_runner().invoke(args=["quarantine", *words])
        return result.exit_code, result.output.strip()

    assert said("correct", "1", "1", "--set", "value=-1")[0] == 1
    assert said("correct", "1", "1", "--set", "value=12") == (0, "Row 1 of batch 1 landed as batch 2.")
    assert said("reject", "1", "1", "--reason", "x") == (1, "Error: This row has been decided about already.")
    assert said("reject", "1", "2", "--reason", "no such measure") == (0, "Row 2 of batch 1 is rejected.")
    assert said("list")[1].splitlines() == [
        "batch 1 may.csv: not_a_number 1, waiting 0",
        "batch 1 may.csv: unknown_measure 1, waiting 0",
    ]
    assert [(one.event, one.actor, one.object) for one in noted] == [
        ("data.correct", "cockpit", "batch:1 row:1 in batch:2"),
        ("data.reject", "cockpit", "batch:1 row:2"),
    ]
