"""What somebody should learn of: their own notices, their units', and those of the rights they hold."""

from __future__ import annotations

from dataclasses import dataclass

from components.framework.view import View
from components.notifications.notices import NoticeLine, Notices
from data.operations.notifications.notice_store import Notice, notices, unread
from queries.alerts.names import AlertNames, level_of
from queries.local_time import local
from queries.tasks.names import TaskNames

SHOWN = 60


@dataclass(frozen=True)
class TaskNotices(TaskNames):
    """The notices of one visitor."""

    def notices(self, view: View) -> Notices:
        """The newest notices, and how many are unread."""
        actor = self.context.actor
        with self.context.operations.reading() as connection:
            found = notices(connection, actor, limit=SHOWN)
            count = unread(connection, actor)
        return Notices([self._notice(view, one) for one in found], count)

    def _notice(self, view: View, one: Notice) -> NoticeLine:
        if "alert" in one.facts:
            return self._alert_notice(view, one)
        if "part" in one.facts:
            return self._part_notice(view, one)
        if "delivery" in one.facts:
            return self._delivery_notice(view, one)
        key = f"task.move.{one.move}" if one.task is not None else f"matter.move.{one.move}"
        unit = str(one.facts.get("unit") or "")
        by = str(one.facts.get("by") or "")
        by = view.translate("task.by-time") if by == "cockpit" else by
        return NoticeLine(
            one.id,
            f"{local(one.at):%m-%d %H:%M}",
            view.translate(key),
            str(one.facts.get("title") or ""),
            " · ".join(part for part in (by, self.unit_name(view, unit) if unit else "") if part),
            view.href(f"/tasks/{one.task}" if one.task is not None else f"/supervision/{one.matter}"),
            one.read,
        )

    def _delivery_notice(self, view: View, one: Notice) -> NoticeLine:
        """A reminder of data that a unit owes."""
        system = str(one.facts.get("system_zh" if view.lang == "zh" else "system_en") or "")
        return NoticeLine(
            one.id,
            f"{local(one.at):%m-%d %H:%M}",
            view.translate(f"data.notice.{one.move}"),
            view.translate("data.notice.what", system=system, n=one.facts["n"], due=one.facts["due"]),
            str(one.facts.get("by") or ""),
            view.href(f"/data/sources/{one.facts['delivery']}"),
            one.read,
        )

    def _alert_notice(self, view: View, one: Notice) -> NoticeLine:
        """A notice of an alert: how grave it was, what and where."""
        names, level = AlertNames(self.context), level_of(int(one.facts["level"]))
        what = f"{names.region_name(view, one.region)} {names.sign_name(view, str(one.facts['sign']))}"
        return NoticeLine(
            one.id,
            f"{local(one.at):%m-%d %H:%M}",
            view.translate(f"alert.event.{one.move}"),
            f"{view.translate(f'map.level.{level}')} {what}",
            view.translate("alert.by-cockpit"),
            view.href(f"/alerts/{one.facts['alert']}"),
            one.read,
        )

    def _part_notice(self, view: View, one: Notice) -> NoticeLine:
        """A notice that a part of the cockpit has stopped or is back: which, and since when."""
        part = view.translate(f"liveness.part.{one.facts['part']}")
        return NoticeLine(
            one.id,
            f"{local(one.at):%m-%d %H:%M}",
            view.translate(f"liveness.{one.move}"),
            f"{part} {local(int(one.facts['since'])):%m-%d %H:%M}",
            view.translate("alert.by-cockpit"),
            view.href("/vitals"),
            one.read,
        )
