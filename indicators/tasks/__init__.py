"""What tasks and supervised items are, as frozen values."""
