"""MQTT: what a real broker holds for us lands, and the broker is told only then."""

from __future__ import annotations

import json
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion
from sqlalchemy import select

from data.feeds.definitions import FeedDefinition
from data.telemetry.device_registry import SensorDevice, register
from data.telemetry.tables import reading
from tests import needs
from tests.data.feeds.conftest import FeedCity

Declare = Callable[..., FeedDefinition]


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a broker of these tests' own."""
    program = needs.broker()
    if program is None:
        pytest.fail(needs.SENTENCE["broker"])
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = int(free.getsockname()[1])
    folder = tmp_path_factory.mktemp("broker")
    (folder / "broker.conf").write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nmax_queued_messages 10000\n")
    running = subprocess.Popen([program, "-c", str(folder / "broker.conf")], stderr=subprocess.DEVNULL)
    for _ in range(100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield port
    running.terminate()
    running.wait(10)


@pytest.fixture
def stations(city: FeedCity) -> FeedCity:
    """A city with two stations in its register."""
    with city.given.intake.readings.writing() as connection:
        town, owner = 440604011, "statistics-bureau"
        found = [SensorDevice(name, name, name, town, ("level",), owner, 60) for name in ("s1", "s2")]
        register(connection, found, city.given.now)
    return city


def publish(port: int, *messages: tuple[str, bytes]) -> None:
    """Send messages, each told by the broker to have come."""
    client = Client(CallbackAPIVersion.VERSION2)
    client.connect("127.0.0.1", port)
    client.loop_start()
    for topic, payload in messages:
        client.publish(topic, payload, qos=1).wait_for_publish(10)
    client.disconnect()
    client.loop_stop()


def reading_of(city: FeedCity, value: float, **more: Any) -> bytes:
    return json.dumps({"t": city.given.now, "v": value, "battery": 3.6, **more}).encode()


def landed(city: FeedCity) -> list[float]:
    with city.given.intake.readings.reading() as connection:
        return list(connection.execute(select(reading.c.value).order_by(reading.c.value)).scalars())


def feed_of(declare: Declare, port: int, name: str, **more: Any) -> FeedDefinition:
    fetch = {"kind": "mqtt", "host": "127.0.0.1", "port": port, "topic": f"{name}/+/level", "client": f"feed-{name}"}
    more = {"listen": 2, "device_level": 2, **more}
    return declare({**fetch, **more}, delivers="readings", columns={"t": "at", "v": "value"})


def test_messages_land_with_the_device_of_their_topic_and_what_is_no_json_is_passed_over(
    broker: int, stations: FeedCity, declare: Declare
) -> None:
    feed = feed_of(declare, broker, "plain")
    assert stations.run(feed).outcome == "empty"  # from now on the broker keeps what comes
    publish(
        broker,
        ("plain/s1/level", reading_of(stations, 1.5)),
        ("plain/s2/level", b"not json"),
        ("plain/s2/level", b"[" + reading_of(stations, 2.5) + b"]"),
        ("plain/s9/level", reading_of(stations, 3.5)),
    )

    run = stations.run(feed)

    assert (run.outcome, run.accepted, run.refused) == ("good", 2, 1)
    assert landed(stations) == [1.5, 2.5]
    assert stations.run(feed).outcome == "empty"


def test_what_has_not_landed_is_sent_again(
    broker: int, stations: FeedCity, declare: Declare, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed = feed_of(declare, broker, "twice")
    stations.run(feed)
    publish(broker, ("twice/s1/level", reading_of(stations, 4.5)))

    def full(*_: object, **__: object) -> None:
        raise OSError("no space left")

    with monkeypatch.context() as patched:
        patched.setattr("data.feeds.feed_runner.deliver", full)
        assert stations.run(feed).outcome == "failed"
    assert landed(stations) == []

    assert stations.run(feed).accepted == 1
    assert landed(stations) == [4.5]


def test_a_broker_that_is_away_is_told(stations: FeedCity, declare: Declare) -> None:
    run = stations.run(feed_of(declare, 1, "away"))

    assert (run.outcome, run.code) == ("failed", "unreachable")


def test_more_than_a_run_takes_comes_with_the_next(broker: int, stations: FeedCity, declare: Declare) -> None:
    feed = feed_of(declare, broker, "many").model_copy(update={"limit": 3})
    stations.run(feed)
    publish(broker, *(("many/s1/level", reading_of(stations, n, t=stations.given.now - n)) for n in range(1, 6)))

    runs = [stations.run(feed), stations.run(feed)]

    assert sum(run.accepted for run in runs) == 5
    assert len(landed(stations)) == 5
