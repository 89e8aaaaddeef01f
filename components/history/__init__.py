"""The calendar of what was loaded when."""
