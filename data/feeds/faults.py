"""Why a run of a feed did not succeed."""

from __future__ import annotations

from data.pipeline.refusal import Fact


class FeedFault(Exception):
    """A run cannot go on: a code (`feed.fault.<code>` in the messages) and the facts that its sentence puts in.

    `again`: trying once more may help. Facts hold no secret and nothing that a source has said of people.
    """

    def __init__(self, code: str, *, again: bool = True, **facts: Fact) -> None:
        super().__init__(code)
        self.code, self.again, self.facts = code, again, facts

    def __str__(self) -> str:
        """In no language: for logs."""
        said = ", ".join(f"{name}={value}" for name, value in self.facts.items())
        return f"{self.code} ({said})" if said else self.code
