"""Processes beside the server live as long as the one that started them, whatever happens to its other children."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from data.beside import Errand, ErrandFailed, waiting
from tests.serving import ROOT

STARTER = """
import os, signal, sys, time
from pathlib import Path
from data.beside import start_beside
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever this was started by ignores
def work(wait):
    while wait(0.1):
        pass
folder = Path(sys.argv[1])
start_beside("worker", work, folder)
other = os.fork()
if other == 0:
    sys.exit(0)  # a web worker that is replaced runs everything that Python does at its end
os.waitpid(other, 0)
(folder / "ready").write_text("")
time.sleep(60)
"""


def eventually(true: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def alive(number: int) -> bool:
    return psutil.pid_exists(number) and psutil.Process(number).status() != psutil.STATUS_ZOMBIE


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_it_outlives_other_children_and_ends_with_its_starter(tmp_path: Path, how: signal.Signals) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(tmp_path)], cwd=ROOT, stderr=subprocess.DEVNULL)
    assert eventually((tmp_path / "ready").exists)
    number = int((tmp_path / "worker.pid").read_text())
    assert alive(number)

    starter.send_signal(how)
    starter.wait(10)

    assert eventually(lambda: not alive(number))


def test_a_wait_ends_early_when_nobody_is_left() -> None:
    looks = iter([True, True, False])

    assert not waiting(lambda: next(looks))(3600)
    assert waiting(lambda: True)(0)


def test_an_errand_says_how_far_it_is_and_is_waited_for(tmp_path: Path) -> None:
    def work(say: Callable[[int], None]) -> None:
        say(500)
        (tmp_path / "done").write_text(str(os.getpid()))

    told: list[int] = []

    Errand("writing", work).wait(told.append)

    assert (tmp_path / "done").read_text() != str(os.getpid())
    assert told[-1] == 1000


def test_an_errand_that_fails_says_so(capfd: pytest.CaptureFixture[str]) -> None:
    def work(say: Callable[[int], None]) -> None:
        raise ValueError("no")

    with pytest.raises(ErrandFailed, match="counting"):
        Errand("counting", work).wait(lambda done: None)
    assert "no" in capfd.readouterr().err
