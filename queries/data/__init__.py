"""What the steward's screens read."""

from queries.data.calendar import DeliveryQueries
from queries.data.reminders import remind

__all__ = ["DeliveryQueries", "remind"]
