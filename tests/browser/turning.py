"""A wall that turns as fast as it can in a real browser: what it weighs, what it showed, and what it missed."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

# Asks for the next picture again and again, each time waiting until it stands; gives how many did not come.
TURN = """async count => {
  cockpit.live.pause = 0;
  const shown = () => document.querySelector('#wall-stage > .wall-picture').dataset;
  let missed = 0;
  for (let n = 0; n < count; n++) {
    if (shown().hold) return missed;
    const wanted = shown().next;
    const came = await new Promise(done => {
      const late = setTimeout(() => { stop(false); }, 15000);
      const look = () => { if (shown().slide === wanted) stop(true); };
      const stop = found => { clearTimeout(late); document.removeEventListener('cockpit-part', look); done(found); };
      document.addEventListener('cockpit-part', look);
      cockpit.wall.turn();
    });
    if (!came) missed++;
    await new Promise(done => setTimeout(done, 0));
  }
  return missed;
}"""
BLUE = '.wall-bar [data-number="alerts-blue"]'


@dataclass(frozen=True)
class Weight:
    """What a page holds after its garbage was collected: bytes of script objects, nodes, listeners, documents."""

    heap: int
    nodes: int
    listeners: int
    documents: int


def weight(page: Page) -> Weight:
    """Collect the garbage, then weigh."""
    wire = page.context.new_cdp_session(page)
    wire.send("HeapProfiler.enable")
    for _ in range(3):
        wire.send("HeapProfiler.collectGarbage")
    wire.send("Performance.enable")
    found = {one["name"]: int(one["value"]) for one in wire.send("Performance.getMetrics")["metrics"]}
    wire.detach()
    return Weight(found["JSHeapUsedSize"], found["Nodes"], found["JSEventListeners"], found["Documents"])


def turn(page: Page, count: int) -> int:
    """Turn so many times; how many pictures did not come."""
    missed: int = page.evaluate(TURN, count)
    return missed


def blue_shown(page: Page) -> int:
    """How many blue alerts the wall says there are."""
    return int(page.locator(BLUE).inner_text())


def saw(page: Page, number: int) -> bool:
    """Whether the wall comes to say that there are so many blue alerts."""
    try:
        page.wait_for_function(
            "([place, text]) => document.querySelector(place).textContent === text", arg=[BLUE, str(number)]
        )
    except TimeoutError:
        return False
    return True
