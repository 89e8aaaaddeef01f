"""Backing up all that a cockpit keeps while it runs, checking a backup, and restoring it."""
