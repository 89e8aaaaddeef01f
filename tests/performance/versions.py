"""Another version of the cockpit beside this one: a checkout in a temporary folder, and an interpreter for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from tempfile import TemporaryDirectory

from packaging.requirements import Requirement

from tests.performance.timing import say
from tests.serving import ROOT, free_port

PATIENCE = 900.0  # seconds until a first start counts as failed
ANSWER = 30.0  # seconds for one request, while the city is still being built


class NoVersion(Exception):
    """The revision is not there, or cannot be made to run; the sentence says why."""


@dataclass(frozen=True)
class Version:
    """A checkout and the interpreter that runs it; `name` is what people call it."""

    name: str
    tree: Path
    python: Path


def this_version() -> Version:
    """The working tree as it stands, changes that are not committed among it."""
    return Version("now", ROOT, Path(sys.executable))


@contextmanager
def checked_out(revision: str, repository: Path = ROOT) -> Iterator[Path]:
    """A worktree of a revision, removed afterwards. NoVersion where git does not know it."""
    with TemporaryDirectory(prefix="cockpit-before-") as folder:
        tree = Path(folder) / "tree"
        made = _git(repository, "worktree", "add", "--quiet", "--detach", str(tree), f"{revision}^{{commit}}")
        if made.returncode:
            raise NoVersion(f"{revision}: {made.stderr.strip()}")
        try:
            yield tree
        finally:
            _git(repository, "worktree", "remove", "--force", str(tree))


def named(revision: str, repository: Path = ROOT) -> str:
    """The revision with the short id of its commit. NoVersion where git does not know it."""
    found = _git(repository, "rev-parse", "--short", "--verify", f"{revision}^{{commit}}")
    if found.returncode:
        raise NoVersion(f"{revision}: {found.stderr.strip()}")
    short = found.stdout.strip()
    return short if short.startswith(revision) or revision.startswith(short) else f"{revision} ({short})"


def interpreter(tree: Path) -> Path:
    """Ours where what is installed here satisfies the version, else one of its own, made from its lock files."""
    unmet = lacking(needs(tree))
    if not unmet:
        return Path(sys.executable)
    say(f"an environment of its own, because of {', '.join(unmet)}")
    made = subprocess.run(["make", ".venv/test.stamp"], cwd=tree, capture_output=True, text=True, check=False)
    if made.returncode:
        raise NoVersion(f"its environment cannot be made: {made.stderr.strip()[-500:]}")
    return tree / ".venv/bin/python"


def needs(tree: Path) -> list[str]:
    """What a version asks for, to run and to be tested."""
    project = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return [*project["dependencies"], *project.get("optional-dependencies", {}).get("test", ())]


def lacking(requirements: Iterable[str]) -> list[str]:
    """The requirements that what is installed here does not satisfy."""
    return [text for text in requirements if not _satisfied(Requirement(text))]


def _satisfied(wanted: Requirement) -> bool:
    if wanted.marker and not wanted.marker.evaluate():
        return True
    try:
        return wanted.specifier.contains(version(wanted.name), prereleases=True)
    except PackageNotFoundError:
        return False


def first_run(tree: Path, command: tuple[str, ...] = ("make", "run")) -> float:
    """Seconds from the first `make run` in a checkout until its server answers. NoVersion when it ends before that."""
    port = free_port()
    with TemporaryDirectory(prefix="cockpit-first-") as home:
        environment = {**os.environ, "COCKPIT_HOME": home, "HOST": "127.0.0.1", "PORT": str(port)}
        began = time.perf_counter()
        process = subprocess.Popen(
            command, cwd=tree, env=environment, stdout=subprocess.DEVNULL, start_new_session=True
        )
        try:
            while not _answers(port):
                if process.poll() is not None or time.perf_counter() - began > PATIENCE:
                    raise NoVersion(f"{' '.join(command)} ended with {process.poll()} before it answered")
                time.sleep(0.1)
            return time.perf_counter() - began
        finally:
            _end(process)


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=ANSWER)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status < 500
    except (HTTPException, OSError):
        return False
    finally:
        connection.close()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a command with all that it started."""
    for how, seconds in ((signal.SIGTERM, 20), (signal.SIGKILL, 20)):
        try:
            os.killpg(process.pid, how)
            process.wait(seconds)
            return
        except ProcessLookupError:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue


def _git(repository: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", "-C", str(repository), *arguments], capture_output=True, text=True, check=False)
