"""The screen by which one looks back."""
