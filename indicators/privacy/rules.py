"""What a rule is: a pattern, the word it is masked with, and the reason why what it finds is personal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from indicators.privacy.folded_text import FoldedText

Span = tuple[int, int]


@dataclass(frozen=True)
class MaskingRule:
    """`find` yields spans of the folded text; what lies in them is masked with `mask`. `code` counts them."""

    code: str
    mask: str
    reason: str
    find: Callable[[FoldedText], Iterator[Span]]
    patterns: tuple[re.Pattern[str], ...] = ()


def by_pattern(
    code: str,
    mask: str,
    pattern: str,
    reason: str,
    *,
    holds: Callable[[re.Match[str]], bool] = lambda found: True,
    in_words: bool = False,
) -> MaskingRule:
    """A rule for what a pattern finds: its group `secret`, or all of it. `in_words` reads numerals as words.

    Every repetition in a pattern has a bound, so that the work for each place of a text has one too.
    """
    compiled = re.compile(pattern, re.IGNORECASE)
    group: int | str = "secret" if "secret" in compiled.groupindex else 0

    def find(text: FoldedText) -> Iterator[Span]:
        for found in compiled.finditer(text.text if in_words else text.digits):
            if holds(found):
                yield found.span(group)

    return MaskingRule(code, mask, reason, find, (compiled,))
