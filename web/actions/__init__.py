"""What people do, as actions at `/act/<name>`."""
