"""Snapshots: computed once after each batch, immutable, read by every screen."""
