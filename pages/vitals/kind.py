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


def signs(view: View, context: RequestContext, kind: str) -> Component:
    """The health of the kind and the cards of its signs."""
    now = _now(view, context)
    named = None if now.region == context.home else str(now.region)
    health = health_figure(context, now, kind, health_day(context, now, kind))
    found = [card(view, one) for one in cards(view, context, now, kind, named)]
    return html.Div(
        [
            source_line(view, now.looked_at if now.late else None, now.looked_at),
            html.Div(
                [
                    sign_number(view, health, view.translate("kind.health"), "num-large"),
                    *_costs(view, context, now, kind),
                ],
                className="kind-sum",
            ),
            html.Div(found, className="sign-cards"),
        ],
        className="late" if now.late else None,
    )


def _costs(view: View, context: RequestContext, now: CurrentSigns, kind: str) -> list[Any]:
    """What each sign takes from the health, so that it adds up."""
    parts = now.kinds[kind].parts
    if not parts:
        return []
    named = [(view.localise(context.catalogue.vitals.signs[part.sign].name), digits(-part.points, 1)) for part in parts]
    said = [html.Span([f"{name} ", html.B(points, **{"data-number": "part"})]) for name, points in named]
    return [html.Span(view.translate("kind.health.how")), *said]


def sign(view: View, context: RequestContext, kind: str) -> Component:
    """One sign in depth: how it stands, its course, its places."""
    now, one = _now(view, context), _chosen(view, context, kind)
    found = now.signs.get(one.id) if one else None
    if one is None or found is None:
        return html.P(view.translate("vitals.nothing"), className="note")
    devices = context.register.by_number(context.scope, [found.worst])
    span = _span(view)
    drawn = chart(view, context, one, found, span)
    place = device_name(view, devices[found.worst]) if found.worst in devices else ""
    head = [
        level_mark(view, region_figure(view, context, found).level),
        sign_number(view, region_figure(view, context, found), view.localise(one.name), "num-large"),
        html.Span(since_words(view, local(found.since), context.now)) if found.level else None,
        html.Span(place, className="place"),
        html.Span(view.translate("sign.places", n=found.counted, silent=found.stale)),
        age(view, local(found.at)),
    ]
    return html.Div(
        [
            source_line(view, now.looked_at if now.late else None, now.looked_at),
            html.Div(head, className="sign-now"),
            html.P(view.translate("sign.no-history"), className="note") if drawn is None else drawn,
            html.H3(view.translate("sign.places.title")),
            places_table(view, context, one, now.region),
        ],
        className="late" if now.late else None,
    )


LIST = LiveFragment("vitals-signs", signs, SIGNS)
ONE = LiveFragment("vitals-sign", sign, SIGNS)


def _now(view: View, context: RequestContext) -> CurrentSigns:
    return now_in(context, chosen_region(view, context))


def _chosen(view: View, context: RequestContext, kind: str) -> Sign | None:
    """The sign that the address names; NoSuchScreen for one that is not of this kind."""
    name = view.option("sign")
    if not name:
        return None
    found = context.catalogue.vitals.signs.get(name)
    if found is None or found.kind != kind:
        raise NoSuchScreen(name)
    return found


def _span(view: View) -> str:
    wanted = view.option("span", "24h")
    return wanted if wanted in DAYS else "24h"


def layout(view: View, context: RequestContext, kind: str) -> Screen:
    """The screen of a kind. NoSuchScreen for an unknown one."""
    kinds = context.catalogue.vitals.kinds
    if kind not in kinds:
        raise NoSuchScreen(kind)
    region, one = chosen_region(view, context), _chosen(view, context, kind)
    name, place = view.localise(kinds[kind].name), view.localise(context.catalogue.regions[region].name)
    named = None if region == context.home else str(region)
    chips = [
        html.A(
            view.localise(entry.name),
            href=view.href(f"/vitals/{key}", region=named),
            **({"aria-current": "page"} if key == kind else {}),
        )
        for key, entry in kinds.items()
    ]
    title = view.translate("kind.title", kind=name if one is None else view.localise(one.name), name=place)
    return Screen(
        title,
        [
            html.Div(
                [
                    html.H1(title),
                    region_choice(
                        view, context.catalogue, context.seen(context.catalogue.regions.codes), context.home, region
                    ),
                    html.A(view.translate("kind.back"), href=view.href("/vitals", region=named), className="link"),
                    html.A(
                        view.translate("kind.alerts"),
                        href=view.href("/alerts", kind=kind, region=named),
                        className="link",
                    ),
                    html.P(view.translate("vitals.only-now"), className="note") if view.as_of else None,
                ],
                className="vitals-head",
            ),
            html.Nav(chips, className="chips switcher", **{"aria-label": view.translate("kind.all")}),
            live(LIST, signs(view, context, kind)) if one is None else _deep(view, context, kind, one),
        ],
    )


def _deep(view: View, context: RequestContext, kind: str, one: Sign) -> Component:
    spans = [
        html.A(
            view.translate(f"sign.span.{span}"),
            href=view.href(span=None if span == "24h" else span),
            **({"aria-current": "true"} if span == _span(view) else {}),
        )
        for span in DAYS
    ]
    back = html.A(view.translate("kind.signs"), href=view.href(sign=None, span=None), className="link")
    return html.Div(
        [
            panel(
                view.localise(one.name),
                html.Div([*spans, back], className="chips"),
                live(ONE, sign(view, context, kind)),
                className="sign-deep",
            ),
            _about(view, context, one),
        ],
        className="sign-page",
    )


def _about(view: View, context: RequestContext, one: Sign) -> Component:
    """The definition, on what it rests, who answers and who is called, and what is done at which level."""
    catalogue = context.catalogue
    duty, unit = catalogue.vitals.duties[one.called], catalogue.units[one.responsible]
    facts = [
        ("sign.range", view.localise(one.normal) + " " + view.localise(one.unit)),
        ("sign.rule", rule_words(view, one)),
        ("sign.basis", definition_basis(view, catalogue, one.basis)),
        ("sign.answers", view.localise(unit.name)),
        ("sign.called", view.localise(duty.name)),
        ("sign.system", view.localise(one.system)),
    ]
    measures = [
        html.Li([level_mark(view, name), html.Span(view.localise(text))]) for name, text in one.warning.measures.items()
    ]
    return panel(
        view.translate("sign.about"),
        html.P(view.localise(one.definition), className="lead"),
        html.H3(view.translate("sign.steps")),
        html.Ul([html.Li(words) for words in all_steps(view, context, one)], className="steps-words"),
        html.Dl(
            [item for key, value in facts for item in (html.Dt(view.translate(key)), html.Dd(value))],
            className="about-facts",
        ),
        html.H3(view.translate("sign.response")),
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
