"""One read-only query of a department's own database, from a mark on."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, Self

from pydantic import Field, model_validator
from sqlalchemy import Connection, create_engine, make_url, text
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from data.feeds.faults import FeedFault
from data.feeds.fetching import FeedKind, FetchContext, FetchedDeliveries, FetchedDelivery
from data.feeds.marks import Mark, read, until_mark, written
from data.feeds.secrets import Secret

_COMMENT = re.compile(r"--|/\*")
_READS = re.compile(r"(select|with)\b", re.IGNORECASE)
# What a session is told before the query, beside a user that may only read: most is stopped here already.
_READ_ONLY: Mapping[str, tuple[str, ...]] = {
    "postgresql": ("SET TRANSACTION READ ONLY", "SET LOCAL statement_timeout = {milliseconds}"),
    "mysql": ("SET SESSION TRANSACTION READ ONLY", "SET SESSION max_execution_time = {milliseconds}"),
    "mariadb": ("SET SESSION TRANSACTION READ ONLY",),
    "sqlite": ("PRAGMA query_only = ON",),
}
_CONNECT: Mapping[str, str] = {"postgresql": "connect_timeout", "mysql": "connect_timeout", "mssql": "login_timeout"}


class SqlFeed(FeedKind):
    """A SELECT at `url` (SQLAlchemy's, without a password). With `mark`, the name of a column that grows, the query
    has `:mark` where rows begin and comes in its order; `first` is the mark of the first time.
    """

    kind: Literal["sql"]
    url: str = Field(min_length=1)
    password: Secret | None = None
    query: str = Field(min_length=1, max_length=20_000)
    mark: str | None = Field(None, min_length=1)
    first: Mark | None = None

    @model_validator(mode="after")
    def _only_reads(self) -> Self:
        try:
            if make_url(self.url).password:
                raise ValueError("an address holds no password: name it under `password`")
        except ArgumentError:
            raise ValueError("`url` is no address of a database") from None
        statement = self.query.strip().removesuffix(";")
        if ";" in statement or _COMMENT.search(statement) or not _READS.match(statement):
            raise ValueError("`query` is one SELECT, without comments")
        if (self.mark is not None) != (":mark" in self.query) or (self.mark is not None) != (self.first is not None):
            raise ValueError("a query with `:mark` needs `mark` and `first`, and only that one")
        return self

    def fetch(self, context: FetchContext) -> FetchedDeliveries:
        rows = self._rows(context)
        if self.mark is None:
            if len(rows) > context.limit:
                raise FeedFault("too_many", again=False, limit=context.limit)
            if rows:
                yield FetchedDelivery("query", rows, "")
            return
        taken, mark = until_mark(rows, self.mark, context.limit)
        if mark is not None:
            yield FetchedDelivery("query", taken, written(mark))

    def _rows(self, context: FetchContext) -> list[Mapping[str, Any]]:
        """At most one row more than the limit. FeedFault: `no_driver`, `unreachable`, `query_failed`."""
        url = make_url(self.url)
        if self.password is not None:
            url = url.set(password=self.password.text(context.environment))
        family, seconds = url.get_backend_name(), max(1, int(context.timeout))
        options = {_CONNECT[family]: seconds} if family in _CONNECT else {}
        try:
            engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=options)
        except (NoSuchModuleError, ModuleNotFoundError):
            raise FeedFault("no_driver", again=False, driver=url.drivername) from None
        try:
            with engine.connect() as connection:
                return self._read(connection, family, context)
        except DBAPIError as error:
            code = str(getattr(error.orig, "sqlstate", "") or type(error.orig).__name__)
            raise FeedFault("query_failed", place=_place(self.url), why=code) from None
        except SQLAlchemyError as error:
            raise FeedFault("query_failed", place=_place(self.url), why=type(error).__name__) from None
        finally:
            engine.dispose()

    def _read(self, connection: Connection, family: str, context: FetchContext) -> list[Mapping[str, Any]]:
        for statement in _READ_ONLY.get(family, ()):
            connection.exec_driver_sql(statement.format(milliseconds=int(context.timeout * 1000)))
        mark = (read(context.mark) if context.mark else self.first) if self.mark else None
        given = {"mark": mark} if self.mark else {}
        statement = self.query.strip().removesuffix(";")
        found = connection.execution_options(stream_results=True).execute(text(statement), given)
        rows: list[Mapping[str, Any]] = [dict(row) for row in found.mappings().fetchmany(context.limit + 1)]
        found.close()
        connection.rollback()
        return rows


def _place(url: str) -> str:
    parsed = make_url(url)
    return f"{parsed.host or parsed.database}"
