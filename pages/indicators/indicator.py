"""One indicator in depth: how it stands and why, its history and path, where it differs, what it was made from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.charts.trend import picture
from components.charts.trend_figure import figure
from components.formatting.dates import period_words
from components.formatting.display_values import figure as shown_figure
from components.formatting.display_values import status_name
from components.formatting.numbers import status_mark
from components.formatting.reasons import sentence
from components.forms.region_choice import region_choice
from components.framework.live import live
from components.framework.markup import to_html
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.history import chart
from components.indicators.indicator_card import card, stands
from components.indicators.indicator_regions import Around, regions_panel
from components.indicators.origin import origin_list
from components.indicators.trend_panel import trend_head, trend_table, trend_words
from components.indicators.vintages import vintage_list
from components.maps.region_map import credit_lines, drawn
from data.core.scope import OutOfScope, required_region
from data.snapshots.result_types import RegionSeries
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.targets.paths import judging_target
from queries.request_context import RequestContext
from queries.tasks.task_lines import dispatcher, tasks_about

STORE = "indicator-address"
GRAINS = ("month", "quarter", "year")
OpenAddress = Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]
CHART = {"displaylogo": False, "displayModeBar": False, "responsive": True, "scrollZoom": False}


@dataclass(frozen=True)
class Subject:
    """What the screen is about: an indicator in a region, with its newest cell."""

    name: str
    indicator: Indicator
    region: int
    cell: IndicatorValue
    place: str


def layout(view: View, context: RequestContext, name: str) -> Screen:
    """The screen of the indicator `name`. NoSuchScreen for an unknown one."""
    subject = _subject(view, context, name)
    title = view.localise(subject.indicator.name)
    return Screen(
        title,
        [
            _crumbs(view, context, subject),
            html.Div(
                className="indicator-head",
                children=[
                    html.H1([title, " ", status_mark(view, status_name(subject.cell.status))]),
                    region_choice(view, context.catalogue, _choosable(context, subject), context.home, subject.region),
                ],
            ),
            html.P(_how(view, subject), className="lead"),
            html.Div(
                className="indicator",
                children=[
                    html.Div(
                        [
                            live(TASKS, tasks(view, context, name)),
                            html.Section(_card(view, context, subject), className="panel indicator-card"),
                        ],
                        className="indicator-side",
                    ),
                    _trend(view, context, subject),
                    html.Section(
                        className="panel indicator-regions",
                        children=RawHtml(to_html(_regions(view, context, subject)), id="indicator-regions"),
                    ),
                    _origin(view, context, subject),
                    _vintages(view, context, subject),
                ],
            ),
            dcc.Store(id=STORE),
        ],
    )


def callbacks(app: Dash, open_address: OpenAddress) -> None:
    """A choice of grain, of last year or of a district redraws picture, chart, table twin and regions at once."""

    def redraw(asked: Any) -> tuple[Any, ...]:
        address = asked.get("address") if isinstance(asked, dict) else None
        view, context, variables = open_address(str(address or "/"))
        if variables.get("name") not in context.catalogue.indicators or not view.path.startswith("/indicators/"):
            raise PreventUpdate
        subject = _subject(view, context, variables["name"])
        drawn = _drawn(view, context, subject)
        return drawn.head, drawn.poster, drawn.figure, drawn.twin, to_html(_regions(view, context, subject))

    app.callback(
        Output("indicator-head", "html"),
        Output("indicator-poster", "html"),
        Output("indicator-chart", "figure"),
        Output("indicator-twin", "html"),
        Output("indicator-regions", "html"),
        Input(STORE, "data"),
        prevent_initial_call=True,
    )(redraw)


def _subject(view: View, context: RequestContext, name: str) -> Subject:
    indicator = context.catalogue.indicators.get(name)
    if indicator is None:
        raise NoSuchScreen(name)
    regions = context.catalogue.regions
    known = {str(code): code for code in regions.codes if regions.reaches(code, indicator.level)}
    region = known.get(view.option("region"), context.home)
    if str(region) not in known:  # it means something above the visitor's regions only
        raise OutOfScope(regions.city.code)
    cell = context.reader.cell(context.scope, context.version, name, region)
    if cell is None:
        raise NoSuchScreen(name)
    return Subject(name, indicator, region, cell, view.localise(regions[region].name))


def _crumbs(view: View, context: RequestContext, subject: Subject) -> Component:
    plan, indicator = context.catalogue.plan, subject.indicator
    entries = plan.pillars | plan.supports
    section = next((s for s in plan.sections if s.id == indicator.section), None)
    parts: list[Any] = [html.A(view.translate("menu.indicators"), href=view.href("/indicators"))]
    if indicator.pillar in entries:
        parts.append(
            html.A(view.localise(entries[indicator.pillar].name), href=view.href("/plan") + f"#{indicator.pillar}")
        )
    if section is not None:
        parts.append(f"{section.id} {view.localise(section.title)}")
    parts.append(view.translate("indicator.id", id=subject.name))
    between = [item for part in parts for item in (part, " › ")][:-1]
    return html.Nav(between, className="crumbs", **{"aria-label": view.translate("indicator.crumbs")})


def _choosable(context: RequestContext, subject: Subject) -> tuple[int, ...]:
    """The regions that the screen can be about, of those that the visitor may see."""
    regions = context.catalogue.regions
    return tuple(code for code in context.seen(regions.codes) if regions.reaches(code, subject.indicator.level))


def _how(view: View, subject: Subject) -> str:
    reason = sentence(view, subject.indicator, subject.cell.reason)
    return stands(view, subject.indicator, subject.cell, subject.place, reason)


def tasks(view: View, context: RequestContext, name: str) -> Component:
    """What was sent about this number, and the button that sends more."""
    subject = _subject(view, context, name)
    unknown = subject.cell.value is None or subject.cell.stale
    beside = dispatcher(view, context)(name, subject.region, unknown)
    return panel(
        view.translate("task.panel"), tasks_about(view, context, "indicator", name, subject.region), aside=beside
    )


def _card(view: View, context: RequestContext, subject: Subject) -> list[Component | None]:
    target = judging_target(context.catalogue, subject.name, subject.region)
    found = context.reader.provenance(context.scope, context.version, subject.name, subject.region, subject.cell.period)
    return card(view, context.catalogue, subject.cell, target, subject.place, found.inputs)


@dataclass(frozen=True)
class Drawn:
    """The history in its four forms: head, poster and table twin as HTML, and the figure of the chart."""

    head: str
    poster: str
    figure: dict[str, Any]
    twin: str


def _trend(view: View, context: RequestContext, subject: Subject) -> Component:
    drawn = _drawn(view, context, subject)
    return html.Section(
        className="panel indicator-trend",
        children=[
            RawHtml(drawn.head, id="indicator-head"),
            html.Div(
                className="trend-box",
                children=[
                    RawHtml(drawn.poster, id="indicator-poster"),
                    dcc.Graph(id="indicator-chart", figure=drawn.figure, config=CHART, responsive=True),
                ],
            ),
            RawHtml(drawn.twin, id="indicator-twin"),
        ],
    )


def _drawn(view: View, context: RequestContext, subject: Subject) -> Drawn:
    histories = _histories(context, subject)
    wanted = view.option("grain", subject.indicator.grain)
    grain = wanted if wanted in histories else next(iter(histories), str(subject.indicator.grain))
    series = histories.get(grain)
    found = chart(view, context.catalogue, series, view.option("compare") == "year") if series else None
    years = " / ".join(f"{s.start}–{s.end}" if s.end > s.start else f"{s.start}" for s in context.catalogue.plan.stages)
    trend = found.trend if found else None
    may_take = context.actor.may("export")
    head = trend_head(view, subject.name, subject.region, tuple(histories), grain, STORE, trend, years, may_take)
    if found is None:
        return Drawn(to_html(head), "", {"data": [], "layout": {}}, "")
    name = view.localise(subject.indicator.name)
    poster = picture(found.trend, trend_words(view, name, subject.place, found))
    worded = context.reader.wordings(context.scope, context.version, subject.name, subject.region, grain)
    table = trend_table(view, subject.indicator, name, found, worded)
    return Drawn(to_html(head), to_html(poster), figure(found.trend, view.theme), to_html(table))


def _histories(context: RequestContext, subject: Subject) -> dict[str, RegionSeries]:
    """The stored series by grain, of those grains that hold anything."""
    found = {
        grain: context.reader.series(context.scope, context.version, subject.name, subject.region, grain)
        for grain in GRAINS
    }
    return {grain: series for grain, series in found.items() if (series.value == series.value).any()}


def _regions(view: View, context: RequestContext, subject: Subject) -> list[Component]:
    """The regions beside each other: the districts, the towns of the chosen one, or the peers of a town."""
    regions = context.catalogue.regions
    wanted = {str(code): code for code in regions.at("district")}.get(view.option("district"), subject.region)
    required_region(context.scope, wanted)
    around = regions[wanted].parent or wanted if not regions.children(wanted) else wanted
    cells = {c.region: c for c in context.reader.cells_of(context.scope, context.version, subject.name)}
    inside = [code for code in regions.children(around) if code in cells]
    figures = [shown_figure(view, subject.indicator, cells[code]) for code in inside]
    shapes = [drawn(view, context.shapes[code]) for code in inside]
    expected = next((cells[code].expected for code in inside if cells[code].expected is not None), None)
    credits = " · ".join(credit_lines(view, context.shapes.credits, context.shapes.approximate("town")))
    here = Around(
        around,
        subject.region,
        around != regions.city.code,
        expected,
        STORE,
        credits,
    )
    return regions_panel(view, context.catalogue, subject.indicator, figures, shapes, here)


def _origin(view: View, context: RequestContext, subject: Subject) -> Component:
    cell = subject.cell
    found = context.reader.provenance(context.scope, context.version, subject.name, subject.region, cell.period)
    return panel(
        view.translate("indicator.origin"),
        origin_list(view, context.catalogue, found.inputs, context.now.tzinfo),
        aside=view.translate("indicator.origin.for", place=subject.place, period=period_words(view, cell.period)),
        className="indicator-origin",
    )


def _vintages(view: View, context: RequestContext, subject: Subject) -> Component:
    newest = context.reader.vintages(context.scope, subject.name, subject.region, subject.cell.period)
    corrected = context.reader.corrected(context.scope, subject.name, subject.region)
    period = period_words(view, subject.cell.period)
    content: list[Any] = []
    zone = context.now.tzinfo
    if newest:
        caption = view.translate("indicator.vintages.newest", period=period)
        content.append(vintage_list(view, context.catalogue, caption, newest, zone))
    else:
        content.append(html.P(view.translate("indicator.vintages.inside"), className="note"))
    if corrected:
        place = view.localise(context.catalogue.regions[corrected[0].region].name)
        caption = view.translate(
            "indicator.vintages.corrected", place=place, period=period_words(view, corrected[0].period)
        )
        content.append(vintage_list(view, context.catalogue, caption, corrected, zone))
    else:
        content.append(html.P(view.translate("indicator.vintages.never"), className="note"))
    return panel(view.translate("indicator.vintages"), *content, className="indicator-vintages")


OPTIONS = frozenset({"region", "grain", "compare", "district"})
TASKS = LiveFragment("indicator-tasks", tasks, frozenset({"tasks", "snapshot"}))
PAGE = Page("indicator", "/indicators/<name>", layout, OPTIONS, callbacks, parts=(TASKS,))
