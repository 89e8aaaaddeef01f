"""The overview: is the city well, what is off the plan, and where."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from components.charts.bullet import bar, stack
from components.charts.sparkline import spark
from components.formatting.display_values import figure, points, score_figure, status_name
from components.formatting.lists import list_of
from components.formatting.numbers import DisplayValue, change, digits, number, plain, status_mark
from components.framework.live import live
from components.framework.markup import to_html
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.attention import Row, attention_list
from components.maps.region_map import credit_lines, drawn
from components.maps.region_panel import Choice, Layer, map_panel, shaded
from data.core.scope import required_region
from indicators.compute.results import GroupScore
from indicators.plan.progress import goal_progress, time_passed
from indicators.scoring.score import score_status
from queries.request_context import RequestContext
from queries.tasks.task_lines import counts_of, counts_row, dispatcher
from queries.vitals.strip import strip

SHOWN = 7  # attention rows that fit one 1920×1080 screen
MONTHS = 24
Scores = Mapping[tuple[str, str], GroupScore]


def layout(view: View, context: RequestContext) -> Screen:
    """City score and functions, the map, what needs attention, and the ten goals."""
    scores = {(s.kind, s.subject): s for s in context.reader.scores(context.scope, context.version, context.home)}
    return Screen(
        view.translate("overview.title"),
        [
            html.H1(view.translate("overview.title"), className="spoken"),
            html.Div(
                className="overview",
                children=[
                    _city(view, context, scores),
                    html.Section(
                        className="panel overview-map", children=RawHtml(map_markup(view, context), id="overview-map")
                    ),
                    live(ATTENTION, attention(view, context), className="overview-attention-box"),
                    _goals(view, context, scores),
                ],
            ),
            dcc.Store(id="overview-address"),
        ],
    )


def callbacks(app: Dash, open_address: Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]) -> None:
    """Choosing a layer or a district redraws the map alone."""

    def redraw(asked: Any) -> str:
        address = asked.get("address") if isinstance(asked, dict) else None
        view, context, _ = open_address(str(address or "/"))
        return map_markup(view, context)

    app.callback(Output("overview-map", "html"), Input("overview-address", "data"), prevent_initial_call=True)(redraw)


def _city(view: View, context: RequestContext, scores: Scores) -> Component:
    score = scores["city", "city"]
    series = points(score.score)
    how = _how(view, context, scores)
    period = score.periods[-1].id
    parts = [(view.localise(context.catalogue.plan.functions[part.id].name), part.points) for part in score.parts]
    words = view.translate("overview.score.parts", parts="，".join(f"{name} {digits(share)}" for name, share in parts))
    shown = score_figure(
        "city", "city", score.region, period, score.latest, status_name(score_status(score.latest)), context.demo
    )
    return panel(
        _score_title(view, context),
        html.Div(
            className="city-score",
            children=[
                number(view, shown, view.translate("overview.score"), "num-huge"),
                html.Div(
                    className="city-side",
                    children=[
                        html.Span(
                            [view.translate("overview.than_month"), " ", change(view, _step(series, 1), "higher")]
                        ),
                        html.Span(
                            [view.translate("overview.than_year"), " ", change(view, _step(series, 12), "higher")]
                        ),
                        spark(
                            series[-MONTHS:],
                            view.translate("overview.trend", name=view.translate("overview.score")),
                            160,
                            32,
                        ),
                    ],
                ),
            ],
        ),
        stack(parts, words),
        html.P(how, className="note"),
        html.Ul(
            className="function-list",
            children=[
                _function(view, context, name, scores["function", name])
                for name in context.catalogue.plan.functions
                if ("function", name) in scores
            ],
        ),
        live(SIGNS, signs(view, context)),
        aside=status_mark(view, shown.status),
        className="overview-city",
    )


def _score_title(view: View, context: RequestContext) -> str:
    """Whose score it is: the city's goes without saying."""
    if context.home == context.catalogue.regions.city.code:
        return view.translate("overview.score")
    return view.translate("overview.score.of", place=view.localise(context.catalogue.regions[context.home].name))


def _how(view: View, context: RequestContext, scores: Scores) -> str:
    vetoes = dict.fromkeys(v for (kind, _), s in scores.items() if kind == "function" for v in s.vetoed_by)
    names = list_of(view, (view.localise(context.catalogue.indicators[v].name) for v in vetoes))
    return view.translate("overview.score.veto", names=names) if names else view.translate("overview.score.how")


def _function(view: View, context: RequestContext, name: str, score: GroupScore) -> Component:
    title = view.localise(context.catalogue.plan.functions[name].name)
    status = status_name(score_status(score.latest))
    series = points(score.score)
    shown = score_figure("function", name, score.region, score.periods[-1].id, score.latest, status, context.demo)
    off = view.translate("overview.off", off=score.counts[3], all=sum(score.counts))
    return html.Li(
        html.A(
            className="row",
            href=view.href(f"/functions/{name}"),
            children=[
                html.Span(
                    className="name",
                    children=[
                        html.Span(title),
                        html.Small([html.Span(off), change(view, _step(series, 12), "higher")]),
                    ],
                ),
                spark(series[-MONTHS:], view.translate("overview.trend", name=title)),
                plain(view, shown, title),
                status_mark(view, status),
            ],
        )
    )


def _step(series: list[float | None], back: int) -> float | None:
    now, before = series[-1], series[-1 - back] if len(series) > back else None
    return None if now is None or before is None else now - before


def map_markup(view: View, context: RequestContext) -> str:
    """The map panel's HTML for the layer and district in the address."""
    return to_html(_map(view, context))


def _map(view: View, context: RequestContext) -> list[Component]:
    regions = context.catalogue.regions
    around = _district(view, context)
    inside = context.inside(around) or (around,)  # a town has nothing inside but itself
    choice = _choice(view, context)
    figures, lower = _figures(view, context, choice.chosen, inside)
    town = around != regions.city.code
    hrefs = {code: view.href(f"/regions/{code}") if town else view.href(district=str(code)) for code in inside}
    shades, limits = shaded(figures, hrefs, lower)
    name = next(layer.name for layer in (*choice.layers, *choice.more) if layer.id == choice.chosen)
    shown = "overview.map.one" if inside == (around,) else "overview.map.town" if town else "overview.map"
    title = view.translate(shown, district=view.localise(regions[around].name), layer=name)
    back = html.A(
        view.translate("overview.map.back"),
        href=view.href(district=None),
        className="link",
        **{"data-swap": "overview-address"},
    )
    shapes = [drawn(view, context.shapes[code]) for code in inside]
    return map_panel(
        view,
        title,
        shapes,
        shades,
        limits,
        choice,
        hint=back if around != context.home else None if town else view.translate("overview.map.hint"),
        notes=credit_lines(view, context.shapes.credits, context.shapes.approximate("town")),
    )


def _district(view: View, context: RequestContext) -> int:
    """The district that the address names, or where the visitor begins. OutOfScope for one they may not see."""
    known = {str(code): code for code in context.catalogue.regions.at("district")}
    wanted = known.get(view.option("district"), context.home)
    required_region(context.scope, wanted)
    return wanted


def _choice(view: View, context: RequestContext) -> Choice:
    """The overall score and the functions as buttons, all judged indicators as a list."""
    plan, indicators = context.catalogue.plan, context.catalogue.indicators
    layers = [Layer("score", view.translate("overview.map.score"))]
    layers += [Layer(key, view.localise(entry.name)) for key, entry in plan.functions.items()]
    more = [Layer(key, view.localise(found.name)) for key, found in indicators.items() if found.level != "city"]
    chosen = view.option("map", "score")
    known = {layer.id for layer in (*layers, *more)}
    return Choice(layers, more, chosen if chosen in known else "score", "overview-address")


def _figures(
    view: View, context: RequestContext, layer: str, regions: tuple[int, ...]
) -> tuple[list[DisplayValue], bool]:
    indicator = context.catalogue.indicators.get(layer)
    if indicator is not None:
        cells = {cell.region: cell for cell in context.reader.cells_of(context.scope, context.version, layer)}
        found = [figure(view, indicator, cells[code]) for code in regions if code in cells]
        return found, indicator.better == "lower"
    kind, subject = ("city", "city") if layer == "score" else ("function", layer)
    scores = {
        s.region: s
        for s in context.reader.scores(context.scope, context.version, subject_kind=kind)
        if s.subject == subject
    }
    return [
        score_figure(
            kind,
            subject,
            code,
            scores[code].periods[-1].id,
            scores[code].latest,
            status_name(score_status(scores[code].latest)),
            context.demo,
        )
        for code in regions
        if code in scores
    ], False


def attention(view: View, context: RequestContext) -> Component:
    """What needs a hand, with the button that sends a task about it, and how the tasks stand."""
    found = context.reader.attention(context.scope, context.version, SHOWN)
    rows = []
    for item in found:
        cell = context.reader.cell(context.scope, context.version, item.indicator, item.region)
        rows.append(
            Row(
                item,
                context.catalogue.indicators[item.indicator],
                place(view, context, item.region),
                cell.basis if cell else 0,
            )
        )
    return panel(
        view.translate("overview.attention"),
        attention_list(view, rows, dispatcher(view, context)),
        html.P(html.A(view.translate("overview.attention.all"), href=view.href("/indicators")), className="note"),
        counts_row(view, counts_of(context)),
        aside=view.translate("overview.attention.how"),
        className="overview-attention",
    )


def place(view: View, context: RequestContext, region: int) -> str:
    """Where something is, from the district down."""
    regions = context.catalogue.regions
    here = regions[region]
    name = view.localise(here.name)
    return f"{view.localise(regions[here.parent].name)} · {name}" if here.level == "town" and here.parent else name


def _goals(view: View, context: RequestContext, scores: Scores) -> Component:
    passed = time_passed(context.today)
    cells = context.reader.cells(context.scope, context.version, context.home)
    done = goal_progress(cells, context.catalogue)
    items = []
    for order, (goal, entry) in enumerate(context.catalogue.plan.goals.items(), 1):
        score = scores.get(("goal", goal))
        status = status_name(score_status(score.latest if score else None))
        name, share = view.localise(entry.name), done[goal]
        words = view.translate("overview.goals.bar", name=name, done=digits(share, 0), share=round(passed))
        shown = DisplayValue(
            f"progress:goal:{goal}",
            context.home,
            f"{context.today:%Y-%m}",
            share,
            "%",
            0,
            status,
            "demo" if context.demo else "reported",
        )
        items.append(
            html.Li(
                html.A(
                    href=view.href("/plan") + f"#{goal}",
                    children=[
                        html.Div([html.I(str(order), **{"data-number": "order"}), name], className="name", title=name),
                        html.Div(className="line", children=[plain(view, shown, name), status_mark(view, status)]),
                        bar(share, passed, status, words),
                    ],
                )
            )
        )
    return panel(
        view.translate("overview.goals"),
        html.Ol(items, className="goals"),
        aside=view.translate("overview.goals.mark", share=round(passed)),
        className="overview-goals",
    )


def signs(view: View, context: RequestContext) -> Component:
    """The city's vital signs in a few lines."""
    return strip(view, context, context.home)


SIGNS = LiveFragment("overview-signs", signs, frozenset({"signs"}))
ATTENTION = LiveFragment("overview-attention", attention, frozenset({"tasks", "snapshot"}))
PAGE = Page("overview", "/", layout, frozenset({"map", "district"}), callbacks, parts=(ATTENTION, SIGNS))
