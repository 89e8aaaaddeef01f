"""What was loaded when, for those who look back."""

from queries.history.loads import LoadQueries

__all__ = ["LoadQueries"]
