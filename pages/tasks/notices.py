"""What somebody should learn of: their own notices, their units', and those of the rights they hold."""

from __future__ import annotations

from typing import Any

from dash import html

from components.forms.action_form import act_form, button
from components.framework.live import live
from components.framework.page import LiveFragment, Page, Screen
from components.framework.panel import panel
from components.framework.view import View
from components.notifications.notices import NoticeLine, notice_list
from data.operations.notifications.notice_store import Notice, notices, unread
from queries.alerts.alert_lines import level_of, region_name, sign_name
from queries.request_context import RequestContext
from queries.tasks.task_lines import local, unit_name

SHOWN = 60


def layout(view: View, context: RequestContext) -> Screen:
    """The newest notices, unread ones marked."""
    title = view.translate("notice.title")
    return Screen(title, [html.H1(title), live(LIST, content(view, context))])


def content(view: View, context: RequestContext) -> list[Any]:
    """The list, and the button that marks all as read."""
    with context.operations.reading() as connection:
        found = notices(connection, context.actor, limit=SHOWN)
        count = unread(connection, context.actor)
    everything = act_form(view, "notice.read", button(view, "notice.read-all"), className="act-inline")
    return [
        panel(
            view.translate("notice.newest"),
            notice_list(view, [_told(view, context, one) for one in found]),
            aside=everything if count else None,
        )
    ]


def _told(view: View, context: RequestContext, one: Notice) -> NoticeLine:
    if "alert" in one.facts:
        return _of_alert(view, context, one)
    key = f"task.move.{one.move}" if one.task is not None else f"matter.move.{one.move}"
    unit = str(one.facts.get("unit") or "")
    by = str(one.facts.get("by") or "")
    by = view.translate("task.by-time") if by == "cockpit" else by
    href = view.href(f"/tasks/{one.task}" if one.task is not None else f"/supervision/{one.matter}")
    return NoticeLine(
        one.id,
        f"{local(one.at):%m-%d %H:%M}",
        view.translate(key),
        str(one.facts.get("title") or ""),
        " · ".join(part for part in (by, unit_name(view, context, unit) if unit else "") if part),
        href,
        one.read,
    )


def _of_alert(view: View, context: RequestContext, one: Notice) -> NoticeLine:
    """A notice of an alert: how grave it was, what and where."""
    level = level_of(int(one.facts["level"]))
    what = f"{region_name(view, context, one.region)} {sign_name(view, context, str(one.facts['sign']))}"
    return NoticeLine(
        one.id,
        f"{local(one.at):%m-%d %H:%M}",
        view.translate(f"alert.event.{one.move}"),
        f"{view.translate(f'map.level.{level}')} {what}",
        view.translate("alert.by-cockpit"),
        view.href(f"/alerts/{one.facts['alert']}"),
        one.read,
    )


LIST = LiveFragment("notice-list", content, frozenset({"tasks"}), personal=True)
PAGE = Page("notices", "/notices", layout, parts=(LIST,), kept=False)
