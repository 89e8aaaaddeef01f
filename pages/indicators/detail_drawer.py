"""The drawer behind every number: answers what was asked for in the store `asked`, on whatever page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from components.framework.markup import to_html
from components.framework.raw_html import RawHtml
from components.framework.unavailable import not_kept
from components.framework.view import View
from components.indicators.provenance import indicator_drawer, progress_drawer, refusal, score_drawer
from components.vitals.sign_detail import sign_drawer
from data.core.not_kept import NotKept
from queries.indicators import NoSuchNumber, NumberQueries
from queries.request_context import RequestContext
from queries.vitals import NoSuchSign, SignDetailQueries

LONGEST = 80  # characters of anything a browser may ask about
OpenAddress = Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]


def callbacks(app: Dash, open_address: OpenAddress) -> None:
    """A number that was asked about fills the sheet."""

    def answer(asked: Any) -> RawHtml:
        view, context, _ = open_address(_text(asked, "address") or "/")
        return RawHtml(html=to_html(content(view, context, asked)))

    app.callback(Output("sheet", "children"), Input("asked", "data"), prevent_initial_call=True)(answer)


def content(view: View, context: RequestContext, asked: Any) -> list[Component]:
    """The sheet for {indicator, region, period} or {sign, region, device}.

    A sentence for anything that is not ours or not the asker's.
    """
    queries = NumberQueries(context)
    try:
        name, period = _text(asked, "indicator"), _text(asked, "period")
        region = queries.region(_text(asked, "region"))
        if sign := _text(asked, "sign"):
            device = _text(asked, "device")
            return sign_drawer(view, SignDetailQueries(context).detail(view, sign, region, device))
        match name.split(":"):
            case ["score", kind, subject]:
                return score_drawer(view, queries.score(view, kind, subject, region))
            case ["progress", "goal", goal]:
                return progress_drawer(view, queries.progress(view, goal))
        return indicator_drawer(view, queries.value(view, name, region, period))
    except (NoSuchNumber, NoSuchSign):
        return refusal(view)
    except NotKept as fault:
        return [not_kept(view, fault.subject)]


def _text(asked: Any, key: str) -> str:
    found = asked.get(key) if isinstance(asked, dict) else None
    return found if isinstance(found, str) and (key == "address" or len(found) <= LONGEST) else ""
