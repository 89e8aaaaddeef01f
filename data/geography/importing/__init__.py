"""Making and importing layers: read, convert, match, check, bake."""
