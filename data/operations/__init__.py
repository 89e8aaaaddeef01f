"""The operations database: what people do (accounts, alerts, tasks, the record of it all), apart from the warehouse."""

from sqlalchemy import Connection as Transaction

from data.operations.engine import Operations, open_operations

__all__ = ["Operations", "Transaction", "open_operations"]
