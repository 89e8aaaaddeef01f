"""Screens of administrators and of one's own account."""
