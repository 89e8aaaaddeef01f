"""Opening the warehouse for writing."""

from sqlalchemy import Engine

from data.storage.engines import open_database
from data.warehouse.hotline_tables import metadata as warehouse_metadata


def open_warehouse(url: str, *, damaged: bool = False) -> Engine:
    """An engine that may write; makes the folder and the tables when they are not there, upgrades older ones.

    Every transaction on it is a writer's, except on `reading(engine)`.
    """
    return open_database(url, warehouse_metadata, damaged=damaged)
