"""Live screens: the stream of change versions, and the fragments that follow it."""
