"""Masking a text: the rules of the table, one after another, on a folded copy; the original keeps all the rest."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.privacy.accounts import ACCOUNTS
from indicators.privacy.addresses import ADDRESSES
from indicators.privacy.folded_text import FoldedText, fold
from indicators.privacy.names import FOLLOWING, NAMES
from indicators.privacy.numbers import NUMBERS
from indicators.privacy.rules import MaskingRule, Span

RULES: tuple[MaskingRule, ...] = (*NUMBERS, *ACCOUNTS, *ADDRESSES, *NAMES)
MASKS = frozenset(rule.mask for rule in RULES)
_MASK = re.compile("|".join(sorted(MASKS)))
_ROUNDS = 6  # a name may be known only by the one masked before it


@dataclass(frozen=True)
class MaskedSpan:
    """A span of the original text and the rule that masks it."""

    start: int
    end: int
    rule: MaskingRule


@dataclass(frozen=True)
class MaskedText:
    """A text without what is personal, how often each rule found something, and where in the original."""

    text: str
    reasons: dict[str, int]
    finds: tuple[MaskedSpan, ...] = field(default=(), compare=False)


def mask(text: str) -> MaskedText:
    """The text with everything personal masked that the rules find; every other sign stays, in its order.

    A rule in doubt masks: a masked word costs a reader little, an unmasked number costs a citizen a lot. Masking twice
    changes nothing. The text grows to four times its length at most.
    """
    finds = _finds(text)
    parts: list[str] = []
    end = 0
    for find in finds:
        parts += text[end : find.start], find.rule.mask
        end = find.end
    return MaskedText("".join([*parts, text[end:]]), dict(Counter(find.rule.code for find in finds)), tuple(finds))


def _finds(text: str) -> list[MaskedSpan]:
    """All finds, in order and apart from each other."""
    folded = fold(text)
    folded = folded.without([found.span() for found in _MASK.finditer(folded.text)])
    found: list[tuple[Span, MaskingRule]] = []
    for rules in (NUMBERS, ACCOUNTS, ADDRESSES, *[NAMES] * _ROUNDS):
        before = len(found)
        for rule in rules:
            spans = [part for span in _all_of(rule, folded) if (part := _trimmed(folded, span))]
            found += [(span, rule) for span in spans]
            folded = folded.without(spans) if spans else folded
        if rules is NAMES and len(found) == before:
            break
    return _apart(sorted(((folded.original(*span), rule) for span, rule in found), key=lambda one: one[0]))


def _all_of(rule: MaskingRule, folded: FoldedText) -> Iterator[Span]:
    """What a rule finds; behind a name also the names it is listed with."""
    reached = 0
    for start, end in rule.find(folded):
        if start < reached:
            continue
        yield start, end
        reached = end
        while rule.code == "name" and (listed := FOLLOWING.match(folded.text, reached)):
            yield listed.span("secret")
            reached = listed.end()


def _trimmed(folded: FoldedText, span: Span) -> Span | None:
    """A span without the blanks around it."""
    start, end = span
    while start < end and folded.text[start] in " ,":
        start += 1
    while start < end and folded.text[end - 1] in " ,-.·":
        end -= 1
    return (start, end) if start < end else None


def _apart(spans: list[tuple[Span, MaskingRule]]) -> list[MaskedSpan]:
    """Finds of which several lie in one sign of the original become one."""
    finds: list[MaskedSpan] = []
    for (start, end), rule in spans:
        if finds and start < finds[-1].end:
            finds[-1] = MaskedSpan(finds[-1].start, max(end, finds[-1].end), finds[-1].rule)
        else:
            finds.append(MaskedSpan(start, end, rule))
    return finds
