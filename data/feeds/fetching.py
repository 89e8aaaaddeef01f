"""What a kind of feed is given for one run, and what it gives: deliveries, one after the other."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from data.feeds.faults import FeedFault
from data.pipeline.refusal import DeliveryRefused
from indicators.definitions.model import Definition


def _nothing(refused: DeliveryRefused | None) -> None:
    return None


@dataclass(frozen=True)
class FetchContext:
    """One run. `mark` is how far the feed has read, as the kind wrote it; empty at first.

    `limit` rows come at most; the source has `timeout` seconds for each answer; `folder` is for files that are
    fetched; `now` are epoch seconds; `late` says that the run has taken too long or has been told to end.
    """

    mark: str
    limit: int
    timeout: float
    folder: Path
    now: int
    environment: Mapping[str, str]
    late: Callable[[], bool]

    def go_on(self) -> None:
        """FeedFault `too_slow` where the run has to end: to be asked between two answers of the source."""
        if self.late():
            raise FeedFault("too_slow")


@dataclass(frozen=True)
class FetchedDelivery:
    """Rows, or a file, that came from a source; None where only the mark has moved.

    `mark` is how far the feed has read once it has landed; `conclude` is told when it has, or why it was refused.
    """

    name: str
    content: Path | Sequence[Any] | None
    mark: str
    conclude: Callable[[DeliveryRefused | None], None] = _nothing


FetchedDeliveries = Generator[FetchedDelivery, None, None]


class FeedKind(Definition, ABC):
    """A way to fetch: its settings are the fields. A new one is a class in a file, listed in `kinds/__init__.py`.

    It has a field `kind`, a Literal with its name.
    """

    @abstractmethod
    def fetch(self, context: FetchContext) -> FetchedDeliveries:
        """What has come since the mark. The next is asked for when the one before has landed. Raises FeedFault."""
