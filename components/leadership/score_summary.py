"""The sentence that the overview begins with: how the region stands, how it moved, and what moved it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.formatting.lists import list_of
from components.formatting.numbers import DisplayValue, digits, plain, status_mark
from components.formatting.sentences import interpolated
from components.framework.view import View


@dataclass(frozen=True)
class ScoreDriver:
    """The part that moved the score most: its name and address, by how many points it moved itself, and where.

    `causes` are the indicator and the regions that moved it most, each with its address.
    """

    name: str
    href: str
    change: float
    causes: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class ScoreSummary:
    """The score of a region and its change between the two months that `months` names (None: one of them has none)."""

    place: str
    score: DisplayValue
    href: str
    change: float | None
    months: tuple[str, str]
    driver: ScoreDriver | None
    waiting: int


def score_sentence(view: View, lead: ScoreSummary) -> Component:
    """The sentence, whose parts are links, and how many things wait for a decision."""
    said = interpolated(
        view,
        "lead.stands",
        place=lead.place,
        status=html.B(view.translate(f"lead.status.{lead.score.status}"), className=f"status-{lead.score.status}"),
        score=html.A(interpolated(view, "lead.points", value=plain(view, lead.score, lead.place)), href=lead.href),
    )
    said += _moved(view, lead)
    return html.Div(
        className="lead-line",
        children=[
            html.P([status_mark(view, lead.score.status, words=False), " ", *said, view.translate("lead.end")]),
            html.A(view.translate("lead.waiting", count=lead.waiting), href="#needs-attention", className="note"),
        ],
    )


def _moved(view: View, lead: ScoreSummary) -> list[object]:
    if lead.change is None:
        return []
    newest, before = lead.months
    if lead.change == 0:
        return [view.translate("lead.still", newest=newest, before=before)]
    points = html.B(digits(lead.change, 1, sign=True), **{"data-number": "change"})
    if lead.driver is None:
        return interpolated(view, "lead.moved", change=points, newest=newest, before=before)
    driver = lead.driver
    moved = html.B(digits(driver.change, 1, sign=True), **{"data-number": "change"})
    cause: list[object] = [html.A([driver.name, " ", moved], href=driver.href)]
    if driver.causes:
        names = list_of(view, [name for name, _ in driver.causes])
        links: list[object] = [names]
        for name, href in driver.causes:
            links = [piece for one in links for piece in _linked(one, name, href)]
        cause += interpolated(view, "lead.causes", causes=html.Span(links))
    return interpolated(view, "lead.moved_by", change=points, cause=html.Span(cause), newest=newest, before=before)


def _linked(text: object, name: str, href: str) -> list[object]:
    """A text with the first occurrence of a name as a link; what is no text stays."""
    if not isinstance(text, str) or name not in text:
        return [text]
    before, _, after = text.partition(name)
    return [before, html.A(name, href=href), after]
