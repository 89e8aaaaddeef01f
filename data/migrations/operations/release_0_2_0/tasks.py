"""Tables of tasks as release 0.2.0 made them."""

from alembic import op
from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Double, Integer, String, Text, UniqueConstraint

from data.migrations.operations.release_0_2_0.append_only import append_only

TABLES = (
    "task",
    "task_part",
    "task_round",
    "task_entry",
    "task_evidence",
    "task_number",
)


def create() -> None:
    """Make them."""
    op.create_table(
        "task",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("kind", String(40), nullable=False),
        Column("urgency", String(16), nullable=False),
        Column("state", String(20), nullable=False),
        Column("title", Text, nullable=False),
        Column("what", Text, nullable=False),
        Column("why", Text, nullable=False),
        Column("place", Text, nullable=False),
        Column("region", BigInteger, nullable=False),
        Column("tier", String(16), nullable=False),
        Column("unit", String(40), nullable=False),
        Column("subject_kind", String(16), nullable=False),
        Column("subject", String(80), nullable=False),
        Column("facts", Text, nullable=False),
        Column("sender", Integer, nullable=False),
        Column("sender_name", String(120), nullable=False),
        Column("sender_unit", String(40), nullable=False),
        Column("created_at", BigInteger, nullable=False),
        Column("version", Integer, nullable=False),
        Column("round", Integer, nullable=False),
        Column("parent", Integer),
        Column("root", Integer),
        Column("terms", Text, nullable=False),
        Column("first_sent_at", BigInteger),
        Column("sent_at", BigInteger),
        Column("accepted_at", BigInteger),
        Column("feedback_at", BigInteger),
        Column("reported_at", BigInteger),
        Column("verified_at", BigInteger),
        Column("closed_at", BigInteger),
        Column("evaluated_at", BigInteger),
        Column("called_back_at", BigInteger),
        Column("due_accept", BigInteger),
        Column("due_feedback", BigInteger),
        Column("due_close", BigInteger),
        Column("paused_at", BigInteger),
        Column("ended_at", BigInteger),
        Column("resume_at", BigInteger),
        Column("guessed", Boolean, nullable=False),
        Column("back_to", String(20)),
        Column("asked_by", Integer),
        Column("asked_amount", Integer),
        Column("assigned", Boolean, nullable=False),
        Column("returns", Integer, nullable=False),
        Column("reopenings", Integer, nullable=False),
        Column("rejections", Integer, nullable=False),
        Column("extensions", Integer, nullable=False),
        Column("supervision", Integer, nullable=False),
        Column("reporter", Integer),
        Column("verifier", Integer),
        Column("stars", Integer),
        Column("resolved", Boolean),
        Column("satisfied", Boolean),
        Column("helped", String(16)),
        Column("wake_at", BigInteger),
        Column("clocked_at", BigInteger, nullable=False),
        CheckConstraint(
            "state NOT IN ('closed', 'evaluated', 'archived') OR (reported_at IS NOT NULL AND verified_at IS NOT NULL "
            "AND reporter IS NOT NULL AND verifier IS NOT NULL AND reporter <> verifier)",
            name="task_closed_only_when_verified_by_another",
        ),
    )
    op.create_index("task_by_closing", "task", ["closed_at"])
    op.create_index("task_by_parent", "task", ["parent"])
    op.create_index("task_by_region", "task", ["region", "state"])
    op.create_index("task_by_sender_unit", "task", ["sender_unit", "state"])
    op.create_index("task_by_state", "task", ["state", "due_close"])
    op.create_index("task_by_subject", "task", ["subject_kind", "subject"])
    op.create_index("task_by_unit", "task", ["unit", "state"])
    op.create_index("task_by_wake", "task", ["wake_at"])
    op.create_table(
        "task_part",
        Column("task", Integer, primary_key=True, autoincrement=False),
        Column("unit", String(40), primary_key=True),
        Column("asked_at", BigInteger, nullable=False),
        Column("request", Text, nullable=False),
        Column("answered_at", BigInteger),
        Column("answered_by", Integer),
        Column("answer", Text, nullable=False),
    )
    op.create_index("task_part_by_unit", "task_part", ["unit"])
    op.create_table(
        "task_round",
        Column("task", Integer, primary_key=True, autoincrement=False),
        Column("round", Integer, primary_key=True, autoincrement=False),
        Column("unit", String(40), nullable=False),
        Column("region", BigInteger, nullable=False),
        Column("part_of", Integer),
        Column("sent_at", BigInteger),
        Column("accepted_at", BigInteger),
        Column("feedback_at", BigInteger),
        Column("reported_at", BigInteger),
        Column("verified_at", BigInteger),
        Column("closed_at", BigInteger),
        Column("evaluated_at", BigInteger),
        Column("called_back_at", BigInteger),
        Column("due_accept", BigInteger),
        Column("due_feedback", BigInteger),
        Column("due_close", BigInteger),
        Column("paused_at", BigInteger),
        Column("stars", Integer),
        Column("resolved", Boolean),
        Column("satisfied", Boolean),
        Column("helped", String(16)),
        Column("ended", String(16), nullable=False),
        Column("ended_at", BigInteger),
    )
    op.create_index("task_round_by_call_back", "task_round", ["called_back_at"])
    op.create_index("task_round_by_closed", "task_round", ["closed_at"])
    op.create_index("task_round_by_due", "task_round", ["due_close"])
    op.create_index("task_round_by_due_accept", "task_round", ["due_accept"])
    op.create_index("task_round_by_due_feedback", "task_round", ["due_feedback"])
    op.create_index("task_round_by_end", "task_round", ["ended_at"])
    op.create_index("task_round_by_evaluated", "task_round", ["evaluated_at"])
    op.create_index("task_round_by_sent", "task_round", ["sent_at"])
    op.create_table(
        "task_entry",
        Column("task", Integer, primary_key=True, autoincrement=False),
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
        Column("name", String(120), nullable=False),
        Column("role", String(40), nullable=False),
        Column("unit", String(40), nullable=False),
        Column("lead", String(40), nullable=False),
        Column("move", String(40), nullable=False),
        Column("origin", String(20)),
        Column("target", String(20), nullable=False),
        Column("version", Integer, nullable=False),
        Column("reason", Text, nullable=False),
        Column("text", Text, nullable=False),
        Column("before", Text, nullable=False),
        Column("after", Text, nullable=False),
        Column("evidence", Text, nullable=False),
        Column("once", String(80)),
        UniqueConstraint("actor", "once", name="task_entry_once"),
    )
    op.create_index("task_entry_by_time", "task_entry", ["at"])
    op.create_table(
        "task_evidence",
        Column("id", Integer, primary_key=True, autoincrement=True),
        Column("task", Integer, nullable=False),
        Column("round", Integer, nullable=False),
        Column("digest", String(64), nullable=False),
        Column("media", String(40), nullable=False),
        Column("size", Integer, nullable=False),
        Column("name", Text, nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("actor", Integer, nullable=False),
        Column("unit", String(40), nullable=False),
    )
    op.create_index("task_evidence_by_task", "task_evidence", ["task"])
    op.create_table(
        "task_number",
        Column("task", Integer, primary_key=True, autoincrement=False),
        Column("n", Integer, primary_key=True, autoincrement=False),
        Column("when", String(16), nullable=False),
        Column("at", BigInteger, nullable=False),
        Column("value", Double),
        Column("period", String(20), nullable=False),
        Column("status", Integer, nullable=False),
        Column("gap", Double),
        Column("level", Integer),
        Column("version", Integer),
    )
    for table in ("task_entry", "task_evidence", "task_number"):
        append_only(table)
