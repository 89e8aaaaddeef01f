"""The record of a task in words: what an entry changed, who made it, which files came with it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from access.authorization.roles import shipped
from components.formatting.lists import list_of
from components.framework.view import View
from components.tasks.timeline import DeadlineClock, EvidenceFile, TimelineEntry
from data.core.clock import to_epoch
from indicators.tasks.model import Evidence, Task, TaskEntry, TaskTimeline
from indicators.tasks.states import OPEN, PAUSED
from queries.local_time import local
from queries.tasks.names import TaskNames

TIMES = frozenset({"due_close", "due_accept", "due_feedback", "resume_at"})
SHOWN = ("unit", "due_close", "resume_at", "region", "urgency", "parts", "stars", "supervision", "assigned")
"""What a reader wants to know of what changed; the moments of each step stand in the record anyway."""
BY_TIME = frozenset({"remind", "late", "escalate", "resume", "archive", "measure"})


@dataclass(frozen=True)
class TaskTimelines(TaskNames):
    """What happened to tasks, and how their deadlines stand."""

    def record(self, view: View, story: TaskTimeline) -> list[TimelineEntry]:
        """The record, the newest first."""
        files = {file.id: file for file in story.evidence}
        return [
            self._entry(view, entry, [files[n] for n in entry.evidence if n in files]) for entry in story.record[::-1]
        ]

    def _entry(self, view: View, entry: TaskEntry, files: Iterable[Evidence]) -> TimelineEntry:
        cockpit = entry.role == "cockpit"
        role = shipped().roles.get(entry.role)
        who = (
            view.translate("task.by-time")
            if cockpit
            else f"{view.localise(role.name)} {entry.name}"
            if role
            else entry.name
        )
        return TimelineEntry(
            f"{local(entry.at):%Y-%m-%d %H:%M}",
            who,
            self.unit_name(view, entry.unit) if entry.unit else "",
            entry.move,
            entry.origin or "",
            entry.target,
            _reason(view, entry, cockpit),
            entry.text,
            tuple(self._changes(view, entry)),
            tuple(file_of(view, file) for file in files),
        )

    def _changes(self, view: View, entry: TaskEntry) -> Iterable[tuple[str, str, str]]:
        for name in SHOWN:
            if name in entry.after and entry.move != "send":
                before, after = (self._word(view, name, held.get(name)) for held in (entry.before, entry.after))
                yield name, before, after

    def _word(self, view: View, name: str, value: object) -> str:
        if value in (None, "", 0, []):
            return ""
        if name in TIMES:
            return f"{local(int(str(value))):%m-%d %H:%M}"
        if name == "unit":
            return self.unit_name(view, str(value))
        if name == "parts" and isinstance(value, list):
            return list_of(view, (self.unit_name(view, str(unit)) for unit in value))
        if name == "region":
            return self.region_name(view, int(str(value)))
        if name == "urgency":
            return view.translate(f"task.urgency.{value}")
        if name == "stars":
            return "★" * int(str(value))
        if name == "supervision":
            return view.translate(f"task.step.{value}")
        return view.translate("task.yes")

    def clocks(self, view: View, task: Task) -> list[DeadlineClock]:
        """The three deadlines, each with how its clock stands."""
        now = to_epoch(self.context.now)
        found = (
            ("accept", task.due_accept, task.accepted_at),
            ("feedback", task.due_feedback, task.feedback_at),
            ("close", task.due_close, task.reported_at),
        )
        return [_clock(name, due, met, task, now) for name, due, met in found if due is not None]


def _reason(view: View, entry: TaskEntry, cockpit: bool) -> str:
    """Why; of what time does, in words."""
    if not cockpit:
        return entry.reason
    words = {"close", "accept", "feedback", "recovered", "not-yet", "worse", "waiting"}
    return view.translate(f"task.time.{entry.reason}") if entry.reason in words else ""


def file_of(view: View, file: Evidence) -> EvidenceFile:
    """A file at the address that checks who asks."""
    return EvidenceFile(f"/evidence/{file.id}", file.name, file.media.startswith("image/"))


def _clock(name: str, due: int, met: int | None, task: Task, now: int) -> DeadlineClock:
    words = f"{local(due):%m-%d %H:%M}"
    if met is not None:
        return DeadlineClock(name, words, "met" if met <= due else "met-late", f"{local(met):%m-%d %H:%M}")
    if task.state in PAUSED:
        return DeadlineClock(name, words, "paused")
    if task.state not in OPEN:
        return DeadlineClock(name, words, "stopped")
    return DeadlineClock(name, words, "late" if now > due else "running")
