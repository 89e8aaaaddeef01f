"""The whole web side put together on one Flask server."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask_caching import Cache

from components.page import Page, Part, Screen
from components.view import View
from data.desk import Desk
from data.pulse import Pulse
from data.reading_types import Freshness
from web.bundle import build, maps, stylesheet
from web.cockpit import Cockpit
from web.compression import Compression
from web.delivery import deliver
from web.failures import explain
from web.gunicorn import THREADS
from web.headers import guard
from web.health import watch
from web.questions import check_questions
from web.stream import stream

ASSETS = Path(__file__).parent.parent / "assets"
STREAMS = THREADS - 16  # so many threads of a worker stay free for questions
FRAGMENTS = 2000  # drawn pages kept on disk


@dataclass(frozen=True)
class Screens:
    """What there is to see: the pages, what stands where there is none, and what all pages share."""

    pages: Sequence[Page]
    not_found: Callable[[View], Screen]
    callbacks: Sequence[Callable[..., None]] = ()
    parts: tuple[Part, ...] = ()


def equip(
    server: Flask,
    screens: Screens,
    open_desk: Callable[[View], Desk],
    freshness: Callable[[], Freshness],
    pulse: Callable[[], Pulse],
    cache_folder: Path,
) -> Cockpit:
    """Give a Flask server the cockpit's pages. The order matters: our hooks stand before Dash's."""
    script, style, map_script = build(ASSETS), stylesheet(ASSETS), maps(ASSETS)
    Compression(server)
    guard(server)
    watch(server, freshness)
    explain(server)
    deliver(server, script, style, map_script, ASSETS)
    check_questions(server, lambda: cockpit.callback_map)
    cache = Cache(
        server, config={"CACHE_TYPE": "FileSystemCache", "CACHE_DIR": str(cache_folder), "CACHE_THRESHOLD": FRAGMENTS}
    )
    cache.clear()  # what an earlier programme drew may look different
    cockpit = Cockpit(
        server,
        screens.pages,
        screens.not_found,
        open_desk,
        ASSETS,
        script,
        style,
        map_script,
        cache,
        pulse,
        screens.parts,
    )
    stream(server, cockpit.version, STREAMS, lambda: lambda: True)
    for register in screens.callbacks:
        register(cockpit, cockpit.open_address)
    with server.test_client() as visitor:  # Dash finishes its set-up at the first request: not a visitor's
        visitor.get("/health")
    return cockpit
