"""Tasks, drawn."""
