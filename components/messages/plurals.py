"""English nouns behind a number: one of them is named in the singular."""

from __future__ import annotations

import re
from collections.abc import Mapping

ENDINGS = ((r"^people$", "person"), (r"ies$", "y"), (r"(ss|ch|sh|x)es$", r"\1"), (r"(?<=[a-z]{2})(?<!s)s$", ""))
ALIKE = frozenset({"class", "series", "was", "has", "does", "its", "this", "always", "across", "plus", "minus"})
COUNTED = re.compile(r"\{(\w+)\} ([a-z]+s|people)\b")


def singular(noun: str) -> str:
    """One of what a plural names; a word that is none stays as it is."""
    ending = next((pair for pair in ENDINGS if re.search(pair[0], noun)), None)
    return noun if noun in ALIKE or ending is None else re.sub(*ending, noun)


def agreeing(text: str, facts: Mapping[str, object]) -> str:
    """A message before its facts are put in: a noun right behind a fact that is 1 becomes singular."""

    def said(found: re.Match[str]) -> str:
        one = str(facts.get(found[1])) == "1"
        return f"{{{found[1]}}} {singular(found[2]) if one else found[2]}"

    return COUNTED.sub(said, text)
