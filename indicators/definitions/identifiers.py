"""What an id may look like: ids stand in addresses, attributes and file names, so their letters are few."""

from __future__ import annotations

import re
from typing import Final

RULE: Final = "1 to 64 of the letters A-Z a-z, digits and . _ : - beginning with a letter or digit"
_IDENTIFIER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,63}", re.ASCII)


def is_identifier(text: str) -> bool:
    """Whether a text keeps the rule: no slash, backslash, blank, quote or percent sign, and no `..` on its own."""
    return _IDENTIFIER.fullmatch(text) is not None
