"""From a tree of Dash components to the HTML that the browser shows first."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable
from html import escape
from typing import Any

from dash.development.base_component import Component

from components.framework.late_bound_values import LateBound
from components.framework.raw_html import RawHtml

log = logging.getLogger("cockpit")
VOID = frozenset({"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
RENAMED = {
    "className": "class",
    "htmlFor": "for",
    "tabIndex": "tabindex",
    "colSpan": "colspan",
    "rowSpan": "rowspan",
    "dateTime": "datetime",
    "hrefLang": "hreflang",
    "autoFocus": "autofocus",
    "srcSet": "srcset",
    "spellCheck": "spellcheck",
    "encType": "enctype",
    "maxLength": "maxlength",
    "autoComplete": "autocomplete",
}
SILENT = frozenset({"children", "style", "n_clicks", "n_clicks_timestamp", "key", "disable_n_clicks", "loading_state"})
ADDRESSES = frozenset({"href", "src", "action", "formaction", "data", "poster", "cite"})
# A path of ours (two slashes or a backslash would name another host), a place on the page, a picture in the page.
OURS = re.compile(r"(/(?!/)|#|\?|data:image/|mailto:)[^\x00-\x1f\\]*|/|")


def to_html(node: Any) -> str:
    """HTML of a component, a text, a number, nothing, or a list of these. Texts are escaped."""
    if node is None or node is False:
        return ""
    if isinstance(node, RawHtml):
        return str(getattr(node, "html", ""))
    if isinstance(node, Component):
        return _element(node)
    if isinstance(node, LateBound):
        return node.mark
    if isinstance(node, Iterable) and not isinstance(node, str):
        return "".join(to_html(child) for child in node)
    return escape(_whole_characters(str(node)), quote=False)


def attributes(node: Component) -> str:
    """The attributes of a component as HTML, each value escaped; an address that is not ours is left out."""
    given = vars(node)  # its properties as given; what Dash keeps for itself starts with _ or available_
    parts = [
        attribute(name, value)
        for name, value in given.items()
        if name not in SILENT and not name.startswith(("_", "available_"))
    ]
    style = given.get("style")
    if style:
        parts.append(f' style="{escape(_whole_characters(_css(style)))}"')
    return "".join(parts)


def tag_of(node: Component) -> str:
    """The HTML tag a component of Dash's html library stands for."""
    return str(node._type).lower()


def _element(node: Component) -> str:
    if node._namespace != "dash_html_components":
        return f"<div{_identity(node)}></div>"
    tag = tag_of(node)
    opening = f"<{tag}{attributes(node)}>"
    return opening if tag in VOID else f"{opening}{to_html(getattr(node, 'children', None))}</{tag}>"


def _identity(node: Component) -> str:
    """What a live component (a graph, a store) leaves in the first picture: its box."""
    given = node.to_plotly_json()["props"]
    return "".join(attribute(name, given[name]) for name in ("id", "className") if isinstance(given.get(name), str))


def attribute(name: str, value: Any) -> str:
    """One attribute as HTML with a space before it; nothing for None and False.

    An address of another host or scheme (javascript: and the like) is left out and noted in the log: one row of data
    with such an address loses its link, the page around it stands.
    """
    if value is None or value is False:
        return ""
    name = RENAMED.get(name, name if "-" in name else name.lower())
    if value is True:
        return f' {name}="true"' if name.startswith(("aria-", "data-")) else f" {name}"
    if isinstance(value, LateBound):
        return f' {name}="{value.mark}"'
    text = _whole_characters(str(value))
    if name in ADDRESSES and not OURS.fullmatch(text):
        log.warning("left out: an address (%s) that is neither ours nor an image in the page", name)
        return ""
    return f' {name}="{escape(text)}"'


def _whole_characters(text: str) -> str:
    """Half a surrogate pair cannot be sent as UTF-8: it becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _css(style: dict[str, Any]) -> str:
    def name(key: str) -> str:
        return key if key.startswith("--") else "".join(f"-{c.lower()}" if c.isupper() else c for c in key)

    return ";".join(f"{name(key)}:{value}" for key, value in style.items())
