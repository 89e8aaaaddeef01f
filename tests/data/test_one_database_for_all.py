"""Warehouse, operations and readings may share one PostgreSQL database: none of their tables have the same name."""

from itertools import combinations

from data.operations import open_operations
from data.operations.core.metadata import metadata as operations
from data.telemetry import open_readings
from data.telemetry.tables import metadata as readings
from data.warehouse.connection import open_warehouse
from data.warehouse.tables import metadata as warehouse


def test_no_two_databases_have_a_table_of_the_same_name() -> None:
    for one, other in combinations((warehouse, operations, readings), 2):
        assert set(one.tables) & set(other.tables) == set()


def test_all_three_open_in_one_database(warehouse_url: str) -> None:
    for _ in range(2):  # the second time everything is there
        open_warehouse(warehouse_url).dispose()
        open_operations(warehouse_url).dispose()
        open_readings(warehouse_url).dispose()
