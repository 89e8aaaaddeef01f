"""A real browser against a real server: one of each for all browser tests."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request, Response, Route, sync_playwright
from tests.needs import SENTENCE, browser, chinese_font
from werkzeug.serving import BaseWSGIServer, make_server

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass
class Seen:
    """What a page did: requests by address, console messages, answers of 400 and above, other hosts asked."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)

    def clean(self) -> bool:
        """No console message, no error answer, no other host."""
        return not (self.console or self.errors or self.outside)


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data folder of a small demonstration city, built once."""
    from data.office import Office
    from data.settings import Settings

    folder = tmp_path_factory.mktemp("city")
    Office(Settings.from_environment({"COCKPIT_HOME": str(folder)})).prepare(scale=0.02)
    return folder


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """The address of a cockpit over that city, serving in a thread."""
    from app import create_server
    from data.settings import Settings

    server = create_server(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    service: BaseWSGIServer = make_server("127.0.0.1", 0, server, threaded=True)
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


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A visitor of their own: no cache, no cookies, 1920×1080."""
    visitor = chromium.new_context(viewport={"width": 1920, "height": 1080}, locale="zh-CN")
    yield visitor
    visitor.close()


def follow(page: Page, address: str) -> Seen:
    """Note what a page does from now on, and block every other host."""
    seen = Seen()
    home = urlsplit(address).netloc

    def gate(route: Route) -> None:
        url = route.request.url
        if urlsplit(url).netloc in {home, ""}:
            route.continue_()
        else:
            seen.outside.append(url)
            route.abort()

    def on_request(request: Request) -> None:
        if not request.url.startswith(("data:", "blob:")):
            seen.requests.append(request.url)

    def on_response(response: Response) -> None:
        if response.status >= 400:
            seen.errors.append(f"{response.status} {response.url}")

    page.route("**/*", gate)
    page.on("request", on_request)
    page.on("response", on_response)
    page.on("console", lambda message: seen.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.console.append(f"exception: {error}"))
    return seen


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """A fresh tab."""
    return context.new_page()


def settled(page: Page) -> None:
    """Wait until Dash has taken over the page that the server drew."""
    page.wait_for_selector("html[data-ready]", state="attached", timeout=20_000)
