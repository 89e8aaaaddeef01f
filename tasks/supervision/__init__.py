"""Supervised items (督查事项): their transitions, status and bulletins."""
