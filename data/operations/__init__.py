"""The operations database: what people do (accounts, alerts, tasks, the record of it all), apart from the warehouse."""

from sqlalchemy import Connection  # so that services above can name what they hand on, without knowing SQL

from data.operations.connection import open_operations
from data.operations.core.database import Operations

__all__ = ["Connection", "Operations", "open_operations"]
