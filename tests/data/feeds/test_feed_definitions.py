"""Declarations of feeds: faults with file and line, no secret in them, and a schema that says the same."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from data.core.clock import BUSINESS_ZONE
from data.feeds.definitions import Schedule, load_feeds
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.faults import CatalogueError

HEAD = """\
population:
  name: {zh: 人口, en: Population}
  source: statistics
  delivers: facts
  schedule: {every: 3600}
  fetch:
"""


def written(folder: Path, text: str) -> Path:
    (folder / "feeds").mkdir(exist_ok=True)
    (folder / "feeds" / "own.yaml").write_text(text, "utf-8")
    return folder


def test_what_is_shipped_as_examples_loads_with_every_kind(tmp_path: Path, catalogue: Catalogue) -> None:
    examples = Path("data/feeds/feeds.yaml").read_text("utf-8")

    feeds = load_feeds(catalogue, written(tmp_path, examples))

    assert {feed.fetch.kind for feed in feeds.values()} == {"folder", "sftp", "http", "sql", "mqtt"}
    assert {feed.delivers for feed in feeds.values()} == {"facts", "events", "devices", "readings"}


def test_a_folder_without_feeds_has_none(tmp_path: Path, catalogue: Catalogue) -> None:
    assert load_feeds(catalogue, tmp_path) == {}


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (HEAD + "    kind: folder\n    paht: /in\n", 8, "paht"),
        (HEAD + "    kind: carrier-pigeon\n", 6, "carrier-pigeon"),
        (HEAD + "    kind: http\n    url: ftp://x\n", 8, "url"),
        (HEAD + "    kind: http\n    url: http://me:word@x/\n", 6, "secret"),
        (HEAD + "    kind: http\n    url: http://x/\n    bearer: a-very-secret-word\n", 9, "bearer"),
        (HEAD + "    kind: http\n    url: http://x/\n    bearer: {env: A, file: b}\n", 9, "one of the two"),
        (
            HEAD.replace("every: 3600", "every: 3600, daily: '06:30'") + "    kind: folder\n    path: /in\n",
            5,
            "both|two",
        ),
        (
            HEAD.replace("delivers: facts", "delivers: rumours") + "    kind: folder\n    path: /in\n",
            4,
            "rumours|facts",
        ),
        (
            HEAD.replace("delivers: facts", "delivers: events\n  event_kind: dreams")
            + "    kind: folder\n    path: /i\n",
            5,
            "hotline_order",
        ),
        (HEAD + "    kind: sql\n    url: sqlite:///x\n    query: DROP TABLE x\n", 6, "one SELECT"),
    ],
)
def test_a_fault_names_file_line_and_reason(
    text: str, line: int, reason: str, tmp_path: Path, catalogue: Catalogue
) -> None:
    with pytest.raises(CatalogueError, match=reason) as found:
        load_feeds(catalogue, written(tmp_path, text))

    assert {fault.file.name for fault in found.value.faults} == {"own.yaml"}
    assert line in {fault.line for fault in found.value.faults}
    assert "a-very-secret-word" not in str(found.value)


@pytest.mark.parametrize(
    ("schedule", "at", "then"),
    [
        ({"every": 900}, "2025-06-30 10:00", "2025-06-30 10:15"),
        ({"daily": "06:30"}, "2025-06-30 06:29", "2025-06-30 06:30"),
        ({"daily": "06:30"}, "2025-06-30 06:30", "2025-07-01 06:30"),
    ],
)
def test_a_schedule_says_when_the_next_run_begins(schedule: dict[str, object], at: str, then: str) -> None:
    moment = datetime.fromisoformat(at).replace(tzinfo=BUSINESS_ZONE)

    assert Schedule.model_validate(schedule).after(moment) == datetime.fromisoformat(then).replace(tzinfo=BUSINESS_ZONE)
