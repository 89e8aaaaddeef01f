"""Live fragments as HTML: each is drawn once for a version of its subjects and for all who see the same."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from components.framework.markup import to_html
from components.framework.page import LiveFragment
from components.framework.unavailable import AWAY, away, not_kept
from data.core.lru import LruCache
from data.core.not_kept import NotKept
from data.storage.faults import DatabaseUnavailable
from queries.request_context import RequestContext
from web.rendering.route import Route

log = logging.getLogger("cockpit")
KEPT = 400  # sets of fragments that a process remembers: a wall of screens asks for the same one
VARIANTS = 50  # fragments of one set that differ by the options in the address
Options = tuple[tuple[str, str], ...]


class NotedOptions(Mapping[str, str]):
    """Options of an address that note whether anybody looked at them."""

    def __init__(self, given: Mapping[str, str]) -> None:
        self._given = given
        self.read = False

    def __getitem__(self, name: str) -> str:
        self.read = True
        return self._given[name]

    def __iter__(self) -> Iterator[str]:
        self.read = True
        return iter(self._given)

    def __len__(self) -> int:
        self.read = True
        return len(self._given)


@dataclass(frozen=True)
class Fragments:
    """Draws fragments and remembers them. `shared` are those of every page."""

    shared: tuple[LiveFragment, ...] = ()
    kept: LruCache[dict[Options | None, str]] = field(default_factory=lambda: LruCache(KEPT))

    def markup(self, part: LiveFragment, route: Route, context: RequestContext) -> str:
        """A fragment of a page, as of the changes that `context` knows; late-bound values are not filled in yet.

        What says that a database is away is not remembered, and while one is nothing is taken from memory.
        """
        if not context.changes.complete:
            return self._drawn(part, route, context)
        variants = self._variants(part, route, context)
        options = _options(route)
        for known in (None, options):
            if known in variants:
                return variants[known]
        noted = NotedOptions(route.view.options)
        drawn = self._drawn(part, replace(route, view=replace(route.view, options=noted)), context)
        _remember(variants, options if noted.read else None, drawn)
        return drawn

    def remember(self, part: LiveFragment, route: Route, context: RequestContext, markup: str) -> None:
        """Take over a fragment that was drawn with its page."""
        _remember(self._variants(part, route, context), _options(route), markup)

    def _drawn(self, part: LiveFragment, route: Route, context: RequestContext) -> str:
        variables = {} if part in self.shared else dict(route.variables)
        try:
            return to_html(part.draw(route.view, context, **variables))
        except DatabaseUnavailable as fault:
            log.error("%s: %s", part.id, fault)
            return to_html(away(route.view, fault.store, fault.why))
        except NotKept as fault:
            return to_html(not_kept(route.view, fault.subject))

    def _variants(self, part: LiveFragment, route: Route, context: RequestContext) -> dict[Options | None, str]:
        """Whatever is known of a fragment as it is now, by the options that it was drawn for; None: for any."""
        view = route.view
        versions = tuple((name, count) for name, count in context.changes.beats.items() if name in part.subjects)
        whose = context.actor.account if part.personal else None
        hour = context.now.hour  # a wall shows other things at other hours
        key = (part.id, versions, view.path, view.lang, view.theme, view.as_of, context.key(), hour, whose)
        return self.kept.get(key, dict)


def _options(route: Route) -> Options:
    return tuple(sorted(route.view.options.items()))


def _remember(variants: dict[Options | None, str], options: Options | None, markup: str) -> None:
    if AWAY in markup or len(variants) >= VARIANTS:
        return
    variants[options] = markup
