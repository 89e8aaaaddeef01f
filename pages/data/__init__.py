"""The steward's screens."""
