"""Notices and their way to other systems as stored."""
