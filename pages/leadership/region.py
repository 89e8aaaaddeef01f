"""A district or town beside its peers: how it stands, where it is strong and weak, and what a year has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.charts.counts import counts_words
from components.charts.small_multiples import Multiple, multiples
from components.formatting.dates import period_words
from components.formatting.display_values import basis_name, points, score_figure, status_name
from components.formatting.numbers import NO_VALUE, DisplayValue, digits, plain
from components.formatting.qualifiers import spoken, wording_name
from components.framework.live import live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.attention import Row, attention_list
from components.leadership.beside_peers import Changed, PeerRow, beside, changed
from components.leadership.region_head import Head, Neighbour, neighbours_map, ranking, region_head
from components.maps.region_map import MapShape, Shade, credit_lines, drawn
from components.maps.region_panel import shaded
from components.tables.accessible_table import table, twin
from indicators.compute.peers import gains_and_losses, middle, place, strongest, weakest
from indicators.compute.results import GroupScore, IndicatorValue
from indicators.definitions.model import Level
from indicators.scoring.score import score_status
from queries.alerts.alert_lines import alerts_here
from queries.indicator_values import cells_in, function_scores, scores_by_region
from queries.request_context import RequestContext
from queries.tasks.task_lines import dispatcher, tasks_about
from queries.vitals.strip import strip

SHOWN = 5  # indicators in each list
ALERTED = 3  # alerts that fit beside the map
PRESSING = 8  # rows of the attention list
MONTHS = 24
DENSITY = "S015"  # population by area: it carries all three


@dataclass(frozen=True)
class Around:
    """A region with the regions it is compared with, and those on its map (its own inside, or its siblings)."""

    code: int
    peers: tuple[int, ...]
    shown: tuple[int, ...]


def layout(view: View, context: RequestContext, code: str) -> Screen:
    """The screen of the region with this code. NoSuchScreen for an unknown one."""
    regions = context.catalogue.regions
    if not code.isascii() or not code.isdigit() or int(code) not in regions:
        raise NoSuchScreen(code)
    around = _around(context, int(code))
    name = _name(view, context, around.code)
    cells = cells_in(context, around.code)
    scores = scores_by_region(context, "city", "city", regions.codes)
    return Screen(
        view.translate("region.title", name=name),
        [
            _crumbs(view, context, around.code),
            html.H1(name),
            _chips(view, context, around),
            html.Div(
                className="region-top",
                children=[
                    html.Div(
                        className="region-side",
                        children=[
                            _head(view, context, around, scores, cells),
                            html.Div(live(SIGNS, signs(view, context, code)), className="panel"),
                            _ranking(view, context, around, scores),
                        ],
                    ),
                    _map(view, context, around, scores),
                    html.Div(
                        [
                            live(ALERTS, region_alerts(view, context, code)),
                            live(ATTENTION, attention(view, context, code)),
                            live(TASKS, region_tasks(view, context, code)),
                        ],
                        className="region-side",
                    ),
                ],
            ),
            _functions(view, context, around),
            _standing(view, context, around, cells),
        ],
    )


def _around(context: RequestContext, code: int) -> Around:
    regions = context.catalogue.regions
    here, inside = regions[code], context.inside(code)
    siblings = context.inside(here.parent) if here.parent else inside
    return Around(code, tuple(peer for peer in siblings if peer != code), inside or siblings or (code,))


def _name(view: View, context: RequestContext, code: int) -> str:
    return view.localise(context.catalogue.regions[code].name)


def _kind(context: RequestContext, code: int) -> Level:
    return context.catalogue.regions[code].level


def _crumbs(view: View, context: RequestContext, code: int) -> Component:
    regions = context.catalogue.regions
    way = [code]
    while (parent := regions[way[0]].parent) is not None:
        way.insert(0, parent)
    steps = [html.Li(_step(view, context, step)) for step in way[:-1]]
    here = html.Li(_name(view, context, code), **{"aria-current": "page"})
    return html.Nav(
        html.Ol([*steps, here]),
        className="crumbs region-crumbs",
        **{"aria-label": view.translate("region.crumbs")},
    )


def _step(view: View, context: RequestContext, code: int) -> Component | str:
    """A region on the way down: a link where the visitor may see it."""
    name = _name(view, context, code)
    return html.A(name, href=view.href(f"/regions/{code}")) if context.scope.permits(code) else name


def _chips(view: View, context: RequestContext, around: Around) -> Component:
    regions = context.catalogue.regions
    parent = regions[around.code].parent
    level = [around.code] if parent is None else list(regions.children(parent))
    near = [*level, *(regions.children(around.code) if parent is None else ())]
    return html.Nav(
        [
            html.A(
                _name(view, context, code),
                href=view.href(f"/regions/{code}"),
                **({"aria-current": "page"} if code == around.code else {}),
            )
            for code in context.seen(near)
        ],
        className="chips switcher",
        **{"aria-label": view.translate("region.peers")},
    )


def _figure(context: RequestContext, score: GroupScore) -> DisplayValue:
    status = status_name(score_status(score.latest))
    return score_figure(
        score.kind, score.subject, score.region, score.periods[-1].id, score.latest, status, context.demo
    )


def _head(
    view: View,
    context: RequestContext,
    around: Around,
    scores: Mapping[int, GroupScore],
    cells: Sequence[IndicatorValue],
) -> Component:
    own = scores[around.code]
    latest = {code: score.latest for code, score in scores.items()}
    level = _kind(context, around.code)
    groups = [("peers", (around.code, *around.peers)), ("all", context.catalogue.regions.at(level))]
    if level != "town":
        groups = groups[:1] if level == "district" else []
    groups = [(group, members) for group, members in groups if context.seen(members) == tuple(members)]
    places = []
    for group, members in groups:
        found = place({code: latest.get(code) for code in members}, around.code)
        if found:
            places.append(view.translate(f"region.place.{level}.{group}", place=found.place, of=found.of))
    density = next((cell for cell in cells if cell.indicator == DENSITY), None)
    head = Head(
        _figure(context, own),
        points(own.score),
        places,
        counts_words(view, own.counts),
        [] if density is None else _size(view, context, density),
        _published(view, context, around.code),
    )
    return region_head(view, head)


def _size(view: View, context: RequestContext, density: IndicatorValue) -> list[tuple[str, DisplayValue]]:
    """Population, area and density: the parts of one indicator, so they all open where they come from."""
    indicator = context.catalogue.indicators[DENSITY]
    shown = (
        ("region.population", density.numerator, context.catalogue.measures["resident_population"].unit, 1),
        ("region.area", density.denominator, context.catalogue.measures["land_area"].unit, 0),
        ("region.density", density.value, indicator.unit, 0),
    )
    basis = basis_name(density.basis)
    return [
        (
            view.translate(key, period=period_words(view, density.period)),
            DisplayValue(
                DENSITY, density.region, density.period, value, f" {view.localise(unit)}", decimals, "unknown", basis
            ),
        )
        for key, value, unit, decimals in shown
    ]


def _published(view: View, context: RequestContext, code: int) -> list[str]:
    """What is published about the region's size, with its source: beside demonstration values the true ones."""
    said = []
    for measure in ("resident_population", "land_area"):
        facts = context.reader.published(context.scope, measure, code)
        if facts:
            fact = facts[-1]
            definition = context.catalogue.measures[measure]
            said.append(
                view.translate(
                    "region.published",
                    name=view.localise(definition.name),
                    period=period_words(view, fact.period),
                    value=spoken(
                        view, f"{digits(fact.value, 2)} {view.localise(definition.unit)}", wording_name(fact.wording)
                    ),
                    source=fact.batch.source_zh if view.lang == "zh" else fact.batch.source_en,
                )
            )
    return said


def _map(view: View, context: RequestContext, around: Around, scores: Mapping[int, GroupScore]) -> Component:
    figures = [_figure(context, scores[code]) for code in around.shown if code in scores]
    shades, limits = shaded(figures, {code: view.href(f"/regions/{code}") for code in around.shown})
    shapes: list[tuple[MapShape, Shade | None]] = [
        (drawn(view, context.shapes[code]), shades.get(code)) for code in around.shown if code in context.shapes
    ]
    here = around.code if around.code in around.shown else None
    notes = credit_lines(view, context.shapes.credits, context.shapes.approximate("town"))
    return neighbours_map(view, _title(view, context, around, "map"), shapes, limits, here, notes)


def _title(view: View, context: RequestContext, around: Around, what: str) -> str:
    level = _kind(context, around.code)
    outer = context.catalogue.regions[around.code].parent if level == "town" else around.code
    return view.translate(f"region.{what}.{level}", name=_name(view, context, outer or around.code))


def _ranking(view: View, context: RequestContext, around: Around, scores: Mapping[int, GroupScore]) -> Component:
    shown = [
        Neighbour(
            _name(view, context, code),
            view.href(f"/regions/{code}"),
            _figure(context, scores[code]),
            code == around.code,
        )
        for code in around.shown
        if code in scores
    ]
    return ranking(view, _title(view, context, around, "ranks"), shown)


def region_alerts(view: View, context: RequestContext, code: str) -> Component:
    """The gravest alerts of the region and all in it."""
    return panel(view.translate("alert.frame"), alerts_here(view, context, int(code), ALERTED))


def region_tasks(view: View, context: RequestContext, code: str) -> Component:
    """The tasks of the region and all in it."""
    return panel(
        view.translate("task.panel"),
        tasks_about(view, context, "", region=int(code), inside=True),
        aside=_all(view, code),
    )


def _all(view: View, code: str) -> Component:
    return html.A(view.translate("task.all"), href=view.href("/tasks", list="all", region=code), className="link")


def signs(view: View, context: RequestContext, code: str) -> Component:
    """The region's vital signs in a few lines."""
    return strip(view, context, int(code))


def attention(view: View, context: RequestContext, code: str) -> Component:
    """What needs a hand here."""
    return _attention(view, context, int(code))


def _attention(view: View, context: RequestContext, code: int) -> Component:
    found = context.reader.attention(context.scope, context.version, PRESSING, code)
    cells = context.reader.many_cells(
        context.scope, context.version, {item.indicator for item in found}, {item.region for item in found}
    )
    rows = []
    for item in found:
        cell = cells.get((item.indicator, item.region))
        where = "" if item.region == code else _name(view, context, item.region)
        rows.append(Row(item, context.catalogue.indicators[item.indicator], where, cell.basis if cell else 0))
    shown = attention_list(view, rows, dispatcher(view, context))
    return panel(view.translate("overview.attention"), shown, aside=view.translate("overview.attention.how"))


def _functions(view: View, context: RequestContext, around: Around) -> Component:
    peers = around.peers or around.shown
    scores = function_scores(context, (around.code, *peers))
    here = _name(view, context, around.code)
    shown, rows = [], []
    for function, entry in context.catalogue.plan.functions.items():
        own = scores.get((function, around.code))
        if own is None:
            continue
        title = view.localise(entry.name)
        others = {code: scores[function, code] for code in peers if (function, code) in scores}
        latest = {code: score.latest for code, score in others.items()}
        found = place({**latest, around.code: own.latest}, around.code) if around.peers else None
        half = digits(middle(latest.values()), 0)
        remark = view.translate("region.function.middle", middle=half)
        if found:
            remark = view.translate("region.function.place", place=found.place, of=found.of, middle=half)
        words = view.translate("region.function.words", name=title, here=here, score=digits(own.latest, 0), middle=half)
        lines = [points(score.score)[-MONTHS:] for score in others.values()]
        shown.append(
            Multiple(
                title,
                view.href(f"/functions/{function}"),
                _figure(context, own),
                remark,
                points(own.score)[-MONTHS:],
                lines,
                words,
            )
        )
        rows.append(
            [title, *(_table_cell(view, context, scores.get((function, c)), title) for c in (around.code, *peers))]
        )
    heads = [view.translate("region.function"), *(_name(view, context, code) for code in (around.code, *peers))]
    caption = view.translate(f"region.functions.{_kind(context, around.code)}")
    return panel(
        caption,
        multiples(view, shown),
        twin(view.translate("overview.map.table"), table(caption, heads, rows, numeric=range(1, len(heads)))),
        aside=view.translate("region.functions.how"),
        className="region-functions",
    )


def _table_cell(view: View, context: RequestContext, score: GroupScore | None, title: str) -> Component:
    return html.Span(NO_VALUE) if score is None else plain(view, _figure(context, score), title)


def _standing(view: View, context: RequestContext, around: Around, cells: Sequence[IndicatorValue]) -> Component:
    best, worst = strongest(cells, SHOWN), weakest(cells, SHOWN)
    peers = around.peers or around.shown
    theirs = context.reader.many_cells(context.scope, context.version, {c.indicator for c in (*best, *worst)}, peers)

    def lines(found: Sequence[IndicatorValue]) -> list[PeerRow]:
        shown = []
        for cell in found:
            others = [theirs[cell.indicator, code] for code in peers if (cell.indicator, code) in theirs]
            values, scores = middle(c.value for c in others), middle(c.score for c in others)
            shown.append(PeerRow(cell, context.catalogue.indicators[cell.indicator], values, scores))
        return shown

    indicators = context.catalogue.indicators
    better, worse = gains_and_losses(cells, indicators, SHOWN)
    largest = max((abs(size) for _, size in (*better, *worse)), default=0.0)
    gains = [Changed(cell, indicators[cell.indicator], size) for cell, size in better]
    losses = [Changed(cell, indicators[cell.indicator], size) for cell, size in worse]
    aside, year = view.translate("region.standing.how"), view.translate("region.year.how")
    return html.Div(
        className="region-standing",
        children=[
            panel(view.translate("region.weakest"), beside(view, lines(worst)), aside=aside),
            panel(view.translate("region.strongest"), beside(view, lines(best)), aside=aside),
            panel(view.translate("region.losses"), changed(view, losses, largest), aside=year),
            panel(view.translate("region.gains"), changed(view, gains, largest), aside=year),
        ],
    )


FOLLOWED = frozenset({"tasks", "snapshot"})
SIGNS = LiveFragment("region-signs", signs, frozenset({"signs"}))
ATTENTION = LiveFragment("region-attention", attention, FOLLOWED)
TASKS = LiveFragment("region-tasks", region_tasks, FOLLOWED)
ALERTS = LiveFragment("region-alerts", region_alerts, frozenset({"alerts"}))
PAGE = Page("region", "/regions/<code>", layout, parts=(ALERTS, ATTENTION, TASKS, SIGNS))
