"""Pictures of every screen, to be looked at: `python -m tests.browser.pictures [--out shots] [--pages / /plan] ...`."""

from __future__ import annotations

import argparse
import itertools
import logging
import os
import re
import sys
import threading
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from tests.browser.addresses import SIZES, addresses
from tests.browser.entering import state_of
from tests.browser.watching import FLAGS, look
from tests.needs import browser


def served() -> str:
    """The address of a cockpit over the data folder of the environment, built when it is empty."""
    from app import create_server
    from data.core.settings import Settings
    from demo.container import DemoContainer

    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    settings = Settings.from_environment(os.environ)
    DemoContainer(settings).build(say=print, progress=True)
    service = make_server("127.0.0.1", 0, create_server(settings), threaded=True)
    threading.Thread(target=service.serve_forever, daemon=True).start()
    return f"http://127.0.0.1:{service.server_port}"


def take(running: Browser, state: Any, address: str, size: str, file: Path, whole: bool) -> list[str]:
    """One picture; returns what the page stumbled over."""
    width, height = SIZES[size]
    visitor = running.new_context(viewport={"width": width, "height": height}, locale="zh-CN", storage_state=state)
    page = visitor.new_page()
    seen = look(page, address)
    page.screenshot(path=str(file), full_page=whole)
    visitor.close()
    wide = [f"{seen.facts['overflow']} pixels too wide"] if seen.facts["overflow"] else []
    return [*seen.console, *seen.errors, *seen.outside, *wide]


def main() -> int:
    """Take the pictures; 1 when a page stumbled."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", help="of a running cockpit; otherwise one is started")
    parser.add_argument("--out", type=Path, default=Path("shots"))
    parser.add_argument("--pages", nargs="+", default=addresses())
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--langs", nargs="+", choices=["zh", "en"], default=["zh", "en"])
    parser.add_argument("--themes", nargs="+", choices=["dark", "light"], default=["dark", "light"])
    parser.add_argument("--as", dest="login", default="leader", help="the demonstration's identity that looks")
    parser.add_argument("--whole", action="store_true", help="the whole page, not only its first screen")
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    url, stumbled = (asked.url or served()).rstrip("/"), 0
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=browser(), args=FLAGS)
        state = state_of(running, url, asked.login)
        for path, size, lang, theme in itertools.product(asked.pages, asked.sizes, asked.langs, asked.themes):
            name = re.sub(r"\W+", "-", path).strip("-") or "overview"
            file = asked.out / f"{name}.{size}.{lang}.{theme}.png"
            trouble = take(running, state, f"{url}{path}?lang={lang}&theme={theme}", size, file, asked.whole)
            stumbled += bool(trouble)
            print(file.name, *trouble, sep="  ", flush=True)
        running.close()
    return 1 if stumbled else 0


if __name__ == "__main__":
    sys.exit(main())
