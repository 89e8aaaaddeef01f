"""What time does to tasks, applied again and again."""
