"""Tables with real headers and captions."""
