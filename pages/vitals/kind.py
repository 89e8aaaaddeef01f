"""A kind of vital signs: each sign now, its ladder, its last day; or one sign in depth (`?sign=`)."""

from __future__ import annotations

from dash import html
from dash.development.base_component import Component

from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.vitals.kind_head import kind_head, kind_title
from components.vitals.kind_signs import kind_signs
from components.vitals.sign_course import SPANS
from components.vitals.sign_depth import sign_definition, sign_depth
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals import KindQueries

SIGNS = frozenset({"signs", "liveness"})


def layout(view: View, context: RequestContext, kind: str) -> Screen:
    """The screen of a kind. NoSuchScreen for an unknown one."""
    queries = KindQueries(context)
    head = queries.head(view, kind)
    if head.sign is None:
        body = live(view, LIST, signs(view, context, kind))
    else:
        deep = _deep(view, head.sign, live(view, ONE, sign(view, context, kind)))
        body = html.Div([deep, sign_definition(view, queries.definition(view, head.sign))], className="sign-page")
    return Screen(kind_title(view, head), [*kind_head(view, head), body])


def signs(view: View, context: RequestContext, kind: str) -> Component:
    """The health of the kind and the cards of its signs."""
    return kind_signs(view, KindQueries(context).signs(view, kind))


def sign(view: View, context: RequestContext, kind: str) -> Component:
    """One sign in depth: how it stands, its course, its places."""
    return sign_depth(view, KindQueries(context).depth(view, kind))


def _deep(view: View, one: Sign, now: Component) -> Component:
    """A sign under the choice of its span, with the way back to all signs of the kind."""
    chosen = view.option("span") if view.option("span") in SPANS else "24h"
    spans = [
        html.A(
            view.translate(f"sign.span.{span}"),
            href=view.href(span=None if span == "24h" else span),
            **({"aria-current": "true"} if span == chosen else {}),
        )
        for span in SPANS
    ]
    back = html.A(view.translate("kind.signs"), href=view.href(sign=None, span=None), className="link")
    return panel(view.localise(one.name), html.Div([*spans, back], className="chips"), now, className="sign-deep")


LIST = LiveFragment("vitals-signs", signs, SIGNS)
ONE = LiveFragment("vitals-sign", sign, SIGNS)
PAGE = Page(
    "vitals_kind",
    "/vitals/<kind>",
    layout,
    frozenset({"region", "sign", "span"}),
    parts=(LIST, ONE),
    kept=False,
)
