"""One alert: how it stands, what to do, the warning that it would be, the sign around it, and its whole story."""

from __future__ import annotations

from dataclasses import dataclass, fields

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_forms import acknowledge_form, close_form, dispatch_link, silence_form, unsilence_form
from components.alerts.alert_list import AlertLine, alert_list
from components.alerts.timeline import story
from components.formatting.lists import list_of
from components.formatting.numbers import basis_mark
from components.framework.live import age, live
from components.framework.page import LiveFragment, NoSuchScreen, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.maps.levels import level_mark
from components.vitals.sign_words import rank_word, step_words, value_words
from data.core.clock import to_epoch
from data.operations.alerts.repository import AlertMissing, AlertStory, alert_story, alerts_of_incidents
from data.storage.faults import or_else
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import LEVELS, Alert, WarningIncomplete, escalation_due
from queries.alerts.alert_lines import is_region, line_of, lines, local, number_in, region_name, sign_name
from queries.alerts.sign_chart import chart_of
from queries.alerts.timeline import told
from queries.alerts.warning import public_warning
from queries.request_context import RequestContext
from queries.tasks.task_lines import tasks_about
from queries.unavailable import greyed

RELATED = 12


@dataclass(frozen=True)
class Seen:
    """An alert with its log, its line, and its device where it has one."""

    story: AlertStory
    line: AlertLine
    device: RegisteredDevice | None

    @property
    def alert(self) -> Alert:
        """The alert itself."""
        return self.story.alert

    @property
    def devices(self) -> dict[str, RegisteredDevice]:
        """Its device by its id."""
        return {} if self.device is None else {self.device.device.id: self.device}


def layout(view: View, context: RequestContext, alert: str) -> Screen:
    """The whole story. NoSuchScreen, OutOfScope."""
    seen = _seen(view, context, alert)
    title = f"{seen.line.place} {seen.line.name}"
    return Screen(
        title,
        [
            html.P(html.A(view.translate("alert.title"), href=view.href("/alerts")), className="crumbs"),
            html.H1(title),
            html.Div(
                className="alert-page",
                children=[
                    html.Div(
                        [
                            live(NOW, now(view, context, alert), className="alert-now"),
                            panel(view.translate("alert.acts"), *_acts(view, context, seen), className="alert-do"),
                            live(TASKS, tasks(view, context, alert)),
                            live(ABOUT, about(view, context, alert)),
                        ]
                    ),
                    html.Div(
                        [
                            live(CHART, chart(view, context, alert)),
                            _warning(view, context, seen),
                            live(RELATED_PART, related(view, context, alert)),
                        ]
                    ),
                    live(STORY, happened(view, context, alert), className="alert-told"),
                ],
            ),
        ],
    )


def now(view: View, context: RequestContext, alert: str) -> Component:
    """How it stands, large."""
    seen = _seen(view, context, alert)
    line = seen.line
    word = rank_word(view, context.catalogue.vitals, line.sign, seen.alert.level)
    return panel(
        view.translate("alert.now"),
        html.Div(
            [
                html.P([level_mark(view, line.level), " ", html.Span(word, className="note")]),
                html.P([_value(view, line), basis_mark(view, line.basis)]),
                html.P([line.step or line.why, " · ", age(view, line.seen)], className="note"),
                html.P(
                    view.translate("alert.waits", who=line.called)
                    if line.waits
                    else line.done or view.translate(f"alert.state.{line.state}"),
                    className="waits" if line.waits else "",
                ),
            ],
            className=f"alert-head at-{line.level}",
        ),
        aside=view.translate(f"alert.state.{line.state}"),
    )


def _value(view: View, line: AlertLine) -> Component:
    """Its value; that there is none is no number."""
    if not line.value:
        return html.B(view.translate("alert.trigger.stale"), className="large")
    return html.B(line.value, className="large", **line.marks)


def _acts(view: View, context: RequestContext, seen: Seen) -> list[Component]:
    alert, line, may, rules = seen.alert, seen.line, context.actor.may, context.grounds.rules
    explained = {code: view.localise(text) for code, text in rules.closing.explanations.items()}
    quiet, open_ = alert.silenced(to_epoch(context.now)), alert.state != "closed"
    longest = rules.silence_minutes[LEVELS[alert.level]] if alert.level else 0  # type: ignore[index]
    called = f"{line.place} {line.name}"
    found = [
        acknowledge_form(view, alert.id, called) if may("alert.acknowledge") and alert.waits else None,
        dispatch_link(view, line) if may("task.dispatch") and alert.live else None,
        unsilence_form(view, alert.id, alert.version) if may("alert.silence") and quiet else None,
        silence_form(view, alert.id, longest)
        if may("alert.silence") and open_ and not quiet and not alert.waits
        else None,
        close_form(view, alert.id, explained, alert.live) if may("alert.acknowledge") and open_ else None,
    ]
    shown = [one for one in found if one is not None]
    return shown or [html.P(view.translate("alert.acts.none"), className="note")]


def about(view: View, context: RequestContext, alert: str) -> Component:
    """What belongs to it: steps, people, incident, device."""
    return panel(
        view.translate("alert.facts"), html.Dl(_facts(view, context, _seen(view, context, alert)), className="facts")
    )


def _facts(view: View, context: RequestContext, seen: Seen) -> list[Component]:
    alert, vitals = seen.alert, context.catalogue.vitals
    name, region = alert.subject.sign, alert.subject.region
    sign = vitals.signs.get(alert.subject.sign)
    due = escalation_due(alert, context.duty_hours)
    rows: list[tuple[str, object]] = [
        ("trigger", view.translate(f"alert.trigger.{alert.trigger}")),
        ("step", step_words(view, vitals, name, alert.level)),
        (
            "peak",
            value_words(view, vitals, alert.subject.sign, alert.value_peak) if alert.value_peak is not None else "",
        ),
        ("normal", f"{view.localise(sign.normal)} {view.localise(sign.unit)}" if sign else ""),
        ("desk", view.localise(vitals.duties[sign.called].name) if sign else ""),
        ("called", seen.line.called if alert.waits else ""),
        ("next", f"{local(due):%m-%d %H:%M}" if due is not None else ""),
        ("flaps", str(alert.flaps) if alert.flaps else ""),
        ("incident", _link(view, "/incidents", alert.incident)),
        ("task", _link(view, "/tasks", alert.task)),
        ("region", html.A(region_name(view, context, region), href=view.href(f"/regions/{region}"))),
        ("device", "" if is_region(alert) else alert.subject.place),
    ]
    return [
        part
        for name, said in rows
        if said
        for part in (html.Dt(view.translate(f"alert.fact.{name}")), html.Dd(said, **{"data-number": name}))
    ]


def _link(view: View, path: str, number: object) -> Component | None:
    return html.A(f"#{number}", href=view.href(f"{path}/{number}")) if number else None


@greyed
def chart(view: View, context: RequestContext, alert: str) -> Component:
    """The sign around it."""
    seen = _seen(view, context, alert)
    name = sign_name(view, context, seen.line.sign)
    return panel(view.translate("alert.chart", name=name), *chart_of(view, context, seen.alert, seen.line, seen.device))


def _warning(view: View, context: RequestContext, seen: Seen) -> Component:
    """The eight fields in the order of the law; what lacks is named."""
    title = view.translate("alert.warning")
    if seen.alert.trigger == "stale" or seen.alert.subject.sign not in context.catalogue.vitals.signs:
        return panel(title, html.P(view.translate("alert.warning.none"), className="note"))
    try:
        found = public_warning(context, seen.alert, seen.devices)
    except WarningIncomplete as lacks:
        missing = list_of(view, (view.translate(f"alert.field.{name}") for name in lacks.missing))
        return panel(title, html.P(view.translate("alert.warning.missing", missing=missing), className="refused"))
    parts = []
    for one in fields(found):
        said = getattr(found, one.name)
        text = f"{local(said):%Y-%m-%d %H:%M}" if isinstance(said, int) else view.localise(said)
        parts += [html.Dt(view.translate(f"alert.field.{one.name}")), html.Dd(text, **{"data-number": one.name})]
    return panel(title, html.Dl(parts, className="facts eight"), aside=view.translate("alert.warning.law"))


def tasks(view: View, context: RequestContext, alert: str) -> Component:
    """What was sent about it."""
    seen = _seen(view, context, alert)
    return panel(view.translate("alert.tasks"), tasks_about(view, context, "alert", str(seen.alert.id)))


def related(view: View, context: RequestContext, alert: str) -> Component:
    """The other alerts of its incident that one may see."""
    seen = _seen(view, context, alert)
    with context.operations.reading() as connection:
        members = alerts_of_incidents(connection, [seen.alert.incident] if seen.alert.incident else [])
    others = [one for one in members if one.id != seen.alert.id and context.scope.permits(one.subject.region)]
    ordered = sorted(others, key=lambda one: (not one.live, -one.level, -one.raised_at))[:RELATED]
    return panel(view.translate("alert.related"), alert_list(view, lines(view, context, ordered), "alert.related.none"))


def happened(view: View, context: RequestContext, alert: str) -> Component:
    """Everything that happened to it, the newest first."""
    seen = _seen(view, context, alert)
    return panel(view.translate("alert.story"), story(view, told(view, context, seen.alert, seen.story.log)))


def _seen(view: View, context: RequestContext, name: str) -> Seen:
    number = number_in(name)
    try:
        with context.operations.reading() as connection:
            found = alert_story(connection, context.scope, number)
    except AlertMissing as missing:
        raise NoSuchScreen(name) from missing
    place = found.alert.subject.place
    named = {} if is_region(found.alert) else or_else(lambda: context.picture.named(context.scope, [place]), {})
    device = named.get(place)
    people = [event for event in found.log if event.actor.is_person]
    devices = {} if device is None else {device.device.id: device}
    return Seen(found, line_of(view, context, found.alert, devices, people[-1] if people else None), device)


FOLLOWS = frozenset({"alerts"})
NOW = LiveFragment("alert-now", now, FOLLOWS)
ABOUT = LiveFragment("alert-about", about, FOLLOWS)
CHART = LiveFragment("alert-chart", chart, FOLLOWS)
STORY = LiveFragment("alert-story", happened, FOLLOWS)
TASKS = LiveFragment("alert-tasks", tasks, frozenset({"tasks"}))
RELATED_PART = LiveFragment("alert-related", related, FOLLOWS)
PAGE = Page("alert", "/alerts/<alert>", layout, parts=(NOW, TASKS, ABOUT, CHART, STORY, RELATED_PART), kept=False)
