"""What the record does not carry back in time: only the present of it is known."""

from __future__ import annotations

from typing import Literal

Subject = Literal["signs", "page"]


class NotKept(Exception):
    """Somebody looks back to a moment of which this is not kept; `subject` names the sentence that says so."""

    def __init__(self, subject: Subject) -> None:
        super().__init__(f"not kept for the past: {subject}")
        self.subject = subject
