"""What the steward's screens read."""

from queries.data.calendar import DeliveryQueries
from queries.data.quarantine import QuarantineQueries
from queries.data.reminders import remind
from queries.data.source import SourceQueries

__all__ = ["DeliveryQueries", "QuarantineQueries", "SourceQueries", "remind"]
