"""The sheet behind every number: answers what was asked for in the store `asked`, on whatever page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from components.formatting.display_values import basis_name, score_figure, status_name, unit
from components.formatting.numbers import DisplayValue
from components.formatting.qualifiers import wording_name
from components.formatting.reasons import sentence
from components.framework.markup import to_html
from components.framework.raw_html import RawHtml
from components.framework.view import View
from components.indicators.provenance import ProvenanceRequest, indicator_sheet, progress_sheet, refusal, score_sheet
from data.core.scope import OutOfScope
from indicators.calendar.periods import Period, PeriodError
from indicators.compute.results import GroupScore
from indicators.plan.progress import goal_progress, time_passed
from indicators.scoring.score import score_status
from queries.request_context import RequestContext
from queries.vitals.sign_details import NoSuchSign, sign_sheet

LONGEST = 80  # characters of anything a browser may ask about
OpenAddress = Callable[[str], tuple[View, RequestContext, Mapping[str, str]]]


class Unknown(LookupError):
    """Nothing here has that name."""


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
    try:
        name, region, period = (_text(asked, key) for key in ("indicator", "region", "period"))
        where = _region(context, region)
        if sign := _text(asked, "sign"):
            return sign_sheet(view, context, sign, where, _text(asked, "device"))
        kind, *rest = name.split(":")
        if kind == "score" and len(rest) == 2:
            return _score(view, context, rest[0], rest[1], where)
        if kind == "progress" and len(rest) == 2 and rest[0] == "goal":
            return _progress(view, context, rest[1])
        return _indicator(view, context, name, where, Period.parse(period))
    except (Unknown, NoSuchSign, OutOfScope, PeriodError):
        return refusal(view)


def _text(asked: Any, key: str) -> str:
    found = asked.get(key) if isinstance(asked, dict) else None
    return found if isinstance(found, str) and (key == "address" or len(found) <= LONGEST) else ""


def _region(context: RequestContext, text: str) -> int:
    if not (text.isascii() and text.isdigit()) or int(text) not in context.catalogue.regions:
        raise Unknown(text)
    return int(text)


def _indicator(view: View, context: RequestContext, name: str, region: int, period: Period) -> list[Component]:
    indicator = context.catalogue.indicators.get(name)
    if indicator is None:
        raise Unknown(name)
    series = context.reader.series(context.scope, context.version, name, region, period.grain.value)
    if period.code not in series.codes:
        raise Unknown(period.id)
    at = series.codes.index(period.code)
    value = float(series.value[at])
    cell = context.reader.cell(context.scope, context.version, name, region)
    newest = cell is not None and cell.period == period.id
    status = status_name(cell.status if cell is not None and newest else int(series.status[at]))
    origin = context.reader.provenance(context.scope, context.version, name, region, period.id)
    figure = DisplayValue(
        name,
        region,
        period.id,
        None if value != value else value,
        unit(view, indicator),
        indicator.decimals,
        status,
        basis_name(int(series.basis[at])),
        wording_name(origin.wording),
    )
    reason = sentence(view, indicator, cell.reason) if cell is not None and newest else ""
    place = view.localise(context.catalogue.regions[region].name)
    return indicator_sheet(
        view, context.catalogue, ProvenanceRequest(figure, place, reason, context.now.tzinfo), origin
    )


def _score(view: View, context: RequestContext, kind: str, subject: str, region: int) -> list[Component]:
    found = _find(context, kind, subject, region)
    names = _names(view, context, kind)
    place = view.localise(context.catalogue.regions[region].name)
    title = (
        view.translate("sheet.score.name.city", place=place)
        if kind == "city"
        else view.translate("sheet.score.name.group", place=place, name=_subject(view, context, kind, subject))
    )
    figure = score_figure(
        kind,
        subject,
        region,
        found.periods[-1].id,
        found.latest,
        status_name(score_status(found.latest)),
        context.demo,
    )
    href = view.href(f"/{kind}s/{subject}") if kind in {"function", "topic"} else None
    return score_sheet(view, title, figure, found, names, href)


def _find(context: RequestContext, kind: str, subject: str, region: int) -> GroupScore:
    for score in context.reader.scores(context.scope, context.version, region, kind):
        if score.subject == subject:
            return score
    raise Unknown(subject)


def _names(view: View, context: RequestContext, kind: str) -> dict[str, str]:
    """The names of a score's parts: functions for a city, indicators for any other group."""
    named = {name: view.localise(indicator.name) for name, indicator in context.catalogue.indicators.items()}
    if kind == "city":
        named |= {name: view.localise(function.name) for name, function in context.catalogue.plan.functions.items()}
    return named


def _subject(view: View, context: RequestContext, kind: str, subject: str) -> str:
    plan = context.catalogue.plan
    groups = {
        "function": plan.functions,
        "goal": plan.goals,
        "topic": plan.topics,
        "pillar": plan.pillars | plan.supports,
    }
    entry = groups.get(kind, {}).get(subject)
    return view.localise(entry.name) if entry else subject


def _progress(view: View, context: RequestContext, goal: str) -> list[Component]:
    entry = context.catalogue.plan.goals.get(goal)
    if entry is None:
        raise Unknown(goal)
    cells = context.reader.cells(context.scope, context.version, context.home)
    done = goal_progress(cells, context.catalogue)[goal]
    scores = [
        s for s in context.reader.scores(context.scope, context.version, context.home, "goal") if s.subject == goal
    ]
    status = status_name(score_status(scores[0].latest if scores else None))
    basis = "demo" if context.demo else "reported"
    figure = DisplayValue(f"progress:goal:{goal}", context.home, f"{context.today:%Y-%m}", done, "%", 0, status, basis)
    members = [
        (
            view.localise(context.catalogue.indicators[cell.indicator].name),
            view.href(f"/indicators/{cell.indicator}"),
            cell.attainment,
        )
        for cell in cells
        if context.catalogue.indicators[cell.indicator].goal == goal and cell.attainment is not None
    ]
    ordered = sorted(members, key=lambda member: member[2] or 0.0)
    return progress_sheet(view, view.localise(entry.name), figure, time_passed(context.today), ordered)
