"""The processes of the cockpit: what each does, on which database one of several servers leads it, what it promises."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator

from flask import Flask

from data.core.actor import Actor
from data.core.jobs import Wait
from data.hotline.table_store import Forms
from data.snapshots.look_backs import run_look_backs
from data.storage.faults import or_else
from data.storage.leadership import leadership
from monitoring.liveness_notices import LivenessNotices
from runtime.container import Container
from runtime.feed_process import run_feeds
from runtime.gunicorn import serve
from runtime.monitor_process import run_monitor
from runtime.process import Process
from runtime.refresher import run_refresher
from runtime.task_processes import run_scheduler, run_sender
from tasks import (
    AlertNumbers,
    IndicatorNumbers,
    NumberSource,
    OutcomeEvaluation,
    WebhookTarget,
    open_rule_set,
)

WEB = "web"
# Seconds of the longest turn, within which each beats again.
LONGEST = {"refresher": 600, "monitor": 120, "scheduler": 120, "look-backs": 600, "sender": 600, "feeds": 120}


def web(make: Callable[[], Flask], bound: socket.socket) -> Process:
    """The web server at a socket; `make` builds what all its workers share. It says by answering that it works."""
    host, port = bound.getsockname()[:2]
    return Process(WEB, lambda _: serve(make, host, port, bound=bound.detach()), 0, own_signals=True)


def background(container: Container, hook: WebhookTarget | None, forms: Forms) -> Iterator[Process]:
    """What works beside the web server. `forms` writes the tables that are kept to be taken away."""
    settings, operations, clock = container.settings, container.operations, container.clock
    book = open_rule_set(container.catalogue, container.own_definitions)

    def process(name: str, url: str, work: Callable[[Wait], None]) -> Process:
        return Process(name, work, LONGEST[name], leadership(url, name))

    yield process("refresher", settings.warehouse_url, lambda wait: run_refresher(container, wait, forms))
    yield process("monitor", settings.readings_url, lambda wait: run_monitor(container, wait))
    yield process(
        "look-backs",
        settings.warehouse_url,
        lambda wait: run_look_backs(container.look_backs, container.look_back, wait),
    )
    look = outcome_evaluation(container)
    told = LivenessNotices(operations, container.liveness, clock, container.catalogue.regions.city.code)

    def scheduler(wait: Wait) -> None:
        run_scheduler(operations, book, clock, also(wait, told.look), look)

    yield process("scheduler", settings.operations_url, scheduler)
    if container.feeds:
        yield process("feeds", settings.operations_url, lambda wait: run_feeds(container, wait))
    if hook is not None:
        yield process("sender", settings.operations_url, lambda wait: run_sender(operations, hook, clock, wait))


def also(wait: Wait, look: Callable[[], object]) -> Wait:
    """The same wait, with a look at something else before each; with its database away there is none."""

    def looking(seconds: float) -> bool:
        or_else(look, None)
        return wait(seconds)

    return looking


def outcome_evaluation(container: Container) -> OutcomeEvaluation:
    """What looks at numbers again that tasks were sent for."""
    book, everything = open_rule_set(container.catalogue, container.own_definitions), Actor.cockpit().scope
    sources: dict[str, NumberSource] = {
        "indicator": IndicatorNumbers(container.reader, everything),
        "alert": AlertNumbers(container.operations, everything),
    }
    return OutcomeEvaluation(
        container.operations, book, sources, lambda: container.pulse().of("snapshot", "tasks", "alerts")
    )
