"""The layout of a page as a reader meets it: what stands over something else, is cut, too small or leaves its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext

from tests.browser.addresses import SIZES
from tests.browser.stillness import Stillness

FAULTS = Path(__file__).with_name("layout_faults.js").read_text(encoding="utf-8")
TURN = """theme => new Promise(done => {
  document.documentElement.dataset.theme = theme;
  requestAnimationFrame(() => requestAnimationFrame(done));
})"""
LANGUAGES, THEMES = ("zh", "en"), ("dark", "light")
EVERY = {lang: [(size, theme) for size in SIZES for theme in THEMES] for lang in LANGUAGES}
COVERING = {  # every size, the narrow ones in both languages, every pair of a size's and a theme's neighbours
    "zh": [("phone", "dark"), ("laptop", "light"), ("wall", "dark")],
    "en": [("phone", "light"), ("laptop", "dark"), ("desk", "light"), ("video-wall", "dark")],
}
Views = dict[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class Fault:
    """Something a reader stumbles over: in which view, of which kind, where, an example, and how often there."""

    view: str
    kind: str
    where: str
    what: str
    times: int

    def __str__(self) -> str:
        return f"{self.view}: {self.kind}: {self.where} ({self.times}×): {self.what}"


def faults(visitor: BrowserContext, address: str, views: Views) -> Iterator[Fault]:
    """The faults of an address in these views. A page is loaded once a language: sizes and themes are turned, but a
    page with a chart of the browser's own is loaded anew for each size, as the chart measures letters only once."""
    page = visitor.new_page()
    still = Stillness(page)
    for lang, looks in views.items():
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        for size, theme in looks:
            width, height = SIZES[size]
            page.set_viewport_size({"width": width, "height": height})
            if page.locator(".dash-graph").count():
                page.reload()
            still.wait()
            page.evaluate(TURN, theme)
            found: list[dict[str, Any]] = page.evaluate(FAULTS)
            yield from (Fault(f"{lang} {theme} {size}", **one) for one in found)
    page.close()
