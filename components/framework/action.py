"""What can be done from a screen: an act has a name, a right, fields, and a handler that answers in one of three ways.

A form on a page posts to `/act/<name>`; it works without a script (`components/forms/action_form.py` draws it).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from components.framework.view import Lang

SIGNED_IN = frozenset({"full"})  # the stage of a session in which most things are done: the sign-in is complete
Kind = Literal["text", "long", "secret", "number", "choice", "many", "flag", "file"]
LONGEST: Mapping[Kind, int] = {"text": 200, "long": 4000, "secret": 200, "number": 15, "choice": 80, "many": 80}


@dataclass(frozen=True)
class Field:
    """One field of an act: what may stand in it. Anything else in the form is refused.

    text (one line), long (a text), secret (never noted), number (whole), choice (one of `choices`), many (several
    of `choices`, or of anything short where there are none), flag (there or not), file (one or several; `longest` bytes
    each where that is not what evidence may have).
    """

    name: str
    kind: Kind = "text"
    required: bool = True
    choices: Collection[str] | None = None
    longest: int | None = None


@dataclass(frozen=True)
class Upload:
    """A file as it was sent. Its name and its claimed type are the sender's words."""

    name: str
    claimed: str
    content: bytes


@dataclass(frozen=True)
class Form:
    """What was sent, checked against the act's fields; a field that was left empty is "".

    `session` is the digest of the sender's session, `address` where they sit, `once` the key of this very form,
    `back` the address of ours that it was sent from.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    files: Mapping[str, tuple[Upload, ...]] = field(default_factory=dict)
    lang: Lang = "zh"
    session: str = ""
    address: str = ""
    once: str = ""
    back: str = "/"

    def text(self, name: str) -> str:
        """The value of a field."""
        return self.values.get(name, "")

    def number(self, name: str) -> int | None:
        """The value of a number field; None when it was left empty."""
        return int(self.values[name]) if self.values.get(name) else None

    def flag(self, name: str) -> bool:
        """Whether a flag was set."""
        return bool(self.values.get(name))


@dataclass(frozen=True)
class Redirect:
    """Done; the browser goes on to `to`, an address of ours ("" is where the form was). `about` is for the audit."""

    to: str = ""
    about: str = ""


@dataclass(frozen=True)
class OneTimeResult:
    """Done; something is shown once that must not be shown again (a token, recovery codes)."""

    title: str
    content: Sequence[Any]
    about: str = ""


@dataclass(frozen=True)
class Rejected:
    """Not done; `reason` is a code of the messages `<prefix>.*`, `facts` are what they speak of."""

    reason: str
    status: int = 409
    facts: Mapping[str, object] = field(default_factory=dict)
    about: str = ""
    prefix: str = "refusal"


ActionResult = Redirect | OneTimeResult | Rejected
Reach = Callable[[Any, Form], Rejected | None]
"""Why what a form names lies outside the regions and units of the asker; None when it lies inside."""

PASSWORD = Field("password", "secret", required=False)  # of acts that ask for it again; some accounts have none


@dataclass(frozen=True)
class Action:
    """An act: its name stands in the address, `right` is the action it is ("" for every account).

    `handler` is given the asker (`data/core/actor.py`) and the form. `largest` bounds the whole request in bytes.
    `noted`: the handler notes a success in the audit itself, within its own change. `stages`: how far a sign-in has
    to be for it. `reauthenticates`: the password is typed once more with it. `reach`: is asked before the handler.
    """

    name: str
    right: str
    handler: Callable[[Any, Form], ActionResult]
    fields: tuple[Field, ...] = ()
    largest: int = 64 * 1024
    noted: bool = False
    stages: frozenset[str] = SIGNED_IN
    reauthenticates: bool = False
    reach: Reach = field(kw_only=True)

    @property
    def asked(self) -> tuple[Field, ...]:
        """All fields that its form may carry."""
        return (*self.fields, PASSWORD) if self.reauthenticates else self.fields
