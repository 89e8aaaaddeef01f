"""What an event is about, from the words that an office has for it: by name, by synonym, by the levels of a path."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from indicators.definitions.model import EventKind

OTHER = "other"  # the topic of what no name is known for
_LEVELS = re.compile(r"\s*(?:--|->|=>|[-‐‑–—―/\\>|→·:;,、_])\s*")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True)
class TopicNames:
    """The topics of a kind of events by every name; `unmapped` is the number of what has none (0: nobody's)."""

    numbers: Mapping[str, int]
    unmapped: int

    @classmethod
    def of(cls, kind: EventKind) -> TopicNames:
        """The names that the catalogue has: ids, names in both languages, and what they are called as well."""
        named = enumerate(kind.topics, 1)
        numbers = {_folded(name): n for n, topic in named for name in (topic.id, topic.zh, topic.en, *topic.also)}
        return cls(numbers, next((n for n, topic in enumerate(kind.topics, 1) if topic.id == OTHER), 0))

    def number(self, text: str) -> int | None:
        """The topic of a text; None where no name in it is known.

        Of a path such as 环境保护-噪声污染-社会生活噪声 the longest known beginning or the deepest known level counts.
        """
        whole = _folded(text)
        if whole in self.numbers:
            return self.numbers[whole]
        return next((self.numbers[name] for name in _readings(text) if name in self.numbers), None)


def _readings(text: str) -> Iterator[str]:
    """What a path may be known by, the most exact first: to and at each depth."""
    levels = [_folded(level) for level in _LEVELS.split(unicodedata.normalize("NFKC", text)) if level.strip()]
    for depth in range(len(levels), 0, -1):
        yield "".join(levels[:depth])
        yield levels[depth - 1]


def _folded(text: str) -> str:
    """A name without what spellings differ in: width, case, blanks, the signs between levels."""
    return _LEVELS.sub("", _BLANK.sub("", unicodedata.normalize("NFKC", text).lower()))
