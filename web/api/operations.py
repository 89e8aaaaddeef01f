"""The addresses of the interface: how each is put on the server, and what its description is made from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from flask import Blueprint, Response, request

from access.authorization.rights import decide
from queries.request_context import RequestContext
from web.api.parameters import ApiRefusal, Parameters

Asked = TypeVar("Asked", bound=Parameters)


@dataclass(frozen=True)
class ApiRequest(Generic[Asked]):
    """What is asked, and whom an answer is read for: `now` is the present, whatever moment is asked about.

    `open_context` opens a moment for whoever asks; `taken` is told of every table that is taken away.
    """

    asked: Asked
    now: RequestContext
    open_context: Callable[[str | None], RequestContext]
    taken: Callable[[RequestContext, str], None]

    def at(self, moment: str | None) -> RequestContext:
        """What was known at a moment, or is now. It may have to be computed first."""
        return self.open_context(moment) if moment else self.now

    def take_away(self, context: RequestContext, what: str) -> None:
        """Note that a table is taken away. Refusal for those without the right to."""
        decision = decide(context.actor, "export")
        if not decision.allowed:
            raise ApiRefusal(decision.reason, "tables are taken away by those who have the right to", 403)
        self.taken(context, what)


@dataclass(frozen=True)
class Operation(Generic[Asked]):
    """A question that programs can ask by GET at a path (as OpenAPI writes it), with `asked` as its parameters.

    `answer` is the shape of what `run` answers in JSON, `refusals` are the statuses that it may answer with besides
    those of the gate; `tables` says whether the answer comes in the formats of exports, too.
    """

    path: str
    summary: str
    asked: type[Asked]
    answer: Any
    run: Callable[[ApiRequest[Asked]], Response]
    refusals: tuple[int, ...]
    tables: bool = False

    def put(
        self,
        api: Blueprint,
        open_context: Callable[[str | None], RequestContext],
        taken: Callable[[RequestContext, str], None],
    ) -> None:
        """Let a blueprint answer."""

        def answer(**path: str) -> Response:
            now = open_context(None)
            return self.run(ApiRequest(self.asked.read(request.args, path, now), now, open_context, taken))

        rule = self.path.replace("{", "<").replace("}", ">")
        api.add_url_rule(rule, self.run.__name__, answer, methods=["GET"])
