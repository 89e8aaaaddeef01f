"""The demonstration's tasks and supervised items, told through the ordinary rules."""
