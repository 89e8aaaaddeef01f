"""A page with a big map, for the tests alone: grids, devices, an incident; what is live changes when a test says so."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from dash import html
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from access.authentication.startup_checks import open_auth
from components.framework.page import LiveFragment, Page, Screen
from components.framework.view import View
from components.maps.big_map import Highlight, MapPoints, MapSpec, ShadedGrids, big_map, map_now
from components.maps.colour_scale import graded
from components.maps.levels import LevelMark
from components.maps.places import Place, places_file
from data.core.change_version import ChangeVersion
from data.core.settings import Settings
from demo.container import DemoContainer
from demo.demo_accounts import prepare
from queries.request_context import RequestContext
from web.api.map_files import MapFile, offer_map_files
from web.security.auth_middleware import actor
from web.server import Screens, equip

HOSTILE = '<img src=x onerror="document.title=1"> & "站"'
CENTRE = (113.12, 23.02)
MARKS = {"data-sign": "V61", "data-period": "2025-06-30", "data-basis": "demo"}


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        """The tests say what they saw; the log need not."""


@dataclass
class Scene:
    """What the page shows now. `beat` makes open pages ask again."""

    devices: int = 60
    levels: dict[int, LevelMark] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=lambda: {0: "7.62 m"})
    shift: int = 0  # of the grids' values
    ring: bool = True
    clustered: bool = True
    beats: int = 0

    def beat(self) -> None:
        self.beats += 1

    def begin_again(self) -> None:
        """As it was at first; what was told to open pages stays told."""
        vars(self).update({**vars(Scene()), "beats": self.beats + 1})


class Stage:
    """The page and what it is drawn from."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.part = LiveFragment(
            "map-now", lambda view, context: map_now(view, self.spec(view, context)), frozenset({"signs"})
        )
        self.page = Page("map", "/", self.layout, parts=(self.part,), kept=False)
        self.plain = Page("plain", "/plain", lambda view, context: Screen("plain", [html.H1("plain")]))

    def places(self) -> list[Place]:
        """Devices around the middle of the city, always the same; the first stands apart and has a hostile name."""
        dice = random.Random(7)
        found = [Place(112.75, 22.90, HOSTILE, ["/devices/0", "x=1"][0], 440608108)]
        for n in range(1, self.scene.devices):
            lon, lat = CENTRE[0] + dice.gauss(0, 0.12), CENTRE[1] + dice.gauss(0, 0.12)
            found.append(Place(lon, lat, f"设备 {n}", f"/devices/{n}", 440604010))
        return found

    def levels(self) -> list[LevelMark]:
        found: list[LevelMark] = ["normal"] * self.scene.devices
        found[0] = "orange"
        for n, level in self.scene.levels.items():
            found[n] = level
        return found

    def spec(self, view: View, context: RequestContext) -> MapSpec:
        file = context.grids.file(context.scope)
        values = [float((number * 7 + self.scene.shift) % 23) for number in file.numbers]
        shaded = ShadedGrids(file, values, graded(values), "事件", " 件", "/grids/{number}", MARKS, "网格：示意")
        places = self.places()
        many = places_file(places) if len(places) > 200 else None
        points = MapPoints(places, self.levels(), "设备", self.scene.texts, MARKS, many, self.scene.clustered)
        ring = Highlight(*CENTRE, "乐平镇", "red") if self.scene.ring else None
        return MapSpec(
            "city", "佛山设备与网格", context.shapes, towns=True, grids=shaded, points=points, highlight=ring
        )

    def layout(self, view: View, context: RequestContext) -> Screen:
        return Screen("map", [html.H1("地图"), big_map(view, self.spec(view, context), self.part), _filler(view)])


def _filler(view: View) -> Any:
    """More page below the map, so that there is something to scroll to."""
    return html.Div([html.P("…") for _ in range(40)])


@contextmanager
def served(home: Path, scene: Scene) -> Iterator[str]:
    """The address of a cockpit whose only pages are one with a big map and one without."""
    container = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    auth = open_auth(container.settings, container.operations, container.catalogue)
    prepare(auth)
    server, stage = Flask("maps", static_folder=None), Stage(scene)
    sources: dict[str, Callable[[], MapFile]] = {
        "grids": lambda: container.grids.file(actor().scope),
        "places": lambda: places_file(stage.places()),
    }
    offer_map_files(server, sources)
    screens = Screens([stage.page, stage.plain], lambda view: Screen("?", [html.H1("?")]))

    def open_context(view: View) -> RequestContext:
        return replace(container.context(actor(), view.as_of), changes=ChangeVersion({"signs": scene.beats}))

    equip(
        server,
        screens,
        auth,
        container.settings,
        open_context,
        container.freshness,
        lambda: ChangeVersion({"signs": scene.beats}),
    )
    service = make_server("127.0.0.1", 0, server, threaded=True, request_handler=Quiet)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{service.server_port}"
    finally:
        service.shutdown()
