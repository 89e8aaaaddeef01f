"""How the city is now: nine kinds of vital signs, and what of them is not normal."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from components.formatting.numbers import digits
from components.framework.view import View
from components.wall.day import day
from components.wall.frame import box, pane
from components.wall.signs import Shown, level_name, level_word, shape, sign_number
from data.telemetry.state_types import HealthNow, SignNow
from indicators.catalogue.playlists import Slide
from pages.wall.alert_cards import period_text
from queries.request_context import RequestContext

LISTED = 8
DAY = 24 * 3600


def draw(view: View, context: RequestContext, slide: Slide, region: int) -> Component:
    """The vital signs of a region (health is kept for the city and its districts)."""
    where = _with_health(context, region)
    healths = context.picture.healths(context.scope, where)
    signs = context.picture.signs(context.scope, where)
    since = int(context.now.timestamp()) - DAY
    history = context.picture.health_history(context.scope, where, since)
    kinds = context.catalogue.vitals.kinds
    return pane(
        view.translate("wall.vitals.title", place=view.localise(context.catalogue.regions[where].name)),
        html.Div(
            [_tile(view, context, kind, healths.get(kind), signs, history.get(kind, ())) for kind in kinds],
            className="wall-kinds",
        ),
        box(
            view.translate("wall.vitals.off"),
            _off(view, context, signs),
            className="wall-off",
            aside=_unknown(view, signs),
        ),
        aside=_whole(view, where, healths.get("city"), context),
        className="wall-vitals",
    )


def _with_health(context: RequestContext, region: int) -> int:
    found = context.catalogue.regions[region]
    return found.parent if found.level == "town" and found.parent in context.seen([found.parent or 0]) else region


def _whole(view: View, region: int, health: HealthNow | None, context: RequestContext) -> Component | None:
    if health is None:
        return None
    return html.Span([view.translate("wall.vitals.health"), _health(view, context, region, health)])


def _health(view: View, context: RequestContext, region: int, health: HealthNow) -> Component:
    return html.B(
        digits(health.value, 0),
        className="wall-health",
        **{
            "data-sign": f"health:{health.kind}",
            "data-region": str(region),
            "data-period": period_text(int(context.now.timestamp())),
            "data-status": "unknown" if health.value is None else "normal",
            "data-basis": "demo" if context.demo else "reported",
        },
    )


def _tile(
    view: View,
    context: RequestContext,
    kind: str,
    health: HealthNow | None,
    signs: dict[str, SignNow],
    history: Sequence[tuple[int, float]],
) -> Component:
    own = [signs[name] for name in context.catalogue.vitals.of_kind(kind) if name in signs]
    worst = max(own, key=lambda sign: (sign.level or 0, sign.sign), default=None)
    grade = None if health is None or health.value is None or worst is None else (worst.level or 0)
    level = level_name(grade)
    name = view.localise(context.catalogue.vitals.kinds[kind].name)
    trend = day(history, int(context.now.timestamp()), view.translate("wall.vitals.trend", name=name))
    said = (
        _worst(view, context, worst)
        if grade
        else html.Span(view.translate("wall.vitals.normal" if grade == 0 else "wall.unknown"))
    )
    region = health.region if health else context.home
    return html.Div(
        className=f"wall-kind edge-{level}",
        children=[
            html.Div([shape(level), html.B(name)], className="wall-kind-name"),
            _health(view, context, region, health) if health else html.B("—", className="wall-health"),
            html.Div(trend, className="wall-kind-trend"),
            html.Div(said, className="wall-kind-worst"),
        ],
    )


def _worst(view: View, context: RequestContext, sign: SignNow | None) -> list[Component]:
    if sign is None:
        return []
    found = context.catalogue.vitals.signs[sign.sign]
    return [html.Span(view.localise(found.name)), sign_number(view, shown_of(context, sign), mark=False)]


def shown_of(context: RequestContext, sign: SignNow) -> Shown:
    """A sign of a region with its marks."""
    found = context.catalogue.vitals.signs[sign.sign]
    return Shown(found, sign.region, sign.value, sign.level, period_text(sign.at), sign.basis)


def _off(view: View, context: RequestContext, signs: dict[str, SignNow]) -> Component:
    off = sorted((s for s in signs.values() if s.level), key=lambda sign: (-(sign.level or 0), sign.sign))
    if not off:
        return html.P(view.translate("wall.vitals.all_normal"), className="wall-calm")
    places = {one.no: one for one in context.picture.standing(context.scope, numbers={sign.worst for sign in off})}

    def line(sign: SignNow) -> Component:
        device = places.get(sign.worst)
        place = (device.name_zh if view.lang == "zh" else device.name_en) if device else ""
        more = sum(count for level, count in sign.levels.items() if level) - 1
        where = view.translate("wall.and_more", place=place, n=more) if more > 0 and place else place
        name = view.localise(context.catalogue.vitals.signs[sign.sign].name)
        return html.Li(
            className=f"wall-alert edge-{level_name(sign.level)}",
            children=[
                html.Div([level_word(view, sign.level), html.B(name)], className="wall-alert-name"),
                html.Div(sign_number(view, shown_of(context, sign), mark=False), className="wall-alert-value"),
                html.Div(where, className="wall-alert-place"),
            ],
        )

    return html.Ol([line(sign) for sign in off[:LISTED]], className="wall-list")


def _unknown(view: View, signs: dict[str, SignNow]) -> Component | None:
    unknown = sum(sign.level is None for sign in signs.values())
    text = view.translate("wall.vitals.unknown", n=unknown)
    return html.Span(text, **{"data-number": "unknown-signs"}) if unknown else None
