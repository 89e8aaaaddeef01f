"""All that the cockpit needs of Dash beyond its documented interface, in one place.

tests/web/test_dash_adapter.py says what breaks when a new version of Dash changes any of it; `make torture` runs it
against the oldest and the newest Dash that pyproject.toml allows. What is used elsewhere is documented by Dash:
callbacks, components, `set_props`, client-side functions, `dash.register_page`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import dash
from dash import Dash, html
from flask import Flask, Response
from plotly.io.json import to_json_plotly

from components.framework.page import Page

# Dash's own scripts: the names of its files, and the folder that it looks for further ones in.
PACKAGE = Path(dash.__file__).parent
FOLDER = "/_dash-component-suites/dash/dcc/"
SCRIPTS = (
    "deps/react@18.3.1.min.js",
    "deps/react-dom@18.3.1.min.js",
    "deps/prop-types@15.8.1.min.js",
    "dash-renderer/build/dash_renderer.min.js",
    "dcc/dash_core_components.js",
    "dcc/dash_core_components-shared.js",
    "dcc/async-graph.js",
    "html/dash_html_components.min.js",
)
PLOTLY = "/_dash-component-suites/plotly/package_data/plotly"  # where its graphs ask for plotly.js
LAYOUT, DEPENDENCIES = "_dash-layout", "_dash-dependencies"  # what its script asks the server for at first
ENTRY = "react-entry-point"  # the element that its script draws into
_VARIABLE = re.compile(r"<(?:[^<>:]+:)?([^<>:]+)>")  # of a routing rule, with or without a converter


class DocumentDash(Dash):  # type: ignore[misc]  # Dash ships no types
    """Dash that serves documents of ours instead of its own page."""

    def __init__(
        self, server: Flask, assets: Path, csrf_cookie: str, csrf_header: str, pages: Iterable[Page] = ()
    ) -> None:
        self._config_element = ""
        super().__init__(
            "cockpit",
            server=server,
            assets_folder=str(assets),
            use_pages=False,  # the server draws the pages: Dash routes none
            suppress_callback_exceptions=True,
            update_title="",
            compress=False,
            eager_loading=False,
            csrf_token_name=csrf_cookie,
            csrf_header_name=csrf_header,
        )
        self.layout = html.Div()  # what Dash's own endpoint answers: a document of ours carries its layout along
        for page in pages:
            register_page(page)

    def index(self, *_args: Any, **_kwargs: Any) -> Response:
        """What Dash answers with at every address that no other route takes."""
        raise NotImplementedError

    def interpolate_index(self, **given: Any) -> str:
        """Dash's door for documents of one's own: here its configuration comes by."""
        self._config_element = str(given["config"])
        return str(super().interpolate_index(**given))

    def configuration(self) -> str:
        """The element that tells Dash's script how to work, made once.

        Dash makes one for each load of a page, with a token that ties background callbacks to it: the cockpit has
        none, and ValueError says so to whoever adds one.
        """
        if not self._config_element:
            if any(known.get("background") for known in self.callbacks.values()):
                raise ValueError("background callbacks need a configuration of their own for each load of a page")
            super().index()
        return self._config_element

    @property
    def callbacks(self) -> Mapping[str, Mapping[str, Any]]:
        """Every callback by the name of its output, with its `inputs` and `state`."""
        found: Mapping[str, Mapping[str, Any]] = self.callback_map
        return found

    def touched_ids(self) -> frozenset[str]:
        """The ids of all components that some callback reads or writes."""
        read = {str(one["id"]) for known in self.callbacks.values() for one in [*known["inputs"], *known["state"]]}
        written = {part.rsplit(".", 1)[0].lstrip(".") for name in self.callbacks for part in _outputs(name)}
        return frozenset(read | written)

    def described_callbacks(self) -> str:
        """What Dash's script is told about the callbacks, as JSON."""
        return str(self.dependencies().get_data(as_text=True))


def _outputs(name: str) -> list[str]:
    return name.strip(".").split("...")


def as_json(layout: Any) -> str:
    """A tree of components as Dash's script reads it."""
    return str(to_json_plotly(layout))


def register_page(page: Page, register: Callable[..., None] = dash.register_page) -> None:
    """Tell Dash's registry (`dash.page_registry`) of a page: its name, its path and the right that it needs.

    The server draws it, so Dash is given no layout.
    """
    template = _VARIABLE.sub(r"<\1>", page.rule)
    place = {"path": page.rule} if template == page.rule and "<" not in template else {"path_template": template}
    register(f"pages.{page.name}", name=page.name, title=page.name, right=page.right, **place)
