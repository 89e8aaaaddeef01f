"""A watched folder, here and over SFTP: a file is taken when it is whole, once, and ends up where it belongs."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from data.feeds.definitions import FeedDefinition
from data.feeds.kinds.whole_files import look
from tests.data.feeds.conftest import FeedCity

GOOD = "measure,region,period,value\nresident_population,440604,2025-05,130.5\n"
LANDED = [("resident_population", 440604, 202505, 130.5)]
Declare = Callable[..., FeedDefinition]


@dataclass
class Server:
    """An SFTP server on this machine: its own, of another library than the one that fetches."""

    port: int
    host_key: str
    root: Path


class Login(asyncssh.SSHServer):
    def password_auth_supported(self) -> bool:
        return True

    def validate_password(self, username: str, password: str) -> bool:
        return (username, password) == ("cockpit", "the right word")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    root, key = tmp_path_factory.mktemp("sftp"), asyncssh.generate_private_key("ssh-ed25519")
    client = asyncssh.generate_private_key("ssh-ed25519")
    (root.parent / "client_key").write_bytes(client.export_private_key("openssh"))
    authorized = root.parent / "authorized"
    authorized.write_bytes(client.export_public_key("openssh"))
    loop, ready = asyncio.new_event_loop(), Future[Any]()

    async def serve() -> None:
        accepted = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Login,
            server_host_keys=[key],
            authorized_client_keys=str(authorized),
            sftp_factory=lambda channel: asyncssh.SFTPServer(channel, chroot=str(root).encode()),
        )
        ready.set_result(accepted)

    def run() -> None:
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    accepted = ready.result(20)
    public = " ".join(key.export_public_key("openssh").decode().split()[:2])
    yield Server(accepted.get_port(), public, root)
    loop.call_soon_threadsafe(accepted.close)
    loop.call_soon_threadsafe(loop.stop)
    thread.join(10)


@pytest.fixture(params=["folder", "sftp"])
def watched(request: pytest.FixtureRequest, tmp_path: Path, environment: dict[str, str]) -> tuple[Path, dict[str, Any]]:
    """A folder, and how it is declared: on this machine and behind SFTP."""
    if request.param == "folder":
        folder = tmp_path / "inbox"
        folder.mkdir()
        return folder, {"kind": "folder", "path": str(folder), "pattern": "*.csv"}
    server: Server = request.getfixturevalue("server")
    folder = server.root / tmp_path.name
    folder.mkdir()
    environment["SFTP_WORD"] = "the right word"
    place = {"kind": "sftp", "host": "127.0.0.1", "port": server.port, "path": f"/{folder.name}", "pattern": "*.csv"}
    return folder, {**place, "host_key": server.host_key, "user": "cockpit", "password": {"env": "SFTP_WORD"}}


def names(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_a_file_is_taken_once_it_has_not_changed_from_one_look_to_a_later_one(
    watched: tuple[Path, dict[str, Any]], city: FeedCity, declare: Declare
) -> None:
    folder, fetch = watched
    feed = declare({**fetch, "stable": 10})
    (folder / "may.csv").write_text(GOOD[:40])

    outcomes = [city.run(feed).outcome]
    city.clock.forward(60)
    (folder / "may.csv").write_text(GOOD)  # still being written
    outcomes.append(city.run(feed).outcome)
    assert city.facts() == []
    city.clock.forward(60)
    outcomes += [city.run(feed).outcome, city.run(feed).outcome]

    assert outcomes == ["empty", "empty", "good", "empty"]
    assert city.facts() == LANDED
    assert names(folder) == {"done/may.csv"}


def test_a_marker_says_that_a_file_is_whole(
    watched: tuple[Path, dict[str, Any]], city: FeedCity, declare: Declare
) -> None:
    folder, fetch = watched
    feed = declare({**fetch, "marker": ".ok"})
    (folder / "may.csv").write_text(GOOD)

    assert city.run(feed).outcome == "empty"
    (folder / "may.csv.ok").touch()
    assert city.run(feed).outcome == "good"

    assert city.facts() == LANDED
    assert names(folder) == {"done/may.csv", "done/may.csv.ok"}


def test_a_file_that_cannot_be_used_goes_aside_and_the_others_land(
    watched: tuple[Path, dict[str, Any]], city: FeedCity, declare: Declare
) -> None:
    folder, fetch = watched
    (folder / "a.csv").write_text("nothing,of,this\n1,2,3\n")
    (folder / "b.csv").write_text(GOOD + "resident_population,nowhere,2025-05,1\n")
    (folder / "b.csv.part").write_text("half")
    (folder / "notes.txt").write_text("not meant")

    run = city.run(declare({**fetch, "stable": 0}))

    assert (run.outcome, run.deliveries, run.accepted, run.refused) == ("refused", 2, 1, 1)
    assert (run.code, run.facts) == ("file_refused", {"file": "a.csv", "why": "no_table"})
    assert city.facts() == LANDED
    left = {name for name in names(folder) if not name.endswith(".why.json")}
    assert left == {"refused/a.csv", "done/b.csv", "b.csv.part", "notes.txt"}


def test_a_second_file_of_a_name_replaces_none(
    watched: tuple[Path, dict[str, Any]], city: FeedCity, declare: Declare
) -> None:
    folder, fetch = watched
    feed = declare({**fetch, "stable": 0})
    for value in ("130.5", "131.5"):
        (folder / "may.csv").write_text(GOOD.replace("130.5", value))
        assert city.run(feed).accepted == 1

    assert names(folder) == {"done/may.csv", "done/may.2.csv"}
    assert (folder / "done" / "may.csv").read_text() == GOOD


def test_cut_off_between_landing_and_moving_the_file_lands_once(
    tmp_path: Path, city: FeedCity, declare: Declare
) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    feed = declare({"kind": "folder", "path": str(folder), "stable": 0, "pattern": "*.csv"})
    (folder / "may.csv").write_text(GOOD)
    (folder / "done").write_text("a file where the folder should be")

    first = city.run(feed)
    assert (first.outcome, first.code, first.accepted) == ("failed", "not_moved", 1)
    (folder / "done").unlink()
    second = city.run(feed)

    assert (second.outcome, second.accepted) == ("good", 0)
    assert city.facts() == LANDED
    assert names(folder) == {"done/may.csv"}


def test_a_link_to_elsewhere_is_no_file_of_the_folder(tmp_path: Path, city: FeedCity, declare: Declare) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    (tmp_path / "secret.csv").write_text(GOOD)
    os.symlink(tmp_path / "secret.csv", folder / "may.csv")

    assert city.run(declare({"kind": "folder", "path": str(folder), "stable": 0})).outcome == "empty"
    assert city.facts() == []


def test_a_folder_that_is_away_is_a_fault_and_no_empty_one(tmp_path: Path, city: FeedCity, declare: Declare) -> None:
    run = city.run(declare({"kind": "folder", "path": str(tmp_path / "gone")}))

    assert (run.outcome, run.code) == ("failed", "no_folder")


@pytest.mark.parametrize("wrong", ["host_key", "password", "port"])
def test_a_server_that_is_another_or_says_no_is_not_believed(
    wrong: str, server: Server, city: FeedCity, declare: Declare, environment: dict[str, str]
) -> None:
    environment["SFTP_WORD"] = "a wrong word" if wrong == "password" else "the right word"
    other = asyncssh.generate_private_key("ssh-ed25519").export_public_key("openssh").decode()
    key = " ".join(other.split()[:2]) if wrong == "host_key" else server.host_key
    fetch = {"kind": "sftp", "host": "127.0.0.1", "port": 1 if wrong == "port" else server.port, "path": "/"}

    run = city.run(declare({**fetch, "user": "cockpit", "host_key": key, "password": {"env": "SFTP_WORD"}}))

    assert (run.outcome, run.code) == ("failed", "unreachable")
    assert "word" not in repr(run)


def test_a_private_key_opens_as_well_as_a_password(server: Server, city: FeedCity, declare: Declare) -> None:
    (server.root / "keyed").mkdir()
    (server.root / "keyed" / "may.csv").write_text(GOOD)
    fetch = {"kind": "sftp", "host": "127.0.0.1", "port": server.port, "path": "/keyed", "stable": 0, "user": "cockpit"}
    key = {"file": str(server.root.parent / "client_key")}

    assert city.run(declare({**fetch, "host_key": server.host_key, "key": key})).outcome == "good"
    assert city.facts() == LANDED


def test_a_file_that_changes_between_looks_begins_to_be_stable_anew(declare: Declare) -> None:
    feed = declare({"kind": "folder", "path": "/inbox", "stable": 10}).fetch
    assert feed.kind == "folder"

    first = look(feed, {"a": (1, 1)}, "", 100)
    second = look(feed, {"a": (2, 1)}, first.mark, 109)
    third = look(feed, {"a": (2, 1)}, second.mark, 118)
    fourth = look(feed, {"a": (2, 1)}, third.mark, 119)

    assert [one.whole for one in (first, second, third, fourth)] == [(), (), (), ("a",)]
