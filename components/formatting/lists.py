"""Lists inside sentences, as each language joins them."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list

from components.framework.view import View

LOCALES = {"zh": "zh", "en": "en_GB"}


def listed(view: View, items: Iterable[str]) -> str:
    """Figures beside each other, without an “and”: `甲 1，乙 2` or `a 1, b 2`."""
    return ("，" if view.lang == "zh" else ", ").join(items)


def list_of(view: View, items: Iterable[str]) -> str:
    """`甲、乙和丙` or `a, b and c`; nothing for nothing."""
    return format_list(list(items), locale=LOCALES[view.lang])
