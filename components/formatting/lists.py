"""Lists and labels inside sentences, with the punctuation of each language."""

from __future__ import annotations

from collections.abc import Iterable

from babel.lists import format_list

from components.framework.view import View

LOCALES = {"zh": "zh", "en": "en_GB"}


def list_of(view: View, items: Iterable[str]) -> str:
    """`甲、乙和丙` or `a, b and c`; nothing for nothing."""
    return format_list(list(items), locale=LOCALES[view.lang])


def side_by_side(view: View, items: Iterable[str]) -> str:
    """`甲 1，乙 2` or `a 1, b 2`: what stands beside each other without an "and"."""
    return ("，" if view.lang == "zh" else ", ").join(items)


def labelled(view: View, label: str, text: str) -> str:
    """`标题：内容` or `label: text`; the label alone where there is no text."""
    return f"{label}{'：' if view.lang == 'zh' else ': '}{text}" if text else label
