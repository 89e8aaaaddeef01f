"""One alert: how it stands, what to do, the warning that it would be, the sign around it, and its whole story."""

from __future__ import annotations

from dataclasses import dataclass, fields

from dash import html
from dash.development.base_component import Component

from components.alerts.alert_forms import acknowledge_form, close_form, dispatch_link, silence_form, unsilence_form
from components.alerts.alert_list import AlertLine, alert_list
from components.alerts.timeline import story
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


def layout(view: View, desk: RequestContext, alert: str) -> Screen:
    """The whole story. NoSuchScreen, OutOfScope."""
    seen = _seen(view, desk, alert)
    title = f"{seen.line.place} {seen.line.name}"
    return Screen(
        title,
        [
            html.P(html.A(view.t("alert.title"), href=view.href("/alerts")), className="crumbs"),
            html.H1(title),
            html.Div(
                className="alert-page",
                children=[
                    html.Div(
                        [
                            live(NOW, now(view, desk, alert), className="alert-now"),
                            panel(view.t("alert.acts"), *_acts(view, desk, seen), className="alert-do"),
                            live(TASKS, tasks(view, desk, alert)),
                            live(ABOUT, about(view, desk, alert)),
                        ]
                    ),
                    html.Div(
                        [
                            live(CHART, chart(view, desk, alert)),
                            _warning(view, desk, seen),
                            live(RELATED_PART, related(view, desk, alert)),
                        ]
                    ),
                    live(STORY, happened(view, desk, alert), className="alert-told"),
                ],
            ),
        ],
    )


def now(view: View, desk: RequestContext, alert: str) -> Component:
    """How it stands, large."""
    seen = _seen(view, desk, alert)
    line = seen.line
    word = rank_word(view, desk.catalogue.vitals, line.sign, seen.alert.level)
    return panel(
        view.t("alert.now"),
        html.Div(
            [
                html.P([level_mark(view, line.level), " ", html.Span(word, className="note")]),
                html.P([_value(view, line), basis_mark(view, line.basis)]),
                html.P([line.step or line.why, " · ", age(view, line.seen)], className="note"),
                html.P(
                    view.t("alert.waits", who=line.called)
                    if line.waits
                    else line.done or view.t(f"alert.state.{line.state}"),
                    className="waits" if line.waits else "",
                ),
            ],
            className=f"alert-head at-{line.level}",
        ),
        aside=view.t(f"alert.state.{line.state}"),
    )


def _value(view: View, line: AlertLine) -> Component:
    """Its value; that there is none is no number."""
    if not line.value:
        return html.B(view.t("alert.trigger.stale"), className="large")
    return html.B(line.value, className="large", **line.marks)


def _acts(view: View, desk: RequestContext, seen: Seen) -> list[Component]:
    alert, line, may, rules = seen.alert, seen.line, desk.asker.may, desk.grounds.rules
    explained = {code: view.say(text) for code, text in rules.closing.explanations.items()}
    quiet, open_ = alert.silenced(to_epoch(desk.now)), alert.state != "closed"
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
    return shown or [html.P(view.t("alert.acts.none"), className="note")]


def about(view: View, desk: RequestContext, alert: str) -> Component:
    """What belongs to it: steps, people, incident, device."""
    return panel(view.t("alert.facts"), html.Dl(_facts(view, desk, _seen(view, desk, alert)), className="facts"))


def _facts(view: View, desk: RequestContext, seen: Seen) -> list[Component]:
    alert, vitals = seen.alert, desk.catalogue.vitals
    name, region = alert.subject.sign, alert.subject.region
    sign = vitals.signs.get(alert.subject.sign)
    due = escalation_due(alert, desk.duty_hours)
    rows: list[tuple[str, object]] = [
        ("trigger", view.t(f"alert.trigger.{alert.trigger}")),
        ("step", step_words(view, vitals, name, alert.level)),
        (
            "peak",
            value_words(view, vitals, alert.subject.sign, alert.value_peak) if alert.value_peak is not None else "",
        ),
        ("normal", f"{view.say(sign.normal)} {view.say(sign.unit)}" if sign else ""),
        ("desk", view.say(vitals.duties[sign.called].name) if sign else ""),
        ("called", seen.line.called if alert.waits else ""),
        ("next", f"{local(due):%m-%d %H:%M}" if due is not None else ""),
        ("flaps", str(alert.flaps) if alert.flaps else ""),
        ("incident", _link(view, "/incidents", alert.incident)),
        ("task", _link(view, "/tasks", alert.task)),
        ("region", html.A(region_name(view, desk, region), href=view.href(f"/regions/{region}"))),
        ("device", "" if is_region(alert) else alert.subject.place),
    ]
    return [
        part
        for name, said in rows
        if said
        for part in (html.Dt(view.t(f"alert.fact.{name}")), html.Dd(said, **{"data-number": name}))
    ]


def _link(view: View, path: str, number: object) -> Component | None:
    return html.A(f"#{number}", href=view.href(f"{path}/{number}")) if number else None


@greyed
def chart(view: View, desk: RequestContext, alert: str) -> Component:
    """The sign around it."""
    seen = _seen(view, desk, alert)
    name = sign_name(view, desk, seen.line.sign)
    return panel(view.t("alert.chart", name=name), *chart_of(view, desk, seen.alert, seen.line, seen.device))


def _warning(view: View, desk: RequestContext, seen: Seen) -> Component:
    """The eight fields in the order of the law; what lacks is named."""
    title = view.t("alert.warning")
    if seen.alert.trigger == "stale" or seen.alert.subject.sign not in desk.catalogue.vitals.signs:
        return panel(title, html.P(view.t("alert.warning.none"), className="note"))
    try:
        found = public_warning(desk, seen.alert, seen.devices)
    except WarningIncomplete as lacks:
        missing = "、".join(view.t(f"alert.field.{name}") for name in lacks.missing)
        return panel(title, html.P(view.t("alert.warning.missing", missing=missing), className="refused"))
    parts = []
    for one in fields(found):
        said = getattr(found, one.name)
        text = f"{local(said):%Y-%m-%d %H:%M}" if isinstance(said, int) else view.say(said)
        parts += [html.Dt(view.t(f"alert.field.{one.name}")), html.Dd(text, **{"data-number": one.name})]
    return panel(title, html.Dl(parts, className="facts eight"), aside=view.t("alert.warning.law"))


def tasks(view: View, desk: RequestContext, alert: str) -> Component:
    """What was sent about it."""
    seen = _seen(view, desk, alert)
    return panel(view.t("alert.tasks"), tasks_about(view, desk, "alert", str(seen.alert.id)))


def related(view: View, desk: RequestContext, alert: str) -> Component:
    """The other alerts of its incident that one may see."""
    seen = _seen(view, desk, alert)
    with desk.operations.reading() as connection:
        members = alerts_of_incidents(connection, [seen.alert.incident] if seen.alert.incident else [])
    others = [one for one in members if one.id != seen.alert.id and desk.scope.permits(one.subject.region)]
    ordered = sorted(others, key=lambda one: (not one.live, -one.level, -one.raised_at))[:RELATED]
    return panel(view.t("alert.related"), alert_list(view, lines(view, desk, ordered), "alert.related.none"))


def happened(view: View, desk: RequestContext, alert: str) -> Component:
    """Everything that happened to it, the newest first."""
    seen = _seen(view, desk, alert)
    return panel(view.t("alert.story"), story(view, told(view, desk, seen.alert, seen.story.log)))


def _seen(view: View, desk: RequestContext, name: str) -> Seen:
    number = number_in(name)
    try:
        with desk.operations.reading() as connection:
            found = alert_story(connection, desk.scope, number)
    except AlertMissing as missing:
        raise NoSuchScreen(name) from missing
    place = found.alert.subject.place
    named = {} if is_region(found.alert) else or_else(lambda: desk.picture.named(desk.scope, [place]), {})
    device = named.get(place)
    people = [event for event in found.log if event.actor.is_person]
    devices = {} if device is None else {device.device.id: device}
    return Seen(found, line_of(view, desk, found.alert, devices, people[-1] if people else None), device)


FOLLOWS = frozenset({"alerts"})
NOW = LiveFragment("alert-now", now, FOLLOWS)
ABOUT = LiveFragment("alert-about", about, FOLLOWS)
CHART = LiveFragment("alert-chart", chart, FOLLOWS)
STORY = LiveFragment("alert-story", happened, FOLLOWS)
TASKS = LiveFragment("alert-tasks", tasks, frozenset({"tasks"}))
RELATED_PART = LiveFragment("alert-related", related, FOLLOWS)
PAGE = Page("alert", "/alerts/<alert>", layout, parts=(NOW, TASKS, ABOUT, CHART, STORY, RELATED_PART), kept=False)
