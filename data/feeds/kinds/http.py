"""A system that answers over HTTP with JSON or CSV, page by page, from a mark on."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self
from urllib.parse import urljoin, urlsplit

import requests
from pydantic import Field, model_validator

from data.feeds.faults import FeedFault
from data.feeds.fetching import FeedKind, FetchContext, FetchedDeliveries, FetchedDelivery
from data.feeds.marks import Mark, read, until_mark, written
from data.feeds.secrets import Secret
from indicators.definitions.model import Definition

_BITE = 64 * 1024
_LARGEST = 32 * 1024 * 1024  # bytes of one answer
Name = Annotated[str, Field(min_length=1, max_length=80)]


class Paging(Definition):
    """How an answer goes on: by the number of a `page`, by an `offset`, or by the address under `next` in the answer.

    `parameter` is the query's name of the page or offset, `first` the first page; `size_parameter` asks for `size`
    rows. A page with fewer than `size` rows is the last.
    """

    by: Literal["page", "offset", "next"]
    parameter: Name = "page"
    first: int = 1
    size_parameter: Name | None = None
    size: int = Field(500, ge=1, le=10_000)
    next: Name = "next"


class MarkParameter(Definition):
    """From where the source is asked: the `parameter` of the query gets the highest value of `column` that landed.

    `first` is asked for the first time; without it everything is.
    """

    column: Name
    parameter: Name
    first: Mark | None = None


class HttpFeed(FeedKind):
    """GET at `url`. `rows` is where the list stands in a JSON answer (`data.items`); empty: it is the answer.

    `headers` carry secrets by reference. Redirects are not followed: a secret goes to one host and nowhere else.
    """

    kind: Literal["http"]
    url: str = Field(pattern=r"^https?://[^\s/]+")
    format: Literal["json", "csv"] = "json"
    rows: str = ""
    parameters: dict[Name, str] = Field(default_factory=dict)
    headers: dict[Name, Secret] = Field(default_factory=dict)
    bearer: Secret | None = None
    paging: Paging | None = None
    mark: MarkParameter | None = None

    @model_validator(mode="after")
    def _no_secret_in_the_address(self) -> Self:
        if urlsplit(self.url).username or urlsplit(self.url).password:
            raise ValueError("an address holds no secret: name it under `bearer` or `headers`")
        if self.format == "csv" and self.paging is not None and self.paging.by == "next":
            raise ValueError("CSV has no `next`")
        return self

    def fetch(self, context: FetchContext) -> FetchedDeliveries:
        rows = self._all(context)
        if self.mark is None:
            if len(rows) > context.limit:
                raise FeedFault("too_many", again=False, limit=context.limit)
            if rows:
                yield FetchedDelivery(urlsplit(self.url).path[-80:], rows, "")
            return
        taken, mark = until_mark(rows, self.mark.column, context.limit)
        if mark is not None:
            yield FetchedDelivery(urlsplit(self.url).path[-80:], taken, written(mark))

    def _all(self, context: FetchContext) -> list[Mapping[str, Any]]:
        """The rows of all pages, until one more than the limit is there."""
        found: list[Mapping[str, Any]] = []
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update(self._headers(context))
            url, query, place = self.url, self._query(context), self.paging.first if self.paging else 0
            while True:
                context.go_on()
                asked = query | self._page(place, len(found))
                answer = _get(session, url, asked, context)
                rows = self._rows(answer)
                found += rows
                follows = self._next(url, answer) if self.paging and self.paging.by == "next" else None
                if not self._goes_on(rows, follows) or len(found) > context.limit:
                    return found
                url, query, place = (follows, {}, place) if follows else (url, query, place + 1)

    def _headers(self, context: FetchContext) -> dict[str, str]:
        found = {name: secret.text(context.environment) for name, secret in self.headers.items()}
        if self.bearer is not None:
            found["Authorization"] = f"Bearer {self.bearer.text(context.environment)}"
        return found

    def _query(self, context: FetchContext) -> dict[str, str]:
        query = dict(self.parameters)
        if self.mark is not None:
            mark = read(context.mark) if context.mark else self.mark.first
            query |= {} if mark is None else {self.mark.parameter: str(mark)}
        return query

    def _page(self, place: int, offset: int) -> dict[str, str]:
        paging = self.paging
        if paging is None or paging.by == "next":
            return {}
        size = {paging.size_parameter: str(paging.size)} if paging.size_parameter else {}
        return {paging.parameter: str(place if paging.by == "page" else offset), **size}

    def _goes_on(self, rows: list[Mapping[str, Any]], follows: str | None) -> bool:
        if self.paging is None:
            return False
        return follows is not None if self.paging.by == "next" else len(rows) >= self.paging.size

    def _next(self, url: str, answer: bytes) -> str | None:
        assert self.paging is not None
        found = _within(_json(answer), self.paging.next)
        if not found:
            return None
        address = urljoin(url, str(found))
        if urlsplit(address)[:2] != urlsplit(self.url)[:2]:
            raise FeedFault("elsewhere", again=False)
        return address

    def _rows(self, answer: bytes) -> list[Mapping[str, Any]]:
        if self.format == "csv":
            return _csv(answer)
        found = _within(_json(answer), self.rows) if self.rows else _json(answer)
        if not isinstance(found, list):
            raise FeedFault("no_rows", again=False, place=self.rows or "/")
        return found


def _get(session: requests.Session, url: str, query: Mapping[str, str], context: FetchContext) -> bytes:
    """The body of an answer. FeedFault: `unreachable`, `http_status`, `too_large`, `too_slow`."""
    host = urlsplit(url).netloc
    try:
        with session.get(url, params=query, timeout=context.timeout, allow_redirects=False, stream=True) as answer:
            if answer.status_code != 200:
                again = answer.status_code in {408, 425, 429} or answer.status_code >= 500
                raise FeedFault("http_status", again=again, place=host, status=answer.status_code)
            body = bytearray()
            for bite in answer.iter_content(_BITE):
                context.go_on()
                body += bite
                if len(body) > _LARGEST:
                    raise FeedFault("too_large", again=False, file=host, limit=_LARGEST)
            return bytes(body)
    except requests.RequestException as error:
        raise FeedFault("unreachable", place=host, why=type(error).__name__) from None


def _json(answer: bytes) -> Any:
    try:
        return json.loads(answer)
    except (ValueError, RecursionError):
        raise FeedFault("unreadable", format="JSON") from None


def _within(found: Any, path: str) -> Any:
    """What stands at a path of names; None where there is nothing."""
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    return found


def _csv(answer: bytes) -> list[Mapping[str, Any]]:
    try:
        lines = list(csv.reader(io.StringIO(answer.decode("utf-8-sig"), newline=""), strict=True))
        heads = lines[0] if lines else []
        return [dict(zip(heads, line, strict=True)) for line in lines[1:] if line]
    except (UnicodeDecodeError, csv.Error, ValueError):
        raise FeedFault("unreadable", format="CSV") from None
