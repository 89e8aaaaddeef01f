"""Two supervisors over one PostgreSQL: one does the work, the other waits and takes over."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import create_engine, text

from data.operations.processes.heartbeats import Heartbeats
from data.storage.leadership import SoleLeader, leadership
from tests.runtime.test_supervisor import eventually
from tests.serving import ROOT

TREE = """
import sys, time
from pathlib import Path
from data.storage.leadership import leadership
from data.operations import open_operations
from data.operations.processes.heartbeats import Heartbeats
from runtime.process import Process
from runtime.supervisor import Supervisor
url, node, record = sys.argv[1], sys.argv[2], Path(sys.argv[3])
open_operations(url).dispose()
def work(wait):
    while wait(0.05):
        with record.open("a") as file:
            file.write(node + "\\n")
lead = leadership(url, "refresher")
Supervisor([Process("refresher", work, 60, lead)], Heartbeats(url, node).write, lambda _: None).run()
"""


def test_of_two_servers_on_one_postgresql_one_works_and_the_other_takes_over_when_it_dies(
    postgresql_schemas: Callable[[], str], tmp_path: Path
) -> None:
    url, record = postgresql_schemas(), tmp_path / "record"

    def start(node: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen([sys.executable, "-c", TREE, url, node, str(record)], cwd=ROOT)

    def workers() -> list[str]:
        return record.read_text().split() if record.exists() else []

    def state(node: str) -> str:
        beat = Heartbeats(url, node).read().get("refresher")
        return beat.state if beat else ""

    first = start("first")
    assert eventually(lambda: "first" in workers())
    second = start("second")
    try:
        assert eventually(lambda: state("second") == "standby")
        assert state("first") == "running"
        before = len(workers())
        assert eventually(lambda: len(workers()) > before + 5)
        assert set(workers()) == {"first"}

        first.kill()
        first.wait(60)

        assert eventually(lambda: workers()[-1] == "second")
        assert eventually(lambda: state("second") == "running")
        following = workers()
        assert "first" not in following[following.index("second") :]
    finally:
        for one in (first, second):
            one.terminate()
            one.wait(60)


def test_one_leads_a_kind_of_work_and_a_lost_session_is_noticed(postgresql_schemas: Callable[[], str]) -> None:
    url = postgresql_schemas()
    mine, other, another_kind = leadership(url, "monitor"), leadership(url, "monitor"), leadership(url, "refresher")

    assert mine.take()
    assert not other.take()
    assert another_kind.take()
    assert leadership(postgresql_schemas(), "monitor").take(), "another schema is another city"
    ended = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND classid = 20211125"
    with create_engine(url).begin() as connection:
        connection.execute(text(ended))

    assert not mine.kept()
    assert other.take() or other.take(), "its own session was ended, too"


def test_a_sqlite_file_belongs_to_the_data_folder_that_was_locked(tmp_path: Path) -> None:
    assert isinstance(leadership(f"sqlite:///{tmp_path / 'x.db'}", "monitor"), SoleLeader)
