"""What the steward's screens read."""

from queries.data.calendar import DeliveryQueries
from queries.data.reminders import remind
from queries.data.source import SourceQueries

__all__ = ["DeliveryQueries", "SourceQueries", "remind"]
