"""Tables of the dispatch loop. Times are UTC epoch seconds; NULL is "not yet". Fields as in task_types.

`task_round` keeps each stretch from dispatch to its end as it was, so that a month's rates do not change when a task
is reopened later. Rows of `task_entry`, `task_evidence` and `task_number` are only ever added.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Double,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from data.operations.core.append_only import append_only
from data.operations.core.metadata import metadata


def _time(name: str) -> Column[int]:
    return Column(name, BigInteger)


def _count(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _word(name: str, length: int = 40) -> Column[str]:
    return Column(name, String(length), nullable=False)


_ROUND_TIMES = (
    "sent_at",
    "accepted_at",
    "feedback_at",
    "reported_at",
    "verified_at",
    "closed_at",
    "evaluated_at",
    "called_back_at",
    "due_accept",
    "due_feedback",
    "due_close",
    "paused_at",
)

task = Table(
    "task",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _word("kind"),
    _word("urgency", 16),
    _word("state", 20),
    Column("title", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("why", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("region", BigInteger, nullable=False),
    _word("tier", 16),
    _word("unit"),
    _word("subject_kind", 16),
    _word("subject", 80),
    Column("facts", Text, nullable=False),
    _count("sender"),
    _word("sender_name", 120),
    _word("sender_unit"),
    Column("created_at", BigInteger, nullable=False),
    _count("version"),
    _count("round"),
    Column("parent", Integer),
    Column("root", Integer),
    Column("terms", Text, nullable=False),
    _time("first_sent_at"),
    *(_time(name) for name in _ROUND_TIMES),
    _time("ended_at"),
    _time("resume_at"),
    Column("guessed", Boolean, nullable=False),
    Column("back_to", String(20)),
    Column("asked_by", Integer),
    Column("asked_amount", Integer),
    Column("assigned", Boolean, nullable=False),
    *(_count(name) for name in ("returns", "reopenings", "rejections", "extensions", "supervision")),
    Column("reporter", Integer),
    Column("verifier", Integer),
    Column("stars", Integer),
    Column("resolved", Boolean),
    Column("satisfied", Boolean),
    Column("helped", String(16)),
    _time("wake_at"),
    Column("clocked_at", BigInteger, nullable=False),
    CheckConstraint(
        "state NOT IN ('closed', 'evaluated', 'archived') OR (reported_at IS NOT NULL AND verified_at IS NOT NULL "
        "AND reporter IS NOT NULL AND verifier IS NOT NULL AND reporter <> verifier)",
        name="task_closed_only_when_verified_by_another",
    ),
    Index("task_by_unit", "unit", "state"),
    Index("task_by_sender_unit", "sender_unit", "state"),
    Index("task_by_state", "state", "due_close"),
    Index("task_by_region", "region", "state"),
    Index("task_by_subject", "subject_kind", "subject"),
    Index("task_by_parent", "parent"),
    Index("task_by_wake", "wake_at"),
    Index("task_by_closing", "closed_at"),
)

task_part = Table(
    "task_part",
    metadata,
    Column("task", Integer, primary_key=True, autoincrement=False),
    Column("unit", String(40), primary_key=True),
    Column("asked_at", BigInteger, nullable=False),
    Column("request", Text, nullable=False),
    _time("answered_at"),
    Column("answered_by", Integer),
    Column("answer", Text, nullable=False),
    Index("task_part_by_unit", "unit"),
)

task_round = Table(
    "task_round",
    metadata,
    Column("task", Integer, primary_key=True, autoincrement=False),
    Column("round", Integer, primary_key=True, autoincrement=False),
    _word("unit"),
    Column("region", BigInteger, nullable=False),
    Column("part_of", Integer),  # the task that this one was split off from
    *(_time(name) for name in _ROUND_TIMES),
    Column("stars", Integer),
    Column("resolved", Boolean),
    Column("satisfied", Boolean),
    Column("helped", String(16)),
    _word("ended", 16),  # empty while it lasts or when it ended well; else returned, renewed, reopened, terminated
    _time("ended_at"),
    Index("task_round_by_sent", "sent_at"),
    Index("task_round_by_due_accept", "due_accept"),
    Index("task_round_by_due_feedback", "due_feedback"),
    Index("task_round_by_due", "due_close"),
    Index("task_round_by_closed", "closed_at"),
    Index("task_round_by_evaluated", "evaluated_at"),
    Index("task_round_by_call_back", "called_back_at"),
    Index("task_round_by_end", "ended_at"),
)

task_entry = append_only(
    Table(
        "task_entry",
        metadata,
        Column("task", Integer, primary_key=True, autoincrement=False),
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        _count("actor"),
        _word("name", 120),
        _word("role"),
        _word("unit"),
        _word("lead"),
        _word("move"),
        Column("origin", String(20)),
        _word("target", 20),
        _count("version"),
        Column("reason", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("before", Text, nullable=False),
        Column("after", Text, nullable=False),
        Column("evidence", Text, nullable=False),
        Column("once", String(80)),
        UniqueConstraint("actor", "once", name="task_entry_once"),
        Index("task_entry_by_time", "at"),
    )
)

task_evidence = append_only(
    Table(
        "task_evidence",
        metadata,
        Column("id", Integer, primary_key=True, autoincrement=True),
        _count("task"),
        _count("round"),
        _word("digest", 64),
        _word("media"),
        _count("size"),
        Column("name", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        _count("actor"),
        _word("unit"),
        Index("task_evidence_by_task", "task"),
    )
)

task_number = append_only(
    Table(
        "task_number",
        metadata,
        Column("task", Integer, primary_key=True, autoincrement=False),
        Column("n", Integer, primary_key=True, autoincrement=False),
        _word("when", 16),
        Column("at", BigInteger, nullable=False),
        Column("value", Double),
        _word("period", 20),
        _count("status"),
        Column("gap", Double),
        Column("level", Integer),
        Column("version", Integer),
    )
)
