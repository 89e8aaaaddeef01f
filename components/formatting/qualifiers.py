"""How far a figure holds, in signs and words: ≈ about, > more than, ≥ at least, ≤ at most, top."""

from __future__ import annotations

from components.framework.view import View

WORDINGS = ("exact", "about", "more_than", "at_least", "at_most", "top")
SIGNS = {"exact": "", "about": "≈", "more_than": ">", "at_least": "≥", "at_most": "≤", "top": ""}


def qualifier_name(code: int) -> str:
    """The name of a wording code."""
    return WORDINGS[code]


def qualified(view: View, text: str, wording: str) -> str:
    """The text of a value with the sign that belongs before it; an exact one as it is."""
    return text if wording == "exact" else view.translate(f"qualifier.{wording}", value=text)


def qualified_words(view: View, text: str, wording: str) -> str:
    """The same in words, for sentences and for ears."""
    return text if wording == "exact" else view.translate(f"wording.{wording}", value=text)
