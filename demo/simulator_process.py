"""What the process of the demonstration's feeder does."""

from __future__ import annotations

from data.core.clock import to_epoch
from data.core.jobs import Wait
from data.storage.leadership import leadership
from data.telemetry.newest_moment import newest_of
from data.telemetry.reading_contract import KEPT
from demo.city.deliveries import BASIS_DEMO
from demo.container import DemoContainer
from demo.simulator.city import build_city
from demo.simulator.http_client import SimulatorClient
from demo.simulator.process import PROMISE, deliver_continuously
from demo.simulator.timetable import DeviceTimetable, EvenTimetable
from runtime.process import Process
from web.api.readings import ADDRESS

LONGEST = 90  # seconds of the longest turn, within which it beats again
MARGIN = 60  # seconds by which the oldest reading is younger than the door takes


def simulator(container: DemoContainer, port: int, token: str) -> Process:
    """The devices of the demonstration, which deliver through the interface of the web server on this machine."""
    address = ingest_address(container.settings.host, port, ADDRESS)
    lead = leadership(container.settings.readings_url, "simulator")
    return Process("simulator", lambda wait: run_feeder(container, address, token, wait), LONGEST, lead)


def run_feeder(container: DemoContainer, address: str, token: str, wait: Wait, rate: int | None = None) -> None:
    """Feed the demonstration through `address` until `wait` says no; it goes on where readings end.

    `rate`: so many readings a second of the same devices, for a measurement, instead of each at its own times.
    """
    city = build_city(container.catalogue, container.seed)
    timetable = DeviceTimetable(city) if rate is None else EvenTimetable(city, rate)
    courier = SimulatorClient(address, PROMISE, token)
    deliver_continuously(city, timetable, courier.bring, container.clock, begins_after(container), wait)


def ingest_address(host: str, port: int, path: str) -> str:
    """The address of a door on this machine."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}{path}"


def begins_after(container: DemoContainer) -> int:
    """The moment after which readings are due: the second before the newest one, whose others may be missing."""
    now = to_epoch(container.clock.now())
    with container.readings.reading() as connection:
        newest = newest_of(connection, BASIS_DEMO)
    container.dispose()
    return now - 1 if newest is None else max(min(newest, now) - 1, now - KEPT + MARGIN)
