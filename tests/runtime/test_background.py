"""Waiting while somebody is there to work for, and work of a process of its own that is waited for."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from data.core.jobs import Job, JobFailed, waiting


def test_a_wait_ends_early_when_nobody_is_left() -> None:
    looks = iter([True, True, False])

    assert not waiting(lambda: next(looks))(3600)
    assert waiting(lambda: True)(0)


def test_an_errand_says_how_far_it_is_and_is_waited_for(tmp_path: Path) -> None:
    def work(say: Callable[[int], None]) -> None:
        say(500)
        (tmp_path / "done").write_text(str(os.getpid()))

    told: list[int] = []

    Job("writing", work).wait(told.append)

    assert (tmp_path / "done").read_text() != str(os.getpid())
    assert told[-1] == 1000


def test_an_errand_that_fails_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    def work(say: Callable[[int], None]) -> None:
        raise ValueError("no")

    with pytest.raises(JobFailed, match="counting"):
        Job("counting", work).wait(lambda done: None)
    assert "no" in capfd.readouterr().err
