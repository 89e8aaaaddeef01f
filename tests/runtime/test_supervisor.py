"""The supervisor with small processes of its own: it ends all of them, however it ends itself."""

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

from data.storage.home_lock import take_home
from tests.serving import ROOT

TREE = """
import signal, socket, sys, time
from pathlib import Path
from data.storage.home_lock import take_home
from runtime.process import Process
from runtime.supervisor import Supervisor
home = Path(sys.argv[1])
lock = take_home(home)
def patient(wait):
    while wait(0.1):
        pass
def deaf(wait):
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    (home / "deaf").write_text("")
    time.sleep(600)
def broken(wait):
    raise ValueError("a wall fell down")
def tell(beat):
    with (home / "told").open("a") as told:
        told.write(f"{beat.name} {beat.pid} {beat.state} {beat.error}\\n")
wanted = sys.argv[2].split()
works = {"patient": patient, "deaf": deaf, "broken": broken}
Supervisor([Process(n, works[n], 5) for n in wanted], tell, lambda _: lock.let_go()).run()
"""


def eventually(true: Callable[[], bool], seconds: float = 60) -> bool:
    until = time.monotonic() + seconds
    while not true():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True


def alive(pid: int) -> bool:
    return psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE


def start(home: Path, names: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", TREE, str(home), names], cwd=ROOT, stderr=(home / "log").open("wb"))


def told(home: Path, name: str, state: str) -> list[int]:
    """The numbers of the processes of this name that were said to be in a state."""
    file = home / "told"
    lines = [line.split(" ") for line in file.read_text().splitlines()] if file.exists() else []
    return [int(pid) for who, pid, how, *_ in lines if (who, how) == (name, state)]


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGKILL])
def test_whatever_ends_it_no_process_and_no_lock_is_left(tmp_path: Path, how: signal.Signals) -> None:
    tree = start(tmp_path, "patient deaf")
    assert eventually(lambda: bool(told(tmp_path, "patient", "running")) and (tmp_path / "deaf").exists())
    processes = told(tmp_path, "patient", "running") + told(tmp_path, "deaf", "running")
    assert all(map(alive, processes))

    tree.send_signal(how)
    code = tree.wait(60)

    assert eventually(lambda: not any(map(alive, processes)))
    assert code == (-how if how == signal.SIGKILL else 0)
    os.close(take_home(tmp_path).descriptor)


def test_who_fails_is_logged_by_name_with_its_code_and_started_again_beside_the_others(tmp_path: Path) -> None:
    tree = start(tmp_path, "patient broken")
    try:
        assert eventually(lambda: len(told(tmp_path, "broken", "ended")) >= 2)
        assert len(set(told(tmp_path, "patient", "running"))) == 1
    finally:
        tree.terminate()
        tree.wait(60)
    log = (tmp_path / "log").read_text()
    assert "broken (pid" in log
    assert "has ended: exit code 1; again in 1 s" in log
    assert "a wall fell down" in log
