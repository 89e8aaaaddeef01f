"""An address at which programs deliver rows by POST, as it is checked and described."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from flask import request
from pydantic import BaseModel

from web.api.parameters import ApiRefusal


@dataclass(frozen=True)
class PostParameter:
    """A parameter beside the body: its name, what it means, and its JSON Schema."""

    name: str
    description: str
    schema: dict[str, Any]
    where: ClassVar[str]

    def described(self, choices: Mapping[str, Sequence[Any]]) -> dict[str, Any]:
        """As OpenAPI writes it, with the choices that there are by its name."""
        schema = self.schema | ({"enum": list(choices[self.name])} if self.name in choices else {})
        return {"name": self.name, "in": self.where, "description": self.description, "schema": schema}


class QueryParameter(PostParameter):
    """One in the query."""

    where = "query"


class HeaderParameter(PostParameter):
    """One in the headers."""

    where = "header"


@dataclass(frozen=True)
class PostOperation:
    """Rows that programs deliver by POST at a path. `row` is the shape of one, `answer` what they are answered.

    `refusals` are the statuses that a delivery as a whole may be refused with besides those of the gate.
    """

    path: str
    summary: str
    parameters: Sequence[PostParameter]
    row: type[BaseModel]
    answer: Any
    refusals: tuple[int, ...]

    def check_parameters(self) -> None:
        """Refusal for a parameter of the query that is not known here, or is given twice."""
        known = {one.name for one in self.parameters if one.where == "query"}
        for name in request.args:
            if name not in known:
                raise ApiRefusal("unknown-parameter", f"there is no parameter {name[:80]!r} here")
            if len(request.args.getlist(name)) > 1:
                raise ApiRefusal("repeated-parameter", f"{name} was given more than once")
