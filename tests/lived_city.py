"""The demonstration city with the tasks and matters of its past, as the product itself begins with."""

from __future__ import annotations

import shutil
from pathlib import Path

from flask import Flask

from app import create_server, open_container, tell_demonstration
from data.core.settings import Settings
from runtime.container import Container
from web.security.rate_limits import RATES, RateLimits


def lived_city(built_city: Path, home: Path) -> tuple[Container, Flask]:
    """A copy of the built city at `home`, with accounts, tasks and matters, and its complete server."""
    shutil.copytree(built_city, home)
    container = open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))
    often = RateLimits(dict.fromkeys(RATES, "1000000/minute"))
    server = create_server(limits=often, container=container)
    tell_demonstration(container)
    return container, server
