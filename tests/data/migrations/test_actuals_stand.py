"""In warehouses of earlier releases forecasts and plans stood for what is: upgraded, they do not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, create_engine, insert, select

from data.storage.schema_administration import schema_state, step_schema_back
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import batch, fact, fact_current
from tests.data.migrations.released import RELEASED, copy_to

WAREHOUSE = next(one for one in RELEASED if one.name == "warehouse-0.2.0")
KEYS = ((9001, 440600, 202340), (9001, 440600, 202440))


def standing(engine: Engine) -> dict[int, tuple[float, int]]:
    """Period, value and state of what stands for the added measure."""
    mart = fact_current.c
    with engine.connect() as connection:
        rows = connection.execute(select(mart.period, mart.value, mart.state).where(mart.measure == 9001))
        return {row.period: (row.value, row.state) for row in rows}


def replaced_by_forecasts(engine: Engine) -> None:
    """A final figure and, loaded later, two forecasts, as the earlier release kept them."""
    (measure, region, closed), (_, _, to_come) = KEYS
    said = {"measure": measure, "region": region, "basis": 1, "wording": 0}
    head = {"source_id": "S", "file_name": "f", "file_hash": "", "contract": "c", "landed": True}
    with engine.begin() as connection:
        for number, day in ((9001, 100), (9002, 200)):
            connection.execute(insert(batch).values(id=number, loaded_at=day, accepted=1, refused=0, **head))
        final = {**said, "period": closed, "batch": 9001, "value": 5.0, "state": 4}
        forecasts = [{**said, "period": p, "batch": 9002, "value": 7.0, "state": 1} for p in (closed, to_come)]
        connection.execute(insert(fact), [final, *forecasts])
        connection.execute(insert(fact_current), [{**row, "loaded_at": 200} for row in forecasts])


def test_a_final_figure_that_a_forecast_had_replaced_stands_again(warehouse_url: str, tmp_path: Path) -> None:
    copy_to(WAREHOUSE, warehouse_url, tmp_path)
    engine = create_engine(warehouse_url)
    replaced_by_forecasts(engine)
    before = standing(engine)

    open_warehouse(warehouse_url).dispose()
    assert standing(engine) == {202340: (5.0, 4)}

    while schema_state(warehouse_url, "warehouse").revision != WAREHOUSE.revision:
        step_schema_back(warehouse_url, "warehouse")
    assert standing(engine) == before == {202340: (7.0, 1), 202440: (7.0, 1)}
    engine.dispose()
