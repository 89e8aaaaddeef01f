"""Which addresses a redirect may lead to: ours."""

import re
from urllib.parse import unquote

LONGEST = 2000
LOCAL = re.compile(r"/(?![/\\])[^\x00-\x20\x7f\\]*")


def local(address: str, default: str = "/") -> str:
    """The address when it is a path of this cockpit, else the default. Also what hides behind escapes is refused."""
    fits = len(address) <= LONGEST and LOCAL.fullmatch(address) and LOCAL.match(unquote(address))
    return address if fits else default
