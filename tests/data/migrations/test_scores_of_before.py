"""Scores of a release that left out what was missing are read, and those of today are read by that release again."""

import json
from dataclasses import replace

import numpy as np
from sqlalchemy import create_engine, insert, select

from data.core.json_records import from_json, to_json
from data.migrations.steps import step_back, upgrade
from data.warehouse.tables import snapshot_score
from indicators.calendar.periods import Period
from indicators.compute.results import GroupScore, NewestGroupScore, ScoreCap
from indicators.scoring.score import ScorePart

NEW = GroupScore(
    "function",
    "services",
    440600,
    59.0,
    (ScorePart("I001", 1.0, 80.0, 80.0), ScorePart("veto", 0.0, None, -21.0)),
    0.9,
    ("I002",),
    (1, 2, 3, 4),
    (Period.parse("2025-06"),),
    np.array([59.0]),
    judged=0.9,
    silent=("I002",),
    reported=80.0,
    caps=(ScoreCap("I002", "2025-05", "2025-06", silent=True),),
)
ADDED = {"judged", "silent", "reported", "caps"}


def record(score: GroupScore) -> str:
    return to_json(replace(score, periods=(), score=np.empty(0)))


def of_before(text: str) -> str:
    """The record as the release before wrote it."""
    return json.dumps({k: v for k, v in json.loads(text).items() if k not in ADDED}, separators=(",", ":"))


def test_a_record_of_before_is_read_and_what_it_does_not_say_is_not_known() -> None:
    found = from_json(NewestGroupScore, of_before(record(NEW)))
    assert (found.latest, found.silent, found.reported, found.caps) == (59.0, None, None, ())


def test_a_record_of_today_keeps_all_that_it_says() -> None:
    found = from_json(NewestGroupScore, record(NEW))
    assert (found.silent, found.reported, found.caps) == (NEW.silent, NEW.reported, NEW.caps)


def test_a_step_back_takes_out_what_the_release_before_does_not_know(warehouse_url: str) -> None:
    before, now = "v0005_actuals_stand", "v0006_what_scores_miss"
    row = {"version": 1, "region": 440600, "subject_kind": "function", "first": 0, "n": 0, "packed": b""}
    engine = create_engine(warehouse_url)
    with engine.begin() as connection:
        upgrade(connection, "warehouse", None, now)
        for subject, text in (("old", of_before(record(NEW))), ("new", record(NEW))):
            connection.execute(insert(snapshot_score).values(**row, subject=subject, record=text))
        assert step_back(connection, "warehouse", now) == before
        found = set(connection.execute(select(snapshot_score.c.record)).scalars())
    assert found == {of_before(record(NEW))}
    engine.dispose()
