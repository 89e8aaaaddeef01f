"""What people did as it stood at an earlier moment: the records up to then, in a database of its own."""

from data.operations.past.copy import PastOperations, operations_at

__all__ = ["PastOperations", "operations_at"]
