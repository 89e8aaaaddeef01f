"""A kind of vital signs: each sign now, its ladder, its last day; or one sign in depth (`?sign=`)."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.forms.region_choice import region_choice
from components.framework.live import age, live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.indicators.provenance import definition_basis
from components.maps.levels import level_mark
from components.vitals.sign_card import card
from components.vitals.signs import sign_number, since_words, source_line
from components.vitals.thresholds import rule_words
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import (
    CurrentSigns,
    chosen_region,
    device_name,
    health_day,
    health_figure,
    local,
    now_in,
    region_figure,
)
from queries.vitals.sign_places import places_table
from queries.vitals.sign_view import DAYS, all_steps, cards, chart

SIGNS = frozenset({"signs"})


def signs(view: View, desk: RequestContext, kind: str) -> Component:
    """The health of the kind and the cards of its signs."""
    now = _now(view, desk)
    named = None if now.region == desk.home else str(now.region)
    health = health_figure(desk, now, kind, health_day(desk, now, kind))
    found = [card(view, one) for one in cards(view, desk, now, kind, named)]
    return html.Div(
        [
            source_line(view, now.looked_at if now.late else None, now.looked_at),
            html.Div(
                [sign_number(view, health, view.t("kind.health"), "num-large"), *_costs(view, desk, now, kind)],
                className="kind-sum",
            ),
            html.Div(found, className="sign-cards"),
        ],
        className="late" if now.late else None,
    )


def _costs(view: View, desk: RequestContext, now: CurrentSigns, kind: str) -> list[Any]:
    """What each sign takes from the health, so that it adds up."""
    parts = now.kinds[kind].parts
    if not parts:
        return []
    named = [(view.say(desk.catalogue.vitals.signs[part.sign].name), digits(-part.points, 1)) for part in parts]
    said = [html.Span([f"{name} ", html.B(points, **{"data-number": "part"})]) for name, points in named]
    return [html.Span(view.t("kind.health.how")), *said]


def sign(view: View, desk: RequestContext, kind: str) -> Component:
    """One sign in depth: how it stands, its course, its places."""
    now, one = _now(view, desk), _chosen(view, desk, kind)
    found = now.signs.get(one.id) if one else None
    if one is None or found is None:
        return html.P(view.t("vitals.nothing"), className="note")
    devices = desk.register.by_number(desk.scope, [found.worst])
    span = _span(view)
    drawn = chart(view, desk, one, found, span)
    place = device_name(view, devices[found.worst]) if found.worst in devices else ""
    head = [
        level_mark(view, region_figure(view, desk, found).level),
        sign_number(view, region_figure(view, desk, found), view.say(one.name), "num-large"),
        html.Span(since_words(view, local(found.since), desk.now)) if found.level else None,
        html.Span(place, className="place"),
        html.Span(view.t("sign.places", n=found.counted, silent=found.stale)),
        age(view, local(found.at)),
    ]
    return html.Div(
        [
            source_line(view, now.looked_at if now.late else None, now.looked_at),
            html.Div(head, className="sign-now"),
            html.P(view.t("sign.no-history"), className="note") if drawn is None else drawn,
            html.H3(view.t("sign.places.title")),
            places_table(view, desk, one, now.region),
        ],
        className="late" if now.late else None,
    )


LIST = LiveFragment("vitals-signs", signs, SIGNS)
ONE = LiveFragment("vitals-sign", sign, SIGNS)


def _now(view: View, desk: RequestContext) -> CurrentSigns:
    return now_in(desk, chosen_region(view, desk))


def _chosen(view: View, desk: RequestContext, kind: str) -> Sign | None:
    """The sign that the address names; NoSuchScreen for one that is not of this kind."""
    name = view.option("sign")
    if not name:
        return None
    found = desk.catalogue.vitals.signs.get(name)
    if found is None or found.kind != kind:
        raise NoSuchScreen(name)
    return found


def _span(view: View) -> str:
    wanted = view.option("span", "24h")
    return wanted if wanted in DAYS else "24h"


def layout(view: View, desk: RequestContext, kind: str) -> Screen:
    """The screen of a kind. NoSuchScreen for an unknown one."""
    kinds = desk.catalogue.vitals.kinds
    if kind not in kinds:
        raise NoSuchScreen(kind)
    region, one = chosen_region(view, desk), _chosen(view, desk, kind)
    name, place = view.say(kinds[kind].name), view.say(desk.catalogue.regions[region].name)
    named = None if region == desk.home else str(region)
    chips = [
        html.A(
            view.say(entry.name),
            href=view.href(f"/vitals/{key}", region=named),
            **({"aria-current": "page"} if key == kind else {}),
        )
        for key, entry in kinds.items()
    ]
    title = view.t("kind.title", kind=name if one is None else view.say(one.name), name=place)
    return Screen(
        title,
        [
            html.Div(
                [
                    html.H1(title),
                    region_choice(view, desk.catalogue, desk.seen(desk.catalogue.regions.codes), desk.home, region),
                    html.A(view.t("kind.back"), href=view.href("/vitals", region=named), className="link"),
                    html.A(view.t("kind.alerts"), href=view.href("/alerts", kind=kind, region=named), className="link"),
                    html.P(view.t("vitals.only-now"), className="note") if view.as_of else None,
                ],
                className="vitals-head",
            ),
            html.Nav(chips, className="chips switcher", **{"aria-label": view.t("kind.all")}),
            live(LIST, signs(view, desk, kind)) if one is None else _deep(view, desk, kind, one),
        ],
    )


def _deep(view: View, desk: RequestContext, kind: str, one: Sign) -> Component:
    spans = [
        html.A(
            view.t(f"sign.span.{span}"),
            href=view.href(span=None if span == "24h" else span),
            **({"aria-current": "true"} if span == _span(view) else {}),
        )
        for span in DAYS
    ]
    back = html.A(view.t("kind.signs"), href=view.href(sign=None, span=None), className="link")
    return html.Div(
        [
            panel(
                view.say(one.name),
                html.Div([*spans, back], className="chips"),
                live(ONE, sign(view, desk, kind)),
                className="sign-deep",
            ),
            _about(view, desk, one),
        ],
        className="sign-page",
    )


def _about(view: View, desk: RequestContext, one: Sign) -> Component:
    """The definition, on what it rests, who answers and who is called, and what is done at which level."""
    catalogue = desk.catalogue
    duty, unit = catalogue.vitals.duties[one.called], catalogue.units[one.responsible]
    facts = [
        ("sign.range", view.say(one.normal) + " " + view.say(one.unit)),
        ("sign.rule", rule_words(view, one)),
        ("sign.basis", definition_basis(view, catalogue, one.basis)),
        ("sign.answers", view.say(unit.name)),
        ("sign.called", view.say(duty.name)),
        ("sign.system", view.say(one.system)),
    ]
    measures = [
        html.Li([level_mark(view, name), html.Span(view.say(text))]) for name, text in one.warning.measures.items()
    ]
    return panel(
        view.t("sign.about"),
        html.P(view.say(one.definition), className="lead"),
        html.H3(view.t("sign.steps")),
        html.Ul([html.Li(words) for words in all_steps(view, desk, one)], className="steps-words"),
        html.Dl(
            [item for key, value in facts for item in (html.Dt(view.t(key)), html.Dd(value))], className="about-facts"
        ),
        html.H3(view.t("sign.response")),
        html.Ul(measures, className="measures"),
        className="sign-about",
    )


PAGE = Page(
    "vitals_kind",
    "/vitals/<kind>",
    layout,
    frozenset({"region", "sign", "span"}),
    parts=(LIST, ONE),
    kept=False,
)
