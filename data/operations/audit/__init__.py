"""The audit: a chain of rows that is only ever added to."""
