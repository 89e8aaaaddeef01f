"""Units as they stand behind a number, in either language.

Chinese counts in 万 and 亿. In English such a unit is a factor and says so: 65.36 ×100m, 1,520 ×10 MW; and one of
something is named in the singular: 1 bridge.
"""

from __future__ import annotations

import re

from components.framework.view import Bilingual, View
from components.messages.plurals import singular

SIGNS = frozenset({"%", "‰", "°", "℃"})  # stand close to the number
SCALED = re.compile(r"(CNY )?(10k|100m|10(?= [MG]W))(?: (.*))?$")


def unit_after(view: View, unit: Bilingual) -> str:
    """The unit behind a number: a space before words, none before signs."""
    text = view.localise(unit)
    if text in SIGNS or not text:
        return text
    scaled = SCALED.match(text) if view.lang == "en" else None
    if scaled:
        money, scale, rest = scaled.groups()
        text = " ".join(part for part in (f"×{scale}", (money or "").strip(), rest) if part)
    return f" {text}"


def unit_of(view: View, shown: str, unit: str) -> str:
    """The same behind these very digits: in the singular where they say 1."""
    if view.lang != "en" or shown.lstrip("−-+≈>≥<≤ ") != "1":
        return unit
    lead, head, rest = re.match(r"( ?)(\S*)(.*)$", unit).groups()  # type: ignore[union-attr]  # matches anything
    words = f"{head}{rest}".split(" per ", 1)
    last = re.match(r"(.*?)([A-Za-z]+)$", words[0])
    if head.startswith("×") or "/" in head or not last:
        return unit
    words[0] = last[1] + singular(last[2])
    return lead + " per ".join(words)
