"""What stands in a drawn page where something personal or momentary belongs: filled in when the answer is written.

A drawn page is kept and shown to everybody with the same rights and scope; these are not the same for everybody.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

CLOCK, NAME, ROLE, CSRF, ONCE, NOTICES = (
    f"@@{what}@@" for what in ("clock", "name", "role", "csrf", "once", "notices")
)
ALERTS = "@@alerts@@"  # markup of ours: filled in as it is
PLAIN = frozenset({CLOCK, CSRF, ONCE})  # these never need escaping: also filled in where React takes over
_MARK = re.compile(
    "@@(?:clock|name|role|csrf|once|notices)@@"
)  # its beginning is plain: large pages are searched quickly


def fill(markup: str, facts: Mapping[str, str]) -> str:
    """The markup with what belongs in it, escaped but for what is markup itself; what is not given leaves nothing."""
    return _MARK.sub(lambda found: escape(facts.get(found[0], "")), markup.replace(ALERTS, facts.get(ALERTS, "")))


def fill_plain(text: str, facts: Mapping[str, str]) -> str:
    """The same for what is no markup (the layout as JSON): only what needs no escaping."""
    return _MARK.sub(lambda found: facts.get(found[0], "") if found[0] in PLAIN else "", text)
