"""Texts that any database takes, and that are short enough to keep."""

from indicators.definitions.input_limits import KEPT_CHARACTERS


def storable(text: str) -> bool:
    """Whether every database takes a text."""
    return (text.isascii() and "\0" not in text) or storable_text(text) == text


def storable_text(text: str) -> str:
    """A text with what no database takes written as an escape."""
    return text.encode("utf-8", "backslashreplace").decode().replace("\0", "\\x00")


def shortened(text: str) -> str:
    """A text as it is kept of a refused row: its beginning, with its length where more was there."""
    kept = text if len(text) <= KEPT_CHARACTERS else f"{text[:KEPT_CHARACTERS]}… [{len(text):,}]"
    return storable_text(kept)
