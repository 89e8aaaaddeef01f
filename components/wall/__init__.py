"""What a wall shows, drawn."""
