"""A copy of the small demonstration city, and visitors who look at its pages without a browser."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from app import create_server
from data.core.actor import Actor
from data.core.settings import Settings
from demo.container import DemoContainer
from queries.request_context import RequestContext
from tests.visitors import Visitor, entered


@pytest.fixture(scope="session")
def small_city(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The settings of the demonstration city, in a copy of its own."""
    home = shutil.copytree(built_city, tmp_path_factory.mktemp("pages") / "home")
    return Settings.from_environment({"COCKPIT_HOME": str(home)})


@pytest.fixture(scope="session")
def context(small_city: Settings) -> RequestContext:
    """A place to read from, as the pages have it."""
    return DemoContainer(small_city).context(Actor.cockpit())


@pytest.fixture(scope="session")
def cockpit(small_city: Settings) -> Flask:
    """The complete server over the small city."""
    return create_server(small_city)


@pytest.fixture(scope="session")
def visitor(cockpit: Flask) -> Visitor:
    """The city's leader, signed in."""
    return entered(cockpit)


@pytest.fixture
def look(visitor: Visitor) -> Callable[[str], Looked]:
    """Opens an address and returns what stands there; a page that is not found fails the test."""

    def open_page(address: str) -> Looked:
        answer = visitor.get(address)
        assert answer.status_code == 200, f"{address}: {answer.status}"
        return Looked(answer.get_data(as_text=True))

    return open_page


@pytest.fixture
def ask(visitor: Visitor) -> Callable[[str, str, Any], Any]:
    """Sends what a browser sends when a store changed; returns the outputs by id."""

    def send(outputs: str, store: str, value: Any) -> Any:
        wanted = [part.rsplit(".", 1) for part in outputs.strip(".").split("...")]
        described = [{"id": name, "property": prop} for name, prop in wanted]
        body = {
            "output": outputs,
            "outputs": described if outputs.startswith("..") else described[0],
            "inputs": [{"id": store, "property": "data", "value": value}],
            "changedPropIds": [f"{store}.data"],
            "state": [],
        }
        answer = visitor.post("/_dash-update-component", json=body)
        if answer.status_code == 204:
            return None
        assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
        return answer.get_json()["response"]

    return send


class Looked(HTMLParser):
    """A page as a test reads it: its words, its links, and its numbers with their marks."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.html = html.split('<script id="boot"', 1)[0]
        self.boot = html
        self.links: list[str] = []
        self.numbers: list[dict[str, str]] = []
        self.ids: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self._texts: list[str] = []
        self._heading = ""
        self.feed(self.html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if "data-indicator" in given:
            self.numbers.append(given)
        if "id" in given:
            self.ids.append(given["id"])
        if tag in {"h1", "h2", "h3"}:
            self._heading = tag
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        self._texts.append(data)
        if self._heading:
            level, words = self.headings[-1]
            self.headings[-1] = (level, words + data)

    @property
    def words(self) -> str:
        """All text, in order."""
        return " ".join(" ".join(self._texts).split())
