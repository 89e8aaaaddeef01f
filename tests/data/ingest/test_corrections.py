"""A refused row is corrected into a batch of its own, or rejected; it stays as it came, and is decided about once."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from data.core.clock import FixedClock
from data.ingest.corrections import CannotDecide, correct_row, reject_row
from data.ingest.load_measures import load_file
from data.warehouse.facts import read_columns
from data.warehouse.quarantine import Decision, refused_groups, refused_row, refused_rows
from data.warehouse.tables import batch, quarantine
from indicators.catalogue.catalogue import Catalogue

Moments = Callable[..., datetime]
STEWARD = "account:7"


@pytest.fixture
def refused(warehouse: Engine, catalogue: Catalogue, clock: FixedClock, tmp_path: Path) -> Engine:
    """A file of which one row landed and two were refused: one number, one name of a measure."""
    file = tmp_path / "may.csv"
    lines = ["items_handled,石湾镇街道,2025-05,10", "items_handled,张槎街道,2025-05,abc", "nonsense,张槎街道,2025-05,7"]
    file.write_text("\n".join(["measure,region,period,value", *lines]), encoding="utf-8")
    load_file(warehouse, catalogue, file, clock, source_id="platform")
    return warehouse


def standing(engine: Engine, catalogue: Catalogue) -> dict[int, float]:
    with engine.connect() as connection:
        found = read_columns(connection, catalogue)
    return dict(zip(found.region.tolist(), found.value.tolist(), strict=True))


def test_a_corrected_row_lands_in_a_batch_that_names_the_one_it_corrects_and_the_person(
    refused: Engine, catalogue: Catalogue, clock: FixedClock
) -> None:
    with refused.connect() as connection:
        before = connection.execute(select(quarantine)).all()

    done = correct_row(refused, catalogue, clock, STEWARD, 1, 2, {"value": "12"})

    assert (done.batch, done.refusal) == (2, None)
    assert standing(refused, catalogue) == {440604011: 10.0, 440604012: 12.0}
    with refused.connect() as connection:
        new = connection.execute(select(batch).where(batch.c.id == 2)).one()
        row = refused_row(connection, 1, 2)
        assert connection.execute(select(quarantine)).all() == before, "what was refused stays as it came"
        waiting = {one.code: one.waiting for one in refused_groups(connection)}
    assert (new.source_id, new.file_name, new.loaded_by, new.corrects) == ("platform", "may.csv", STEWARD, 1)
    assert row is not None
    assert row.decided is not None
    assert (row.decided.decision, row.decided.by, row.decided.corrected_in) == (Decision.CORRECTED, STEWARD, 2)
    assert row.content["value"] == "abc"
    assert waiting == {"not_a_number": 0, "unknown_measure": 1}


def test_a_correction_that_breaks_a_rule_again_changes_nothing(
    refused: Engine, catalogue: Catalogue, clock: FixedClock
) -> None:
    done = correct_row(refused, catalogue, clock, STEWARD, 1, 2, {"value": "-3"})

    assert done.refusal is not None
    assert done.refusal.code == "impossible_value"
    with refused.connect() as connection:
        assert connection.execute(select(batch.c.id)).scalars().all() == [1]
        assert all(one.decided is None for one in refused_rows(connection, 1))


def test_a_row_is_decided_about_once(refused: Engine, catalogue: Catalogue, clock: FixedClock) -> None:
    reject_row(refused, clock, STEWARD, 1, 3, "no such figure")

    for again in (
        lambda: reject_row(refused, clock, STEWARD, 1, 3, "twice"),
        lambda: correct_row(refused, catalogue, clock, STEWARD, 1, 3, {"measure": "items_handled"}),
    ):
        with pytest.raises(CannotDecide) as fault:
            again()
        assert fault.value.code == "decided"
    with pytest.raises(CannotDecide):
        reject_row(refused, clock, STEWARD, 1, 99, "no such row")
    with refused.connect() as connection:
        row = refused_row(connection, 1, 3)
    assert row is not None
    assert row.decided is not None
    assert (row.decided.decision, row.decided.reason) == (Decision.REJECTED, "no such figure")
