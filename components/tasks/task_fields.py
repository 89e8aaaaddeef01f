"""What is given with each move: the fields of its form, the same for the screen and for the act.

Whether something may be left out, the rules of tasks say (with a sentence that helps); here everything may.
"""

from __future__ import annotations

from collections.abc import Mapping

from components.framework.action import Field

_REASON = Field("reason", "long", required=False, longest=500)
_TEXT = Field("text", "long", required=False)
_FILES = Field("files", "file", required=False)
_UNIT = Field("unit", "choice", required=False)
_UNTIL = Field("until", "text", required=False, longest=16)

TASK = (Field("task", "number"), Field("seen", "number"))
"""Which task, and which version of it somebody looked at: in every form about a task."""

MOVES: Mapping[str, tuple[Field, ...]] = {
    "accept": (),
    "start": (),
    "progress": (_TEXT, _FILES),
    "report": (_TEXT, _FILES),
    "answer": (_TEXT, _FILES),
    "gather": (),
    "ask-help": (Field("units", "many", required=False), _TEXT),
    "release": (_UNIT, _REASON),
    "ask-extension": (Field("amount", "number", required=False), _REASON),
    "grant-extension": (_TEXT,),
    "refuse-extension": (_REASON,),
    "ask-return": (_REASON,),
    "grant-return": (_TEXT,),
    "refuse-return": (_REASON,),
    "redispatch": (_UNIT, _UNTIL),
    "assign": (_UNIT, _REASON),
    "verify": (_TEXT,),
    "reject": (_REASON,),
    "close": (_TEXT,),
    "rate": (Field("stars", "choice", required=False, choices=("1", "2", "3", "4", "5")), _TEXT),
    "call-back": (
        Field("resolved", "choice", required=False, choices=("yes", "no")),
        Field("satisfied", "choice", required=False, choices=("yes", "no")),
        _TEXT,
    ),
    "reopen": (_REASON,),
    "suspend": (_UNTIL, _REASON),
    "resume": (),
    "remind": (_TEXT,),
    "escalate": (_REASON,),
    "terminate": (_REASON,),
    "archive": (),
    "note": (_TEXT, _FILES),
}
"""The moves that people make with one form each, in the order in which a screen offers them."""

SUBJECT = tuple(
    Field(name, required=False, longest=80)
    for name in (
        *("indicator", "alert", "incident", "topic", "matter", "place"),
        *("region", "count", "usual", "period", "where"),
    )
)
WORDS = (
    Field("title", longest=120),
    Field("what", "long", required=False),
    Field("why", "long", required=False),
    Field("unit", "choice", required=False),
    Field("urgency", "choice", choices=("ordinary", "important", "urgent", "critical")),
)
SEND = (*SUBJECT, *WORDS, Field("helpers", "many", required=False), _UNTIL)
SPLIT = (*TASK, *WORDS, Field("region", "number"), _UNTIL)
"""What a new task says, and a part that is handed on."""
