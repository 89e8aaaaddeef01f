"""The adapter against each Dash that pyproject.toml allows: the installed one, in `make torture` oldest and newest."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import dash
from packaging.requirements import Requirement

from tests.campaign import LONG, campaign

ROOT = Path(__file__).parents[2]
ADAPTER = "tests/web/test_dash_adapter.py"


def allowed() -> Requirement:
    """What pyproject.toml says of Dash."""
    listed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["dependencies"]
    return next(one for one in map(Requirement, listed) if one.name == "dash")


def lowest(wanted: Requirement) -> str:
    """Its lowest version as something to install."""
    return next(f"dash=={one.version}" for one in wanted.specifier if one.operator == ">=")


def tried(wanted: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """The tests of the adapter with another Dash before the installed one."""
    install = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", str(folder), wanted]
    subprocess.run(install, check=True)
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", ADAPTER]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


@campaign
def test_the_adapter_holds_for_every_dash_that_is_allowed(tmp_path: Path) -> None:
    wanted = allowed()

    assert dash.__version__ in wanted.specifier, "the adapter's own tests have tried this one"
    for name, version in {"lowest": lowest(wanted), "highest": str(wanted)}.items() if LONG else ():
        done = tried(version, tmp_path / name)
        assert done.returncode == 0, f"{version}: {done.stdout[-2000:]}"
