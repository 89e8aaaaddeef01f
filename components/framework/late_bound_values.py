"""What stands in a drawn page where something personal or momentary belongs: filled in when the answer is written.

A drawn page is kept and shown to everybody with the same rights and scope; these are not the same for everybody.
They are nodes of the tree. No text can stand for one: a renderer escapes the `<` of every text, and JSON the quotes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape


@dataclass(frozen=True)
class LateBound:
    """A value that is filled in for each reader; a child or an attribute of a component."""

    name: str

    @property
    def mark(self) -> str:
        """What stands for it in kept markup: it begins with a `<` that no escaped text has."""
        return f"<?{self.name}?>"

    def to_plotly_json(self) -> dict[str, str]:
        """What stands for it in a kept layout (JSON): an object, which no text is."""
        return {_KEY: self.name}


_KEY = "late-bound"
CLOCK, NAME, ROLE, CSRF, ONCE, NOTICES = map(LateBound, ("clock", "name", "role", "csrf", "once", "notices"))
ALERTS, BADGE, BANNER = map(LateBound, ("alerts", "badge", "banner"))
MARKUP = (ALERTS, BADGE, BANNER)  # markup of ours, which may hold such values itself: filled in as it is
Facts = Mapping[LateBound, str]
_MARK = re.compile(r"<\?([a-z]+)\?>")  # its beginning is plain: large pages are searched quickly
_OBJECT = re.compile(rf'\{{"{_KEY}": ?"([a-z]+)"\}}')


def fragment_placeholder(name: str) -> LateBound:
    """The place of a live part of a page: its markup is put there by `put_in`."""
    return LateBound(f"part:{name}")


def put_in(markup: str, parts: Mapping[LateBound, str]) -> str:
    """The markup with parts of it, which are markup of ours, in their places."""
    for place, content in parts.items():
        markup = markup.replace(place.mark, content)
    return markup


def fill(markup: str, facts: Facts) -> str:
    """The markup with what belongs in it, escaped but for what is markup itself; what is not given leaves nothing."""
    for place in MARKUP:
        markup = markup.replace(place.mark, facts.get(place, ""))
    return _MARK.sub(lambda found: escape(facts.get(LateBound(found[1]), "")), markup)


def fill_layout(layout: str, facts: Facts) -> str:
    """The same for the layout as JSON, where each is a text of its own."""
    return _OBJECT.sub(lambda found: json.dumps(facts.get(LateBound(found[1]), "")), layout)
