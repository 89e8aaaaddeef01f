"""The counts of the appraisal once more, from tasks' records: the oracle for the SQL. Shares no code with it.

A record tells each move with what it changed; rounds are put together again from that.
"""

from collections.abc import Iterable
from typing import Any

from indicators.tasks.model import TaskTimeline

TIMES = (
    "sent_at", "due_accept", "due_feedback", "due_close", "accepted_at", "feedback_at", "reported_at", "closed_at",
    "evaluated_at", "called_back_at", "paused_at", "stars", "resolved", "satisfied", "helped",
)  # fmt: skip


def rounds_of(story: TaskTimeline) -> list[dict[str, Any]]:
    """Each stretch from dispatch to its end, as it was when it ended."""
    found: list[dict[str, Any]] = []
    state: dict[str, Any] = {"unit": story.record[0].lead, "end": None, "end_at": None}
    for entry in story.record:
        if entry.move in {"send", "redispatch", "assign", "reopen"}:
            if entry.move == "reopen":
                state |= {"end": "reopened", "end_at": entry.at}
            if entry.move == "assign" and entry.origin == "return-asked":
                same = entry.after.get("unit", state["unit"]) == state["unit"]
                state |= {"end": "renewed" if same else "returned", "end_at": entry.at}
            found += [state] if "sent_at" in state else []
            state = {**dict.fromkeys(TIMES), **state, "end": None, "end_at": None}
        state |= {name: value for name, value in entry.after.items() if name in (*TIMES, "unit")}
        if entry.move == "grant-return":
            state |= {"end": "returned", "end_at": entry.at}
        if entry.move == "terminate":
            state |= {"end": "terminated", "end_at": entry.at}
    return [*found, state]


def count(stories: Iterable[TaskTimeline], start: int, end: int, now: int, by: str) -> dict[Any, dict[str, int]]:
    """The counts of each unit or region."""
    table: dict[Any, dict[str, int]] = {}
    for story in stories:
        task = story.task
        if by == "region" and task.parent is not None:
            continue
        rounds = rounds_of(story)
        for one in rounds:
            key = one["unit"] if by == "unit" else task.region
            for name, number in one_round(one, start, end, now, last=one is rounds[-1]).items():
                row = table.setdefault(key, {})
                row[name] = row.get(name, 0) + number
    return {key: row for key, row in table.items() if any(row.values())}


def one_round(one: dict[str, Any], start: int, end: int, now: int, last: bool) -> dict[str, int]:
    """What one round adds to the counts."""

    def inside(at: int | None) -> bool:
        return at is not None and start <= at < end

    def in_time(at: int | None, due: int | None) -> bool:
        return at is not None and due is not None and at <= due

    gone = one["end"] in {"returned", "renewed", "terminated"} or one["paused_at"] is not None
    found: dict[str, int] = {}
    if inside(one["sent_at"]) and one["due_accept"] is not None:
        found["received"] = 1
    if inside(one["due_accept"]) and one["due_accept"] < now and not gone:
        found["accept_due"] = 1
        found["accepted_on_time"] = in_time(one["accepted_at"], one["due_accept"])
    if inside(one["due_feedback"]) and one["due_feedback"] < now and not gone:
        found["feedback_due"] = 1
        found["feedback_on_time"] = in_time(one["feedback_at"], one["due_feedback"])
        found["responded"] = found["feedback_on_time"] and in_time(one["accepted_at"], one["due_accept"])
    if inside(one["due_close"]) and one["due_close"] < now and not gone:
        found["due"] = 1
        found["done_on_time"] = in_time(one["reported_at"], one["due_close"])
        found["late"] = not found["done_on_time"]
        found["closed_due"] = one["closed_at"] is not None
        found["closed_on_time"] = in_time(one["closed_at"], one["due_close"])
    if inside(one["closed_at"]):
        found["closed"] = 1
        if last:
            found["looked_at"] = one["helped"] in {"recovered", "not-yet", "worse"}
            found["recovered"] = one["helped"] == "recovered"
    for name in ("returned", "reopened"):
        if one["end"] == name and inside(one["end_at"]):
            found[name] = 1
    if inside(one["evaluated_at"]):
        found |= {"rated": 1, "stars": one["stars"]}
    if inside(one["called_back_at"]):
        found |= {"called_back": 1, "resolved": bool(one["resolved"]), "satisfied": bool(one["satisfied"])}
    return {name: int(value) for name, value in found.items()}
