"""The operations database of release 0.2.0, a file a subject."""
