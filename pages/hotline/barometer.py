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


def layout(view: View, desk: RequestContext) -> Screen:
    """The needle first, then the three lists, hot spots, repeats, and the rates."""
    title, region = view.t("voice.title"), chosen_region(view, desk)
    run = desk.voice.run_of(desk.scope, desk.version)
    here = desk.voice.region(desk.scope, run.run, region) if run else None
    if run is None or here is None:
        missing = "voice.none.then" if view.as_of else "voice.none"
        return Screen(title, [html.H1(title), html.P(view.t(missing))])
    found = desk.voice.findings(desk.scope, run.run, region)
    return Screen(
        title,
        [
            html.Div(
                [
                    html.H1(title),
                    _regions(view, desk, region),
                    live(NOW, strip(view, desk)),
                ],
                className="voice-head",
            ),
            html.Div(
                className="voice",
                children=[
                    html.Div([_mood(view, desk, here), loop_panel(view, here.loop)], className="voice-side"),
                    *(cards(view, kind, _cards(view, desk, found, kind)) for kind in KINDS),
                    html.Div(
                        [_map(view, desk, run.run, region), _units(view, desk, run.run, region)],
                        className="voice-half voice-side",
                    ),
                    html.Div(
                        [_repeats(view, desk, run.run, region), _topics(view, desk, here)],
                        className="voice-half voice-side",
                    ),
                ],
            ),
        ],
    )


def _regions(view: View, desk: RequestContext, region: int) -> Component:
    choosable = desk.seen(desk.catalogue.regions.codes)
    return region_choice(view, desk.catalogue, choosable, desk.home, region)


def _name(view: View, desk: RequestContext, region: int) -> str:
    return view.say(desk.catalogue.regions[region].name)


def _topic(view: View, desk: RequestContext, topic: str, kind: str = KIND) -> str:
    found = next((one for one in desk.catalogue.events[kind].topics if one.id == topic), None)
    return view.say(found) if found else topic


def _day(number: int) -> date:
    return date(number // 10_000, number // 100 % 100, number % 100)


def _mood(view: View, desk: RequestContext, here: RegionHotline) -> Component:
    daily, until = Daily(here.daily, here.low, here.high), f"{_day(here.last_day):%Y-%m-%d}"
    return mood_panel(view, _name(view, desk, here.region), here.mood, daily, desk.voice_rules, until)


def _cards(view: View, desk: RequestContext, found: Sequence[Finding], kind: str) -> list[FindingCard]:
    return [
        FindingCard(
            one,
            _topic(view, desk, one.topic),
            _name(view, desk, one.region),
            _sureness(desk, one.strength),
            view.href(region=str(one.region), topic=one.topic),
            _dispatch(view, desk, one),
        )
        for one in found
        if one.kind == kind
    ]


def _sureness(desk: RequestContext, strength: float) -> str:
    rules = desk.voice_rules
    return "strong" if strength >= rules.strong else "clear" if strength >= rules.clear else "slight"


def _dispatch(view: View, desk: RequestContext, one: Finding) -> str | None:
    """未诉先办: a task about the topic, filled in; for those who may send one."""
    if not desk.asker.may("task.dispatch"):
        return None
    return view.href(
        "/tasks/new",
        topic=one.topic,
        region=str(one.region),
        count=str(one.count),
        usual=f"{one.usual:.1f}",
        period=span_words(view, one.hours),
    )


def _units(view: View, desk: RequestContext, run: int, region: int) -> Component:
    """The region and those directly inside it, each as the unit that governs it."""
    rows = []
    for code in (region, *desk.inside(region)):
        found = desk.voice.region(desk.scope, run, code)
        if found is not None:
            rows.append(_row(desk, str(code), _unit(view, desk, code), view.href(region=str(code)), found.volume))
    return rates_panel(view, view.t("voice.rates"), view.t("voice.unit"), rows, _how(view, desk))


def _unit(view: View, desk: RequestContext, region: int) -> str:
    units, unit = desk.catalogue.units, desk.catalogue.government_of(region)
    own = unit is not None and units[unit].region == region
    return view.say(units[unit].name) if own and unit else _name(view, desk, region)


def _topics(view: View, desk: RequestContext, here: RegionHotline) -> Component:
    ordered = sorted(here.topics, key=lambda one: -one.volume.received)
    rows = [
        _row(desk, one.topic, _topic(view, desk, one.topic), view.href(topic=one.topic), one.volume) for one in ordered
    ]
    return rates_panel(view, view.t("voice.rates.topics"), view.t("voice.topic"), rows, _how(view, desk))


def _row(desk: RequestContext, mark: str, name: str, href: str, volume: Volume) -> RateRow:
    rates = three_rates(volume, desk.voice_rules.rates.fewest)
    return RateRow(mark, name, href, volume.received, rates, volume.repeat)


def _how(view: View, desk: RequestContext) -> str:
    return view.t("voice.rates.how", days=desk.voice_rules.rates.days, n=desk.voice_rules.rates.fewest)


def _repeats(view: View, desk: RequestContext, run: int, region: int) -> Component:
    found, rules = desk.voice.repeats(desk.scope, run, region), desk.voice_rules.repeats
    rows = [_repeat(view, desk, one) for one in found[:REPEATS]]
    return repeats_panel(view, rows, len(found) - len(rows), rules.days, rules.fewest)


def _repeat(view: View, desk: RequestContext, one: Repeat) -> RepeatRow:
    place = _grid_name(view, desk, one.grid)
    dispatch = view.href("/tasks/new", place=str(one.region), where=place) if desk.asker.may("task.dispatch") else None
    return RepeatRow(
        f"{one.grid}:{one.topic}",
        place,
        _topic(view, desk, one.topic),
        one.again,
        one.count,
        f"{_day(one.first):%m-%d}",
        f"{_day(one.last):%m-%d}",
        view.href(grid=str(one.grid), topic=one.topic, kind=None),
        dispatch,
    )


def _grid_name(view: View, desk: RequestContext, number: int) -> str:
    grid = desk.grids.grid(desk.scope, number)
    if grid is None:
        return view.t("voice.grid", code=number)
    return view.t("voice.grid.at", place=_name(view, desk, grid.town), grid=view.t("voice.grid", code=grid.code))


def _map(view: View, desk: RequestContext, run: int, region: int) -> Component:
    """Events by grid: kind, topic and days stand in the address."""
    kind = view.option("kind") if view.option("kind") in desk.catalogue.events else KIND
    topics = [topic.id for topic in desk.catalogue.events[kind].topics]
    topic = view.option("topic") if view.option("topic") in topics else ""
    month = desk.voice_rules.repeats.days
    days = WEEK if view.option("days") == str(WEEK) else month
    number = topics.index(topic) + 1 if topic else 0
    counts = desk.voice.by_grid(desk.scope, run, desk.catalogue.events[kind].no, number, days)
    about = _topic(view, desk, topic, kind) if topic else view.t("voice.map.all")
    what = view.t("voice.map.what", kind=view.t(f"voice.kind.{kind}"), topic=about, days=days)
    return panel(
        view.t("voice.map"),
        _choices(view, desk, kind, topic, days, month),
        _chosen_grid(view, desk, run, kind, days),
        big_map(view, _spec(view, desk, region, counts, what, days)),
        _downloads(view, desk, region, days),
        aside=what,
        className="voice-map",
    )


def _downloads(view: View, desk: RequestContext, region: int, days: int) -> Component | None:
    """Orders by grid and topic as a file, small counts suppressed; for those who may take tables away."""
    if not desk.asker.may("export"):
        return None
    links = [
        html.A(form, href=f"/voice/table.{form}?region={region}&days={days}", className="link", download=True)
        for form in ("csv", "xlsx")
    ]
    return html.P(
        [view.t("voice.take", n=desk.voice_rules.smallest_count), *(part for link in links for part in (" ", link))],
        className="note",
    )


def _spec(view: View, desk: RequestContext, region: int, counts: dict[int, int], what: str, days: int) -> MapSpec:
    file, inside = desk.grids.file(desk.scope), set(desk.catalogue.regions.within(region))
    here = [town in inside for town in file.towns]
    values = [float(counts.get(n, 0)) if mine else None for n, mine in zip(file.numbers, here, strict=True)]
    marks = {"data-number": "hot-spot", "data-period": f"{days}d"}
    href = view.href(grid="{number}").replace("%7Bnumber%7D", "{number}")
    unit = view.t("voice.map.unit")
    note = desk.grids.layer.note[view.lang] if desk.grids.approximate else ""
    shaded = ShadedGrids(file, values, graded(values), what, unit, href, marks, note)
    label = view.t("voice.map.label", place=_name(view, desk, region), what=what)
    return MapSpec("voice-map", label, desk.shapes, towns=True, grids=shaded)


def _choices(view: View, desk: RequestContext, kind: str, topic: str, days: int, month: int) -> Component:
    def chips(label: str, links: Sequence[tuple[str, str, bool]]) -> Component:
        return html.Nav(
            [html.A(name, href=href, **({"aria-current": "true"} if on else {})) for name, href, on in links],
            className="chips",
            **{"aria-label": label},
        )

    spans = [(view.t("voice.map.days", days=n), view.href(days=str(n)), n == days) for n in (WEEK, month)]
    kinds = [
        (view.t(f"voice.kind.{one}"), view.href(kind=one, topic=None), one == kind)
        for one in ON_MAP
        if one in desk.catalogue.events
    ]
    topics = [(view.t("voice.map.all"), view.href(topic=None), not topic)]
    topics += [(view.say(one), view.href(topic=one.id), one.id == topic) for one in desk.catalogue.events[kind].topics]
    return html.Div(
        [
            chips(view.t("voice.map.kinds"), kinds),
            chips(view.t("voice.map.spans"), spans),
            chips(view.t("voice.map.topics"), topics),
        ],
        className="voice-choices",
    )


def _chosen_grid(view: View, desk: RequestContext, run: int, kind: str, days: int) -> Component | None:
    """What happened in the grid that the address names, by topic."""
    asked = view.option("grid")
    number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 8 else 0
    if not number or desk.grids.grid(desk.scope, number) is None:
        return None
    of_kind = desk.catalogue.events[kind]
    counts = [
        (desk.voice.by_grid(desk.scope, run, of_kind.no, n, days).get(number, 0), view.say(topic))
        for n, topic in enumerate(of_kind.topics, 1)
    ]
    said = [view.t("voice.grid.count", topic=name, n=n) for n, name in sorted(counts, reverse=True) if n]
    words = view.t("voice.grid.counts", days=days, counts=view.t("map.comma").join(said))
    nothing = view.t("voice.grid.nothing", days=days)
    shown = html.Span(words if said else nothing, **{"data-number": "grid"})
    return html.P([html.B(_grid_name(view, desk, number)), " ", shown], className="voice-why", id="voice-grid")


PAGE = Page("voice", "/voice", layout, OPTIONS, parts=(NOW,), kept=False)
