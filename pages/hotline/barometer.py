"""The barometer (晴雨表): how the mood of citizens is, what rises, lasts, is everywhere, and what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from dash import html
from dash.development.base_component import Component

from components.forms.region_choice import region_choice
from components.framework.live import live
from components.framework.page import Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.hotline.cards import FindingCard, cards, span_words
from components.hotline.closed_loop import loop_panel
from components.hotline.rates import RateRow, rates_panel
from components.hotline.repeats import RepeatRow, repeats_panel
from components.hotline.sentiment import Daily, mood_panel
from components.maps.big_map import MapSpec, ShadedGrids, big_map
from components.maps.grades import graded
from components.tables.exports import FORMATS
from data.hotline.types import RegionHotline, Repeat
from indicators.hotline import KINDS, Finding, Volume, three_rates
from queries.hotline.live_strip import NOW, strip
from queries.request_context import RequestContext
from queries.vitals.current_signs import chosen_region

KIND = "hotline_order"
ON_MAP = ("hotline_order", "grid_event", "city_case")
WEEK = 7
REPEATS = 10
OPTIONS = frozenset({"region", "topic", "days", "kind", "grid"})


def layout(view: View, context: RequestContext) -> Screen:
    """The needle first, then the three lists, hot spots, repeats, and the rates."""
    title, region = view.translate("voice.title"), chosen_region(view, context)
    run = context.voice.run_of(context.scope, context.version)
    here = context.voice.region(context.scope, run.run, region) if run else None
    if run is None or here is None:
        missing = "voice.none.then" if view.as_of else "voice.none"
        return Screen(title, [html.H1(title), html.P(view.translate(missing))])
    found = context.voice.findings(context.scope, run.run, region)
    return Screen(
        title,
        [
            html.Div(
                [
                    html.H1(title),
                    _regions(view, context, region),
                    live(NOW, strip(view, context)),
                ],
                className="voice-head",
            ),
            html.Div(
                className="voice",
                children=[
                    html.Div([_mood(view, context, here), loop_panel(view, here.loop)], className="voice-side"),
                    *(cards(view, kind, _cards(view, context, found, kind)) for kind in KINDS),
                    html.Div(
                        [_map(view, context, run.run, region), _units(view, context, run.run, region)],
                        className="voice-half voice-side",
                    ),
                    html.Div(
                        [_repeats(view, context, run.run, region), _topics(view, context, here)],
                        className="voice-half voice-side",
                    ),
                ],
            ),
        ],
    )


def _regions(view: View, context: RequestContext, region: int) -> Component:
    choosable = context.seen(context.catalogue.regions.codes)
    return region_choice(view, context.catalogue, choosable, context.home, region)


def _name(view: View, context: RequestContext, region: int) -> str:
    return view.localise(context.catalogue.regions[region].name)


def _topic(view: View, context: RequestContext, topic: str, kind: str = KIND) -> str:
    found = next((one for one in context.catalogue.events[kind].topics if one.id == topic), None)
    return view.localise(found) if found else topic


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def _mood(view: View, context: RequestContext, here: RegionHotline) -> Component:
    daily, until = Daily(here.daily, here.low, here.high), f"{_day(here.last_day):%Y-%m-%d}"
    return mood_panel(view, _name(view, context, here.region), here.mood, daily, context.voice_rules, until)


def _cards(view: View, context: RequestContext, found: Sequence[Finding], kind: str) -> list[FindingCard]:
    return [
        FindingCard(
            one,
            _topic(view, context, one.topic),
            _name(view, context, one.region),
            _sureness(context, one.strength),
            view.href(region=str(one.region), topic=one.topic),
            _dispatch(view, context, one),
        )
        for one in found
        if one.kind == kind
    ]


def _sureness(context: RequestContext, strength: float) -> str:
    rules = context.voice_rules
    return "strong" if strength >= rules.strong else "clear" if strength >= rules.clear else "slight"


def _dispatch(view: View, context: RequestContext, one: Finding) -> str | None:
    """未诉先办: a task about the topic, filled in; for those who may send one."""
    if not context.actor.may("task.dispatch"):
        return None
    return view.href(
        "/tasks/new",
        topic=one.topic,
        region=str(one.region),
        count=str(one.count),
        usual=f"{one.usual:.1f}",
        period=span_words(view, one.hours),
    )


def _units(view: View, context: RequestContext, run: int, region: int) -> Component:
    """The region and those directly inside it, each as the unit that governs it."""
    rows = []
    for code in (region, *context.inside(region)):
        found = context.voice.region(context.scope, run, code)
        if found is not None:
            rows.append(_row(context, str(code), _unit(view, context, code), view.href(region=str(code)), found.volume))
    return rates_panel(view, view.translate("voice.rates"), view.translate("voice.unit"), rows, _how(view, context))


def _unit(view: View, context: RequestContext, region: int) -> str:
    units, unit = context.catalogue.units, context.catalogue.government_of(region)
    own = unit is not None and units[unit].region == region
    return view.localise(units[unit].name) if own and unit else _name(view, context, region)


def _topics(view: View, context: RequestContext, here: RegionHotline) -> Component:
    ordered = sorted(here.topics, key=lambda one: -one.volume.received)
    rows = [
        _row(context, one.topic, _topic(view, context, one.topic), view.href(topic=one.topic), one.volume)
        for one in ordered
    ]
    return rates_panel(
        view, view.translate("voice.rates.topics"), view.translate("voice.topic"), rows, _how(view, context)
    )


def _row(context: RequestContext, mark: str, name: str, href: str, volume: Volume) -> RateRow:
    rates = three_rates(volume, context.voice_rules.rates.fewest)
    return RateRow(mark, name, href, volume.received, rates, volume.repeat)


def _how(view: View, context: RequestContext) -> str:
    return view.translate("voice.rates.how", days=context.voice_rules.rates.days, n=context.voice_rules.rates.fewest)


def _repeats(view: View, context: RequestContext, run: int, region: int) -> Component:
    found, rules = context.voice.repeats(context.scope, run, region), context.voice_rules.repeats
    rows = [_repeat(view, context, one) for one in found[:REPEATS]]
    return repeats_panel(view, rows, len(found) - len(rows), rules.days, rules.fewest)


def _repeat(view: View, context: RequestContext, one: Repeat) -> RepeatRow:
    place = _grid_name(view, context, one.grid)
    dispatch = (
        view.href("/tasks/new", place=str(one.region), where=place) if context.actor.may("task.dispatch") else None
    )
    return RepeatRow(
        f"{one.grid}:{one.topic}",
        place,
        _topic(view, context, one.topic),
        one.again,
        one.count,
        f"{_day(one.first):%m-%d}",
        f"{_day(one.last):%m-%d}",
        view.href(grid=str(one.grid), topic=one.topic, kind=None),
        dispatch,
    )


def _grid_name(view: View, context: RequestContext, number: int) -> str:
    grid = context.grids.grid(context.scope, number)
    if grid is None:
        return view.translate("voice.grid", code=number)
    return view.translate(
        "voice.grid.at", place=_name(view, context, grid.town), grid=view.translate("voice.grid", code=grid.code)
    )


def _map(view: View, context: RequestContext, run: int, region: int) -> Component:
    """Events by grid: kind, topic and days stand in the address."""
    kind = view.option("kind") if view.option("kind") in context.catalogue.events else KIND
    topics = [topic.id for topic in context.catalogue.events[kind].topics]
    topic = view.option("topic") if view.option("topic") in topics else ""
    month = context.voice_rules.repeats.days
    days = WEEK if view.option("days") == str(WEEK) else month
    number = topics.index(topic) + 1 if topic else 0
    counts = context.voice.by_grid(context.scope, run, context.catalogue.events[kind].no, number, days)
    about = _topic(view, context, topic, kind) if topic else view.translate("voice.map.all")
    what = view.translate("voice.map.what", kind=view.translate(f"voice.kind.{kind}"), topic=about, days=days)
    return panel(
        view.translate("voice.map"),
        _choices(view, context, kind, topic, days, month),
        _chosen_grid(view, context, run, kind, days),
        big_map(view, _spec(view, context, region, counts, what, days)),
        _downloads(view, context, region, days),
        aside=what,
        className="voice-map",
    )


def _downloads(view: View, context: RequestContext, region: int, days: int) -> Component | None:
    """Orders by grid and topic as a file, small counts suppressed; for those who may take tables away."""
    if not context.actor.may("export"):
        return None
    links = [
        html.A(form, href=f"/voice/table.{form}?region={region}&days={days}", className="link", download=True)
        for form in FORMATS
    ]
    return html.P(
        [
            view.translate("voice.take", n=context.voice_rules.smallest_count),
            *(part for link in links for part in (" ", link)),
        ],
        className="note",
    )


def _spec(view: View, context: RequestContext, region: int, counts: dict[int, int], what: str, days: int) -> MapSpec:
    file, inside = context.grids.file(context.scope), set(context.catalogue.regions.within(region))
    here = [town in inside for town in file.towns]
    values = [float(counts.get(n, 0)) if mine else None for n, mine in zip(file.numbers, here, strict=True)]
    marks = {"data-number": "hot-spot", "data-period": f"{days}d"}
    href = view.href(grid="{number}").replace("%7Bnumber%7D", "{number}")
    unit = view.translate("voice.map.unit")
    note = context.grids.layer.note[view.lang] if context.grids.approximate else ""
    shaded = ShadedGrids(file, values, graded(values), what, unit, href, marks, note)
    label = view.translate("voice.map.label", place=_name(view, context, region), what=what)
    return MapSpec("voice-map", label, context.shapes, towns=True, grids=shaded)


def _choices(view: View, context: RequestContext, kind: str, topic: str, days: int, month: int) -> Component:
    def chips(label: str, links: Sequence[tuple[str, str, bool]]) -> Component:
        return html.Nav(
            [html.A(name, href=href, **({"aria-current": "true"} if on else {})) for name, href, on in links],
            className="chips",
            **{"aria-label": label},
        )

    spans = [(view.translate("voice.map.days", days=n), view.href(days=str(n)), n == days) for n in (WEEK, month)]
    kinds = [
        (view.translate(f"voice.kind.{one}"), view.href(kind=one, topic=None), one == kind)
        for one in ON_MAP
        if one in context.catalogue.events
    ]
    topics = [(view.translate("voice.map.all"), view.href(topic=None), not topic)]
    topics += [
        (view.localise(one), view.href(topic=one.id), one.id == topic) for one in context.catalogue.events[kind].topics
    ]
    return html.Div(
        [
            chips(view.translate("voice.map.kinds"), kinds),
            chips(view.translate("voice.map.spans"), spans),
            chips(view.translate("voice.map.topics"), topics),
        ],
        className="voice-choices",
    )


def _chosen_grid(view: View, context: RequestContext, run: int, kind: str, days: int) -> Component | None:
    """What happened in the grid that the address names, by topic."""
    asked = view.option("grid")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    if not number or context.grids.grid(context.scope, number) is None:
        return None
    of_kind = context.catalogue.events[kind]
    counts = [
        (context.voice.by_grid(context.scope, run, of_kind.no, n, days).get(number, 0), view.localise(topic))
        for n, topic in enumerate(of_kind.topics, 1)
    ]
    said = [view.translate("voice.grid.count", topic=name, n=n) for n, name in sorted(counts, reverse=True) if n]
    words = view.translate("voice.grid.counts", days=days, counts=view.translate("map.comma").join(said))
    nothing = view.translate("voice.grid.nothing", days=days)
    shown = html.Span(words if said else nothing, **{"data-number": "grid"})
    return html.P([html.B(_grid_name(view, context, number)), " ", shown], className="voice-why", id="voice-grid")


PAGE = Page("voice", "/voice", layout, OPTIONS, parts=(NOW,), kept=False)
