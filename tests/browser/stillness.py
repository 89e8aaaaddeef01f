"""When a page stands: taken over by the script, charts and letters drawn, and nothing of it under way any more.

A live page keeps a stream open and asks for the version now and then, so a browser's "network is idle" may never come.
"""

from __future__ import annotations

import time

from playwright.sync_api import Page, Request

STREAMS = ("/api/stream", "/api/version")  # these never end, or come again and again
QUIET = 0.3  # seconds without a request of the page's own
PATIENCE = 30.0  # seconds
STANDS = """() => (document.documentElement.hasAttribute('data-ready') || !document.getElementById('react-entry-point'))
  && document.fonts.status === 'loaded'
  && [...document.querySelectorAll('.dash-graph')].every(one => one.querySelector('.main-svg'))"""


class Stillness:
    """Follows the requests of a page from now on; make it before the page is opened."""

    def __init__(self, page: Page) -> None:
        self._page, self._open = page, set[Request]()
        self._last = time.monotonic()
        page.on("request", self._began)
        page.on("requestfinished", self._ended)
        page.on("requestfailed", self._ended)

    def wait(self, quiet: float = QUIET) -> None:
        """Until the page stands, `quiet` seconds without a request. TimeoutError says what is still under way."""
        until = time.monotonic() + PATIENCE
        while not self._still(quiet):
            if time.monotonic() > until:
                raise TimeoutError(f"{self._page.url} does not stand; under way: {[one.url for one in self._open]}")
            self._page.wait_for_timeout(50)

    def _still(self, quiet: float) -> bool:
        return not self._open and time.monotonic() - self._last >= quiet and bool(self._page.evaluate(STANDS))

    def _began(self, request: Request) -> None:
        if request.is_navigation_request() and request.frame == self._page.main_frame:
            self._open.clear()  # what the page before was waiting for is over
        if not request.url.partition("?")[0].endswith(STREAMS):
            self._open.add(request)
            self._last = time.monotonic()

    def _ended(self, request: Request) -> None:
        if request in self._open:
            self._open.remove(request)
            self._last = time.monotonic()
