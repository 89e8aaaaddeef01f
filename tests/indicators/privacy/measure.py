"""How much of what is personal is masked in the written sentences, and how many harmless ones are harmed."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from indicators.privacy import mask

HALVES = ("sentences", "held_out")
_SECRET = re.compile(r"\{(?P<kind>[a-z]+):(?P<secret>[^{}]+)\}")


@dataclass(frozen=True)
class Sentence:
    """A text with the spans of it that must not stay readable, by kind."""

    text: str
    secrets: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Measured:
    """Secrets asked for and masked as a whole by kind; harmless sentences, and those that lost something."""

    asked: Counter[str]
    masked: Counter[str]
    missed: tuple[str, ...] = field(repr=False)  # a failing test shows counts: who reads them tunes for them
    harmless: int
    harmed: tuple[str, ...] = field(repr=False)

    @property
    def recall(self) -> float:
        return self.masked.total() / self.asked.total()

    @property
    def harm(self) -> float:
        return len(self.harmed) / self.harmless

    def recall_of(self, kind: str) -> float:
        return self.masked[kind] / self.asked[kind]

    def table(self) -> str:
        kinds = [f"{kind:10} {self.masked[kind]:4} of {asked:4}" for kind, asked in sorted(self.asked.items())]
        total = f"{'all':10} {self.masked.total():4} of {self.asked.total():4} = {self.recall:.3f}"
        return "\n".join([*kinds, total, f"{'harmed':10} {len(self.harmed):4} of {self.harmless:4} = {self.harm:.4f}"])


def sentence(line: str) -> Sentence:
    """A written line: its text without the signs that name the secrets in it."""
    text, end, secrets = "", 0, []
    for found in _SECRET.finditer(line):
        text += line[end : found.start()]
        secrets.append((found["kind"], len(text), len(text) + len(found["secret"])))
        text, end = text + found["secret"], found.end()
    return Sentence(text + line[end:], tuple(secrets))


def lines(half: str, part: str) -> list[str]:
    """The written lines of a half: `personal` or `harmless`."""
    written = yaml.safe_load((Path(__file__).parent / f"{half}.yaml").read_text("utf-8"))
    return [line for line in written[part].splitlines() if line]


def measure(*halves: str) -> Measured:
    """Masks every sentence of the halves. A secret counts as masked when none of its letters and digits is left."""
    asked: Counter[str] = Counter()
    masked: Counter[str] = Counter()
    missed: list[str] = []
    for line in (line for half in halves for line in lines(half, "personal")):
        written = sentence(line)
        hidden = {place for find in mask(written.text).finds for place in range(find.start, find.end)}
        for kind, start, end in written.secrets:
            asked[kind] += 1
            if all(place in hidden or not written.text[place].isalnum() for place in range(start, end)):
                masked[kind] += 1
            else:
                missed.append(f"{kind}: {line}  →  {mask(written.text).text}")
    harmless = [line for half in halves for line in lines(half, "harmless")]
    harmed = tuple(f"{line}  →  {mask(line).text}" for line in harmless if mask(line).finds)
    return Measured(asked, masked, tuple(missed), len(harmless), harmed)
