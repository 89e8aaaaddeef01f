"""How a visitor looks: language, theme and the rest of the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import quote, urlencode

from components.messages import message

Lang = Literal["zh", "en"]
Theme = Literal["dark", "light"]
PLAIN = "/:@!$&'()*+,;=~"  # what stands in a path as it is


def quoted(path: str) -> str:
    """A path as it stands in an address: on this host whatever an id in it holds (`?`, `#`, a backslash, half a
    character)."""
    return "/" + quote(path.lstrip("/"), safe=PLAIN, errors="replace")


class Bilingual(Protocol):
    """A text in both languages, as definitions carry it."""

    @property
    def zh(self) -> str: ...
    @property
    def en(self) -> str: ...


@dataclass(frozen=True)
class View:
    """The state of a screen, all of it in its address, so that a link shows the next person the same picture."""

    path: str = "/"
    lang: Lang = "zh"
    theme: Theme = "dark"
    as_of: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def translate(self, key: str, **facts: object) -> str:
        """The message of the catalogue under `key` in the visitor's language. KeyError when it is not there."""
        return message(self.lang, key, **facts)

    def localise(self, text: Bilingual) -> str:
        """A definition's text in the visitor's language."""
        return text.zh if self.lang == "zh" else text.en

    def option(self, name: str, default: str = "") -> str:
        """A further part of the query, such as the chosen map layer."""
        return self.options.get(name, default)

    def href(self, path: str | None = None, **changes: str | None) -> str:
        """The address of `path` (default: this page) seen the same way, with changes; None removes one.

        `path` is as it is read, not quoted, and without a query. A page's own options go along only when the page
        stays.
        """
        query: dict[str, str | None] = {
            "lang": None if self.lang == "zh" else self.lang,
            "theme": None if self.theme == "dark" else self.theme,
            "as_of": self.as_of,
        }
        if path is None or path == self.path:
            query |= dict(self.options)
        query |= changes
        kept = {k: v for k, v in query.items() if v is not None and v != ""}
        if kept.get("lang") == "zh":
            del kept["lang"]
        if kept.get("theme") == "dark":
            del kept["theme"]
        return quoted(path or self.path) + (f"?{urlencode(kept, errors='replace')}" if kept else "")
