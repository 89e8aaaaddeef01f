"""One run of a feed: fetch, land, note how far it came; tried again where that may help, and recorded."""

from __future__ import annotations

import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from data.core.clock import from_epoch, to_epoch
from data.core.jobs import Wait
from data.feeds.definitions import FeedDefinition
from data.feeds.faults import FeedFault
from data.feeds.fetching import FetchContext, FetchedDelivery
from data.ingest.delivery_kinds import IntakeDependencies
from data.ingest.posted_rows import table_rows
from data.operations import Operations
from data.operations.feeds.feed_store import FeedRun, FeedState, Outcome, begin_run, keep_state, note_run, state_of
from data.pipeline.deliver import DeliveryReport, deliver
from data.pipeline.ledger import Delivery
from data.pipeline.refusal import DeliveryRefused
from data.storage.faults import DatabaseUnavailable
from data.telemetry.reading_contract import COLUMNS

log = logging.getLogger("cockpit.feeds")


@dataclass(frozen=True)
class FeedDependencies:
    """What runs work with. `monotonic` are seconds that only grow; `random` lies between 0 and 1."""

    operations: Operations
    intake: IntakeDependencies
    environment: Mapping[str, str] = field(repr=False)
    wait: Wait
    monotonic: Callable[[], float]
    random: Callable[[], float]

    @property
    def now(self) -> int:
        """The city's moment, in epoch seconds."""
        return to_epoch(self.intake.clock.now())


def run_feed(given: FeedDependencies, name: str, feed: FeedDefinition) -> FeedRun:
    """Run a feed once, and note what became of it and when it runs next. Raises only where that cannot be noted."""
    with given.operations.writing() as connection:
        run = begin_run(connection, name, given.now)
    run = _Attempts(given, name, feed, run).all()
    with given.operations.writing() as connection:
        note_run(connection, run)
        keep_state(connection, name, _after(feed, state_of(connection, name), run))
    log.log(logging.WARNING if run.code else logging.INFO, "feed %s: %s %s", name, run.outcome, run.code)
    return run


def _after(feed: FeedDefinition, state: FeedState, run: FeedRun) -> FeedState:
    """Where a feed stands after a run: the breaker opens after so many failures in a row."""
    ended = run.ended_at or run.started_at
    due = to_epoch(feed.schedule.after(from_epoch(ended)))
    if run.outcome != "failed":
        return replace(state, due_at=due, failures=0, paused_until=0, good_at=ended)
    failures = state.failures + 1
    paused = ended + feed.breaker.pause if failures >= feed.breaker.failures else 0
    return replace(state, due_at=max(due, paused), failures=failures, paused_until=paused)


class _Attempts:
    """The attempts of one run. What has landed stays landed: the next attempt goes on from the mark after it."""

    def __init__(self, given: FeedDependencies, name: str, feed: FeedDefinition, run: FeedRun) -> None:
        self._given, self._name, self._feed, self._run = given, name, feed, run
        self._until = given.monotonic() + feed.longest

    def all(self) -> FeedRun:
        """Attempt until one succeeds, trying again helps no more, or the retries are spent."""
        fault = self._one()
        while fault is not None and fault.again and self._pause():
            fault = self._one()
        if fault is None:
            return self._end(self._outcome())
        return replace(self._end("failed"), code=fault.code, facts=fault.facts)

    def _pause(self) -> bool:
        """Wait before the next attempt, each time about twice as long; False where there is none."""
        retries, tries = self._feed.retries, self._run.tries
        if tries > retries.times or self._late():
            return False
        pause = min(retries.most, retries.first * 2 ** (tries - 1))
        return self._given.wait(pause * (0.5 + self._given.random()))

    def _outcome(self) -> Outcome:
        if self._run.code:
            return "refused"
        return "good" if self._run.deliveries else "empty"

    def _end(self, outcome: Outcome) -> FeedRun:
        return replace(self._run, outcome=outcome, ended_at=self._given.now)

    def _late(self) -> bool:
        return self._given.monotonic() > self._until or not self._given.wait(0)

    def _one(self) -> FeedFault | None:
        """One attempt: why it failed, or None."""
        self._run = replace(self._run, tries=self._run.tries + 1)
        folder = Path(tempfile.mkdtemp(prefix="feed-"))
        try:
            with self._given.operations.reading() as connection:
                mark = state_of(connection, self._name).mark
            feed, now = self._feed, self._given.now
            context = FetchContext(mark, feed.limit, feed.timeout, folder, now, self._given.environment, self._late)
            with closing(feed.fetch.fetch(context)) as deliveries:
                for fetched in deliveries:
                    self._land(fetched)
        except FeedFault as fault:
            return fault
        except DatabaseUnavailable as fault:
            return FeedFault("store_away", store=fault.store)
        except DeliveryRefused as refused:
            return FeedFault("refused", again=False, why=refused.code)
        except Exception as error:  # whatever a source or a library does, it is this feed's alone
            log.exception("feed %s has failed", self._name)
            return FeedFault("broken", why=type(error).__name__)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return None

    def _land(self, fetched: FetchedDelivery) -> None:
        """Land one delivery, then note the mark: cut off between both, the same comes again and is repeated."""
        digest = None
        if isinstance(fetched.content, Path):
            self._land_file(fetched, fetched.content)
        elif fetched.content is not None:
            digest = self._land_rows(fetched.name, fetched.content)
            fetched.conclude(None)
        with self._given.operations.writing() as connection:
            state = state_of(connection, self._name)
            kept = replace(state, mark=fetched.mark, digest=digest or state.digest)
            if kept != state:
                keep_state(connection, self._name, kept)

    def _land_file(self, fetched: FetchedDelivery, file: Path) -> None:
        try:
            report = self._feed.delivery.load(self._given.intake, file, self._feed.source)
        except DeliveryRefused as refused:
            facts = {"file": fetched.name, "why": refused.code}
            run, code = self._run, "file_refused"
            self._run = replace(run, deliveries=run.deliveries + 1, code=code, facts=facts)
            fetched.conclude(refused)
        else:
            self._count(report)
            fetched.conclude(None)

    def _land_rows(self, name: str, given: Sequence[Any]) -> str:
        """Land rows; the very rows of the last time are known and land no batch. Returns their digest."""
        rows = [self._named(row) for row in given]
        digest = hashlib.sha256(json.dumps(rows, default=str, sort_keys=True).encode("utf-8", "replace")).hexdigest()
        with self._given.operations.reading() as connection:
            if state_of(connection, self._name).digest == digest:
                return digest
        intake, kind = self._given.intake, self._feed.delivery
        contract = kind.contract(intake)
        delivery = Delivery(self._feed.source, name, intake.clock.now())
        checked = table_rows(rows, contract.columns)
        self._count(deliver(kind.store(intake), delivery, checked, contract, kind.landing(intake)))
        return digest

    def _named(self, row: Any) -> Any:
        """A row with our names of columns and what every row has; of readings only what readings have."""
        if not isinstance(row, Mapping):
            return row
        columns = self._feed.columns
        named = {**self._feed.constants, **{columns.get(str(name), str(name)): one for name, one in row.items()}}
        if self._feed.delivers == "readings":
            return {name: one for name, one in named.items() if name in COLUMNS}
        return named

    def _count(self, report: DeliveryReport) -> None:
        run = self._run
        self._run = replace(
            run,
            deliveries=run.deliveries + 1,
            accepted=run.accepted + report.accepted,
            repeated=run.repeated + report.repeated,
            refused=run.refused + len(report.refused),
        )
