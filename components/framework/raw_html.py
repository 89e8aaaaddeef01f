"""A piece of the page that React need not look into: markup made by the server, adopted as it stands."""

from __future__ import annotations

from typing import ClassVar

from dash.development.base_component import Component


class RawHtml(Component):  # type: ignore[misc]  # Dash ships no types for its base class
    """Markup shown as it is.

    `html` must come from our own renderers, which escape every text from data. In the browser the
    component takes over the element that the server already drew (`piece`), so nothing is sent or
    parsed twice; when a callback sets `html`, it draws that instead.
    """

    _children_props: ClassVar[list[str]] = []
    _base_nodes: ClassVar[list[str]] = ["children"]
    _namespace = "cockpit"
    _type = "RawHtml"

    def __init__(self, html: str = "", piece: str | None = None, id: str | None = None) -> None:
        self._prop_names = ["id", "html", "piece"]
        self._valid_wildcard_attributes: list[str] = []
        self.available_properties = self._prop_names
        self.available_wildcard_properties: list[str] = []
        given = {"html": html or None, "piece": piece, "id": id}
        super().__init__()  # given nothing: Dash would look for a package of our namespace each time
        for name, value in given.items():
            if value is not None:
                setattr(self, name, value)
