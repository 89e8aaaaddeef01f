"""What can be done to a task, and what is given with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from data.evidence.evidence_folder import StoredEvidence
from indicators.tasks.model import NumberOutcome
from tasks.tasks.subjects import TaskDraft


class TaskTransition(StrEnum):
    """Everything that stands in a task's record is one of these."""

    EDIT = "edit"
    SEND = "send"
    ACCEPT = "accept"
    START = "start"
    PROGRESS = "progress"
    ASK_HELP = "ask-help"
    ANSWER = "answer"
    RELEASE = "release"
    GATHER = "gather"
    SPLIT = "split"
    ASK_EXTENSION = "ask-extension"
    GRANT_EXTENSION = "grant-extension"
    REFUSE_EXTENSION = "refuse-extension"
    ASK_RETURN = "ask-return"
    GRANT_RETURN = "grant-return"
    REFUSE_RETURN = "refuse-return"
    REDISPATCH = "redispatch"
    ASSIGN = "assign"
    SUSPEND = "suspend"
    RESUME = "resume"
    REPORT = "report"
    VERIFY = "verify"
    REJECT = "reject"
    CLOSE = "close"
    RATE = "rate"
    CALL_BACK = "call-back"
    REOPEN = "reopen"
    ARCHIVE = "archive"
    TERMINATE = "terminate"
    ESCALATE = "escalate"
    REMIND = "remind"
    NOTE = "note"
    LATE = "late"
    MEASURE = "measure"


@dataclass(frozen=True)
class Payload:
    """What comes with a move. Each move needs some of it; its rule says which.

    `reason` is why, `text` what is said (progress, report, answer, request). `unit` is a new lead or the unit that is
    released, `units` are asked to help. `amount` is how much longer, in the unit of the policy's extension (or, where
    time escalates, the step of supervision). `until` ends a suspension, or is a deadline that who sends sets instead of
    the policy's. `stars` 1 to 5; `resolved` and `satisfied` are the public's verdict at a call-back. `draft` is what a
    draft is to say. `helped` is what became of the number, where the cockpit has looked.
    """

    reason: str = ""
    text: str = ""
    unit: str = ""
    units: tuple[str, ...] = ()
    amount: int | None = None
    until: datetime | None = None
    stars: int | None = None
    resolved: bool | None = None
    satisfied: bool | None = None
    helped: NumberOutcome | None = None
    files: tuple[StoredEvidence, ...] = ()
    draft: TaskDraft | None = None
