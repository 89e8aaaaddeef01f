"""Periods and their arithmetic."""
