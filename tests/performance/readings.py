"""Readings through the real door while the watch looks and browsers show them: is one lost, what does it cost, and how
long until a reading is seen?

The house runs as people start it (server, watch, refresher), with a sender of so many readings a second instead of the
demonstration's feeder, and a gauge of its own whose values nobody else sends.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import func, select

from access.administration import devices as tokens
from access.authentication.startup_checks import open_auth
from data.core.actor import Actor
from data.core.clock import Clock, to_epoch
from data.core.jobs import Wait
from data.core.settings import Settings
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.tables import arrival, feed, reading
from demo.city.deliveries import BASIS_DEMO
from demo.container import DemoContainer
from demo.simulator.city import build_city
from demo.simulator.http_client import DeliveryAnswer, Rows, SimulatorClient
from demo.simulator.process import PROMISE, deliver_continuously
from demo.simulator.timetable import EvenTimetable
from demo.simulator_process import begins_after, ingest_address
from tests.browser.entering import state_of
from tests.browser.watching import FLAGS
from tests.needs import browser
from tests.performance.report import Line
from tests.performance.timing import say
from tests.serving import ROOT, free_port, process_of
from web.api.readings import ADDRESS

GROUP = "Readings, {rate:,} a second for {seconds} s, {screens} screens open"
GAUGE, TOWN = "BENCH-GAUGE", 440607101
SENDER, MARKER = "bench-sender", "bench-marker"
LOWEST = 0.5  # hertz, above which it is orange: so that it stands in the list of what is not normal
BETWEEN = (1.7, 2.3, 2.9)  # seconds between two markers, in turn: never in step with the watch
WARM = 12  # seconds before anything is counted
SCREENS = ("/vitals", "/vitals?lang=en&theme=light", "/vitals/energy?sign=V83")
HOUSE = "import sys; from tests.performance.readings import house; house(sys.argv[1], int(sys.argv[2]))"
SEEN = """gauge => {
  window.seen = {};
  const note = () => document.querySelectorAll(`.num[data-device="${gauge}"] b`).forEach(place => {
    if (!(place.textContent in seen)) seen[place.textContent] = Date.now() / 1000;
  });
  new MutationObserver(note).observe(document.body, {childList: true, subtree: true, characterData: true});
}"""


def house(home: str, rate: int) -> None:
    """What the process that is measured does; it ends when it is told to."""
    from app import create_server
    from demo.demo_accounts import prepare
    from runtime.listen_socket import bind
    from runtime.process import Process
    from runtime.processes import background, web
    from runtime.start import supervise
    from web.api.hotline_table import FORMS

    settings = Settings.from_environment({**os.environ, "COCKPIT_HOME": home})
    container = DemoContainer(settings)
    auth = open_auth(settings, container.operations, container.catalogue)
    prepare(auth)
    token = tokens.make(auth, Actor.cockpit(), SENDER, "ingest", (container.catalogue.regions.city.code,), 1).token
    bound = bind(settings.host, settings.port)
    address = ingest_address(settings.host, settings.port, ADDRESS)
    sender = Process("sender", sending(container, address, token, rate), 60)
    watching = [one for one in background(container, None, FORMS) if one.name != "scheduler"]
    supervise(container, [web(lambda: create_server(container=container), bound), *watching, sender], None, bound)


def sending(container: DemoContainer, address: str, token: str, rate: int) -> Callable[[Wait], None]:
    """What the sender does; how many readings the door has taken from it stands in the file `sent`."""

    def work(wait: Wait) -> None:
        city, courier, told = (
            build_city(container.catalogue, container.seed),
            SimulatorClient(address, PROMISE, token),
            [0],
        )

        def bring(rows: Rows) -> DeliveryAnswer:
            answer = courier.bring(rows)
            told[0] += len(rows) if answer.taken else 0
            (container.settings.home / "sent").write_text(str(told[0]))
            return answer

        deliver_continuously(city, EvenTimetable(city, rate), bring, container.clock, begins_after(container), wait)

    return work


@dataclass(frozen=True)
class House:
    """The running house."""

    home: Path
    port: int
    process: psutil.Process

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def cpu(self) -> dict[str, float]:
        """CPU seconds so far, by part of the house."""
        beside = {process_of(self.home, name): name for name in ("monitor", "sender", "refresher")}
        used = dict.fromkeys(("server", *beside.values()), 0.0)
        for process in [self.process, *self.process.children(recursive=True)]:
            times = process.cpu_times()
            used[beside.get(process.pid, "server")] += times.user + times.system
        return used


@contextmanager
def running(home: Path, rate: int) -> Iterator[House]:
    """The house over a data folder, with its sender; ends with the block."""
    port = free_port()
    environment = {**os.environ, "COCKPIT_HOME": str(home), "HOST": "127.0.0.1", "PORT": str(port)}
    command = [sys.executable, "-c", HOUSE, str(home), str(rate)]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        until = time.monotonic() + 180
        while not (home / "sent").exists():
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the house did not begin to take readings")
            time.sleep(0.2)
        yield House(home, port, psutil.Process(process.pid))
    finally:
        house = psutil.Process(process.pid)
        for one in [*house.children(recursive=True), house]:
            one.kill()  # nothing of it is kept, and it would wait for its open streams
        process.wait(30)


def measure(home: Path, rate: int, seconds: int) -> list[Line]:
    """Run the house, send, mark, look; then count."""
    container = DemoContainer(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    with container.readings.writing() as connection:
        gauge = SensorDevice(
            GAUGE,
            "压测频率计",
            "Bench gauge",
            TOWN,
            ("frequency_deviation",),
            "power-supply-bureau",
            5,
            basis=BASIS_DEMO,
        )
        register(connection, [gauge], to_epoch(container.clock.now()))
    auth = open_auth(container.settings, container.operations, container.catalogue)
    token = tokens.make(auth, Actor.cockpit(), MARKER, "ingest", (container.catalogue.regions.city.code,), 1).token
    container.dispose()
    with running(home, rate) as here, ExitStack() as stack:
        playwright = stack.enter_context(sync_playwright())
        chromium = playwright.chromium.launch(executable_path=browser(), args=FLAGS)
        stack.callback(chromium.close)
        state = state_of(chromium, here.url)
        pages = [_opened(chromium, state, here.url + path) for path in SCREENS]
        clock = Watched(here)
        courier = SimulatorClient(ingest_address("127.0.0.1", here.port, ADDRESS), 60, token)
        say(f"sending {rate:,} a second, {WARM} s before it counts")
        _mark(courier, container, pages, WARM, 0)
        sent, used, began = clock.sent(), here.cpu(), time.monotonic()
        say(f"and {seconds} s that count")
        marks = _mark(courier, container, pages, seconds, 100)
        lasted, now = time.monotonic() - began, here.cpu()
        taken = clock.sent() - sent
        shares = {part: 100 * (now[part] - used[part]) / lasted for part in now}
        waited = _waited(pages, marks)
    lost = _lost(container, home)
    container.dispose()
    return _lines(GROUP.format(rate=rate, seconds=seconds, screens=len(pages)), taken / lasted, lost, shares, waited)


@dataclass(frozen=True)
class Watched:
    """What the sender says of itself."""

    house: House

    def sent(self) -> int:
        """Readings that the door has taken from it so far."""
        return int((self.house.home / "sent").read_text() or 0)


def _opened(chromium: Any, state: Any, address: str) -> Page:
    context = chromium.new_context(viewport={"width": 1920, "height": 1080}, storage_state=state)
    page: Page = context.new_page()
    page.goto(address)
    page.wait_for_selector("html[data-ready]", state="attached", timeout=60_000)
    page.evaluate(SEEN, GAUGE)
    return page


def _mark(
    courier: SimulatorClient, container: DemoContainer, pages: list[Page], seconds: float, first: int
) -> dict[str, float]:
    """Send values of the gauge now and then; when the door had taken each, by the text that will be seen."""
    until, marks, number = time.monotonic() + seconds, dict[str, float](), first
    while time.monotonic() < until:
        value = LOWEST + (number + 1) / 1000
        answer = courier.bring([_row(container.clock, value)])
        if not answer.taken:
            raise RuntimeError(answer.why)
        marks[f"{value:.3f}"] = time.time()
        number += 1
        ends = time.monotonic() + BETWEEN[number % len(BETWEEN)]
        while time.monotonic() < ends:
            for page in pages:
                page.wait_for_timeout(50)  # the browsers' events are heard
    for page in pages:
        page.wait_for_timeout(2500)
    return marks


def _row(clock: Clock, value: float) -> dict[str, object]:
    return {"device": GAUGE, "quantity": "frequency_deviation", "at": to_epoch(clock.now()), "value": round(value, 3)}


def _waited(pages: list[Page], marks: Mapping[str, float]) -> list[float | None]:
    """Seconds from taken to seen, for every marker on every screen; None for one that was never seen."""
    found: list[float | None] = []
    for page in pages:
        seen = page.evaluate("window.seen")
        found += [seen[text] - taken if text in seen else None for text, taken in marks.items()]
    return found


def _lost(container: DemoContainer, home: Path) -> int:
    """Readings that the sender was told were taken, and that are not there."""
    told = int((home / "sent").read_text())
    with container.readings.reading() as connection:
        mine = arrival.c.feed.in_(select(feed.c.id).where(feed.c.id == SENDER))
        query = select(func.count()).select_from(reading).join(arrival, arrival.c.no == reading.c.arrival)
        kept = connection.execute(query.where(mine)).scalar_one()
        repeated = connection.execute(select(func.coalesce(func.sum(arrival.c.repeated), 0)).where(mine)).scalar_one()
    return told - int(kept) - int(repeated)


def _lines(group: str, rate: float, lost: int, shares: Mapping[str, float], waited: list[float | None]) -> list[Line]:
    seen = sorted(one for one in waited if one is not None)
    p95 = seen[int(0.95 * (len(seen) - 1))]
    note = f"{len(waited)} sightings of markers"
    return [
        Line(group, "taken a second", rate, ""),
        Line(group, "told as taken and not there", lost, "", 0),
        *(Line(group, f"{part}: share of one core", share, "%") for part, share in shares.items()),
        Line(group, "taken → on an open screen, median", statistics.median(seen), "s", None, note),
        Line(group, "taken → on an open screen, 95th percentile", p95, "s", 5, f"slowest {seen[-1]:.1f} s"),
        Line(group, "markers that a screen never showed", len(waited) - len(seen), "", 0, "a newer one stood there"),
    ]
