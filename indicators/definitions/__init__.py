"""Kinds of definitions, reading them with file and line, and the limits of input."""
