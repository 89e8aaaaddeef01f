"""Tasks as stored: every read takes a scope, every change an entry in the record."""
