"""What the cockpit remembers of feeds: how far each has read, and every run."""
