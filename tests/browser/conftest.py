"""A real browser against a real server: one of each for all browser tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

from tests.browser.entering import state_of
from tests.browser.watching import FLAGS
from tests.needs import SENTENCE, browser, chinese_font

PATIENCE = 30_000  # milliseconds: two browsers and two servers may share two busy cores
expect.set_options(timeout=PATIENCE)


class Quiet(WSGIRequestHandler):
    """A server that writes no log."""

    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:
        """The tests say what they saw; the log need not."""


@pytest.fixture(scope="session")
def address(cockpit: Flask) -> Iterator[str]:
    """The address of a cockpit over a small demonstration city, serving in a thread."""
    service: BaseWSGIServer = make_server("127.0.0.1", 0, cockpit, threaded=True, request_handler=Quiet)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{service.server_port}"
    service.shutdown()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One headless Chromium; where there is none, the tests fail with the sentence that helps."""
    path = browser()
    assert path, SENTENCE["chromium"]
    assert chinese_font(), SENTENCE["font"]
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture(scope="session")
def signed_in(chromium: Browser, address: str) -> Any:
    """What the browser of the city's leader keeps after signing in."""
    return state_of(chromium, address)


@pytest.fixture
def context(chromium: Browser, signed_in: Any) -> Iterator[BrowserContext]:
    """A leader with a browser of their own: no cache, 1920×1080."""
    visitor = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN", storage_state=signed_in)
    visitor.set_default_timeout(PATIENCE)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh tab."""
    return context.new_page()
