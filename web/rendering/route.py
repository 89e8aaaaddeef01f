"""From an address to a view: which page, and how the visitor wants to see it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl, unquote, urlsplit

from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map, Rule

from components.framework.page import Page
from components.framework.view import Lang, Theme, View

LONGEST_OPTION = 64
LONGEST_ADDRESS = 2000


@dataclass(frozen=True)
class Route:
    """A page asked for, with the variables of its address. `page` is None where no page stands."""

    page: Page | None
    variables: Mapping[str, str]
    view: View


class Router:
    """Knows the addresses of all pages."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._pages = {page.name: page for page in pages}
        rules = [Rule(page.rule, endpoint=page.name) for page in pages]
        self._addresses = Map(rules, strict_slashes=False, redirect_defaults=False).bind("cockpit")

    def visit(self, path: str, query: Mapping[str, str]) -> Route:
        """The visit behind a path and a query. What is not understood in the query is dropped."""
        path = "/" + path.lstrip("/")  # a path with two slashes would lead to another host when used as a link
        try:
            name, variables = self._addresses.match(path, method="GET")
        except HTTPException:
            return Route(None, {}, _view(path, query, frozenset()))
        page = self._pages[name]
        return Route(page, variables, _view(path, query, page.options))

    def visit_address(self, address: str) -> Route:
        """The visit behind an address of ours as the browser shows it (`/plan?lang=en`)."""
        try:
            parts = urlsplit(address[:LONGEST_ADDRESS])
        except ValueError:  # no address at all, such as http://[
            return self.visit("/", {})
        query: dict[str, str] = {}
        for name, value in parse_qsl(parts.query):
            query.setdefault(name, value)  # given twice: the first holds, as in the address bar
        return self.visit(unquote(parts.path) or "/", query)


def _view(path: str, query: Mapping[str, str], known: frozenset[str]) -> View:
    lang: Lang = "en" if query.get("lang") == "en" else "zh"
    theme: Theme = "light" if query.get("theme") == "light" else "dark"
    as_of = query.get("as_of", "")[:LONGEST_OPTION]  # whether it is a moment, the context says
    options = {k: v for k, v in sorted(query.items()) if k in known and len(v) <= LONGEST_OPTION}
    return View(path, lang, theme, as_of or None, options)
