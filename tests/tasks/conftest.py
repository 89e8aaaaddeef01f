"""What the tests of the dispatch loop share."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.operations import Operations, open_operations
from indicators.catalogue.catalogue import Catalogue, load_catalogue
from tasks.tasks.policy_loader import load_policy
from tasks.tasks.transition import RuleSet
from tasks.workflow.chinese_days import ChineseDays
from tasks.workflow.limits import CountingHours
from tasks.workflow.working_time import WorkingCalendar
from tests.tasks.people import Office


@pytest.fixture(scope="session")
def calendar() -> WorkingCalendar:
    """The Chinese calendar with the office hours of Foshan."""
    hours = CountingHours.model_validate({"working": ["08:30-12:00", "14:30-17:30"]})
    return WorkingCalendar(ChineseDays(), hours)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real catalogue."""
    return load_catalogue()


@pytest.fixture(scope="session")
def book(catalogue: Catalogue) -> RuleSet:
    """The shipped policy over the real catalogue, on the Chinese calendar."""
    return RuleSet(catalogue, load_policy(sources=catalogue.sources), ChineseDays())


@pytest.fixture
def container(operations: Operations, book: RuleSet) -> Office:
    """An empty office on 30 June 2025 at ten, once on each engine."""
    return Office(operations, book)


@pytest.fixture
def context(tmp_path: Path, book: RuleSet) -> Office:
    """The same on SQLite only: for what does not differ between engines."""
    return Office(open_operations(f"sqlite:///{tmp_path / 'operations.db'}"), book)
