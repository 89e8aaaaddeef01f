"""Secrets by reference: a definition names where one stands and never holds it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Self

from pydantic import Field, model_validator

from data.feeds.faults import FeedFault
from indicators.definitions.model import Definition


class Secret(Definition):
    """Where a secret stands: in the environment variable `env`, or in the file `file` (its blanks at the end cut)."""

    env: str | None = Field(None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    file: str | None = Field(None, min_length=1)

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.env is None) == (self.file is None):
            raise ValueError("a secret stands in `env` or in `file`: name one of the two")
        return self

    def text(self, environment: Mapping[str, str]) -> str:
        """The secret. FeedFault `no_secret` where nothing stands at its place."""
        try:
            found = environment.get(self.env, "") if self.env else Path(self.file or "").read_text("utf-8").rstrip()
        except (OSError, UnicodeDecodeError):
            found = ""
        if not found:
            raise FeedFault("no_secret", again=False, place=self.env or self.file or "")
        return found
