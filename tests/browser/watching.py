"""What a page does while it is looked at: requests, console, other hosts, movement, and what it says."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, Request, Response, Route

from tests.browser.stillness import Stillness

FLAGS = [
    "--no-sandbox",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]

# Runs before anything of the page: notes movement, what the policy refused, and the words that the server drew.
# The chart to work with stands where its poster stood: its words may differ.
NOTES = """
window.noted = {shifts: [], taken: Infinity, refused: [], before: null};
window.wordsOf = function (root) {
  const found = [], walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) {
    const text = walk.currentNode.data.trim();
    const drawn = ".trend-box, .js-plotly-plot, .big-map-box, [data-live~=signs], [data-live~=liveness], [data-age]" +
      ", [data-clock]";
    if (text && !walk.currentNode.parentElement.closest('script, style, ' + drawn)) found.push(text);
  }
  return found.join(' | ');
};
new PerformanceObserver(list => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) noted.shifts.push([entry.startTime, entry.value]);
}).observe({type: 'layout-shift', buffered: true});
document.addEventListener('securitypolicyviolation', e => noted.refused.push(e.violatedDirective + ' ' + e.blockedURI));
document.addEventListener('cockpit-ready', () => { noted.taken = performance.now(); });
document.addEventListener('readystatechange', () => {
  const server = document.getElementById('server');
  if (document.readyState === 'interactive' && server) noted.before = wordsOf(server);
});
"""

FACTS = """() => {
  const marks = ['region', 'period', 'status', 'basis'];
  const numbers = [...document.querySelectorAll(
      '[data-indicator], [data-sign], .num:not([data-number]), .val:not([data-number])')];
  const loose = [...document.querySelectorAll('body *')].filter(e =>
      e.children.length === 0 && /^[-+−]?\\d[\\d,.]*\\s?%?$/.test((e.textContent || '').trim()) &&
      !e.closest('[data-indicator],[data-sign],[data-number],svg,time,nav,table thead,.js-plotly-plot'));
  const boot = JSON.parse(document.getElementById('boot').textContent);
  return {
    coming: noted.shifts.reduce((sum, [, moved]) => sum + moved, 0),
    shift: noted.shifts.reduce((sum, [at, moved]) => sum + (at >= noted.taken ? moved : 0), 0),
    refused: noted.refused, before: noted.before,
    after: wordsOf(document.getElementById('react-entry-point')),
    numbers: numbers.length, counts: document.querySelectorAll('main [data-number]').length,
    unmarked: numbers.filter(e => !(e.dataset.indicator || e.dataset.sign) || marks.some(m => !e.dataset[m]))
      .map(e => e.outerHTML.slice(0, 160)),
    statuses: [...new Set(numbers.filter(e => e.dataset.indicator).map(e => e.dataset.status))],
    levels: [...new Set(numbers.filter(e => e.dataset.sign).map(e => e.dataset.status))],
    bases: [...new Set(numbers.map(e => e.dataset.basis))],
    loose: loose.map(e => e.outerHTML.slice(0, 160)),
    overflow: Math.max(0, document.documentElement.scrollWidth - window.innerWidth),
    wide: [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
      .map(e => e.tagName + '.' + (e.getAttribute('class') || '')).slice(0, 5),
    height: document.documentElement.scrollHeight - (document.querySelector('.alive-banner')?.offsetHeight ?? 0),
    ages: document.querySelectorAll('[data-age]').length,
    graphs: document.querySelectorAll('.dash-graph').length,
    plotly: typeof window.Plotly !== 'undefined',
    bigMaps: document.querySelectorAll('.big-map').length, leaflet: typeof window.L !== 'undefined',
    callbacks: boot['_dash-dependencies'].length,
    lang: document.documentElement.lang, theme: document.documentElement.dataset.theme,
  };
}"""


@dataclass
class Seen:
    """What a page did: requests by address, console messages, answers of 400 and above, other hosts asked."""

    requests: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    facts: dict[str, Any] = field(default_factory=dict)

    def clean(self) -> bool:
        """No console message, no error answer, no other host."""
        return not (self.console or self.errors or self.outside)

    @property
    def bytes(self) -> int:
        """What came over the wire, heads and packed bodies."""
        return sum(self.sizes)


def follow(page: Page, address: str) -> Seen:
    """Note what a page does from now on, and block every other host than that of `address`."""
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
    page.add_init_script(NOTES)
    page.on("request", on_request)
    page.on("response", on_response)
    page.on("console", lambda message: seen.console.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: seen.console.append(f"exception: {error}"))
    return seen


def weigh(page: Page, seen: Seen) -> None:
    """Note the bytes of every answer from now on."""
    wire = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda event: seen.sizes.append(int(event["encodedDataLength"])))


def settled(page: Page) -> None:
    """Wait until Dash has taken over the page that the server drew, and its charts are drawn."""
    page.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
    if page.locator(".dash-graph").count():
        page.wait_for_selector(".dash-graph .main-svg", state="attached", timeout=30_000)


def look(page: Page, address: str, cold: bool = False) -> Seen:
    """Open an address, wait until it stands, and note everything."""
    seen = follow(page, address)
    if cold:
        weigh(page, seen)
    still = Stillness(page)
    page.goto(address)
    still.wait()
    seen.facts = page.evaluate(FACTS)
    return seen
