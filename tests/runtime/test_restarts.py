"""When a process is started again, how old what it runs on may be, and who may work in a data folder."""

from __future__ import annotations

import os
import subprocess
import sys
from itertools import accumulate
from pathlib import Path

import pytest

from data.storage.home_lock import FILE, HomeInUse, take_home
from runtime.listen_socket import PortTaken, address_of, bind
from runtime.restarts import RestartHistory, said
from runtime.versions import PIP, PYTHON, SQLITE, too_old
from tests.serving import ROOT


def test_who_ends_at_once_is_started_less_and_less_often_but_always_again() -> None:
    lives = accumulate([0.1] * 30, lambda history, lived: history.ended(lived), initial=RestartHistory())

    pauses = [one.pause for one in lives][1:]

    assert pauses[:7] == [1, 2, 4, 8, 16, 32, 60]
    assert set(pauses[7:]) == {60}


def test_who_has_worked_for_a_while_is_back_within_five_seconds() -> None:
    history = RestartHistory(restarts=7, at_once=6).ended(lived=3600)

    assert history.pause < 5
    assert history.restarts == 8


def test_the_log_tells_a_signal_from_an_exit_code() -> None:
    assert (said(-9), said(3)) == ("signal SIGKILL", "exit code 3")


@pytest.mark.parametrize(
    ("python", "sqlite", "pip", "named"),
    [
        ((3, 11, 4), SQLITE, PIP, "Python 3.11.5"),
        (PYTHON, (3, 34, 1), PIP, "SQLite 3.35.0"),
        (PYTHON, SQLITE, (23, 1, 2), "pip 23.2"),
    ],
)
def test_what_is_too_old_is_named_with_what_is_needed(
    python: tuple[int, ...], sqlite: tuple[int, ...], pip: tuple[int, ...], named: str
) -> None:
    assert named in (too_old(python, sqlite, pip) or "")


def test_the_smallest_versions_and_later_ones_will_do() -> None:
    assert too_old(PYTHON, SQLITE, PIP) is None
    assert too_old((3, 14, 0), (3, 50, 0), (26, 0)) is None


def test_the_smallest_python_stands_in_the_package_as_it_is_checked() -> None:
    smallest = ".".join(map(str, PYTHON))

    assert f'requires-python = ">={smallest}"' in (ROOT / "pyproject.toml").read_text()


def test_a_data_folder_is_for_one_server_and_the_second_is_told_where_the_first_is(tmp_path: Path) -> None:
    first = take_home(tmp_path)
    first.tell("http://127.0.0.1:8050")

    with pytest.raises(HomeInUse, match=rf"running at http://127\.0\.0\.1:8050, pid {os.getpid()}"):
        take_home(tmp_path)
    os.close(first.descriptor)
    os.close(take_home(tmp_path).descriptor)


def test_the_lock_of_a_server_that_was_killed_is_gone(tmp_path: Path) -> None:
    killed = "import os, sys; from pathlib import Path; from data.storage.home_lock import take_home; "
    killed += "take_home(Path(sys.argv[1])).tell('http://x'); os.kill(os.getpid(), 9)"
    subprocess.run([sys.executable, "-c", killed, str(tmp_path)], cwd=ROOT, check=False)

    assert (tmp_path / FILE).read_text().startswith("http://x")
    os.close(take_home(tmp_path).descriptor)


def test_a_port_in_use_is_told_with_its_number() -> None:
    with bind("127.0.0.1", 0) as taken:
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(PortTaken, match=f"port {port} .* in use"):
            bind("127.0.0.1", port)
        assert address_of(taken) == f"http://127.0.0.1:{port}"
