"""Telling open screens that something is new: server-sent events that carry a version and nothing else.

A screen then asks through the ordinary, guarded callbacks. Each stream holds a thread, so their number is capped
(web/live/open_streams.py): past the cap a screen falls back to asking for the version, which costs a header.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from threading import Condition, Thread
from weakref import finalize

from flask import Flask, Response, g, request

from web.live.open_streams import OpenStreams, StreamLimits
from web.rendering.failures import refused

STREAM, VERSION = "/api/stream", "/api/version"
LOOK = 0.5  # seconds between two looks at what has changed
HEARTBEAT = 15.0  # seconds after which a stream says that it is there
LIFETIME = 240  # heartbeats after which a stream ends; the browser opens a new one
log = logging.getLogger("cockpit.stream")


class ChangeWatcher:
    """Looks for changes on behalf of all streams of a process: one thread, and only while somebody listens."""

    def __init__(self, look: Callable[[], str], every: float = LOOK) -> None:
        self._look, self._every = look, every
        self._news = Condition()
        self._version = ""
        self._listeners = 0
        self._running = False

    def version(self) -> str:
        """The version now, without waiting."""
        return self._look()

    def changed(self, known: str, patience: float) -> str:
        """The version as soon as it differs from `known`, or the same after `patience` seconds."""
        with self._news:
            self._listeners += 1
            try:
                self._begin()
                self._news.wait_for(lambda: self._version not in ("", known), patience)
                return self._version or known
            finally:
                self._listeners -= 1

    def _begin(self) -> None:
        if not self._running:
            self._running = True
            Thread(target=self._run, name="watcher", daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                found = self._look()
            except Exception:  # a database that is away must not end the looking; the screens keep what they show
                log.exception("could not look for changes; trying again")
                found = self._version
            with self._news:
                if found != self._version:
                    self._version = found
                    self._news.notify_all()
                if not self._listeners:
                    self._running, self._version = False, ""
                    return
                self._news.wait(self._every)


def stream(
    server: Flask,
    look: Callable[[], str],
    caps: StreamLimits,
    still: Callable[[], Callable[[], bool]],
    who: Callable[[], tuple[str, str]],
) -> ChangeWatcher:
    """Offer the stream and its fall-back. `look` tells the version; `caps` bound the streams of this process.

    `still()` is called when a stream opens, in its request; what it returns says at each heartbeat whether who
    listens may still do so (a session that was ended hears nothing more). `who()` names the account and the session.
    """
    watcher, slots = ChangeWatcher(look), OpenStreams(caps)

    def events(allowed: Callable[[], bool]) -> Iterator[str]:
        yield "retry: 3000\n\n"
        known = ""
        for _ in range(LIFETIME):
            if not allowed():
                return
            found = watcher.changed(known, HEARTBEAT)
            yield f"data: {found}\n\n" if found != known else "event: beat\ndata:\n\n"
            known = found

    def open_stream() -> Response:
        if request.method == "HEAD":
            return Response(mimetype="text/event-stream")
        free = slots.take(*who())
        if free is None:
            return refused("too-many", 503, "all streams are taken: ask for the version instead")
        answer = Response(events(still()), mimetype="text/event-stream")
        g.stream_slot = free
        answer.call_on_close(free)
        finalize(answer, free)  # an answer that was replaced on its way is never closed
        answer.headers["X-Accel-Buffering"] = "no"
        return answer

    def give_up(fault: BaseException | None) -> None:
        """Free the slot of an answer that a later step failed over."""
        free = g.pop("stream_slot", None)
        if fault is not None and free is not None:
            free()

    def version() -> Response:
        answer = Response(watcher.version(), mimetype="text/plain")
        answer.headers["Cache-Control"] = "no-cache"
        answer.add_etag()
        answer.make_conditional(request)
        return answer

    server.teardown_request(give_up)
    server.add_url_rule(STREAM, "stream", open_stream)
    server.add_url_rule(VERSION, "version", version)
    return watcher
