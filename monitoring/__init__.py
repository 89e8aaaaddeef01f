"""The watch: a process that makes the picture of now out of readings, once a second, and nothing else does."""
