"""The city cockpit of Foshan: wires the rooms together and serves them. `python app.py` starts it."""

from __future__ import annotations

import os
import sys

from flask import Flask

try:
    from data.asker import Asker
    from data.clock import Clock
    from data.commands import register_commands
    from data.demo_command import register_demo_command
    from data.geography_commands import register_geography_commands
    from data.office import Office
    from data.refresher import start_refresher
    from data.settings import Settings
    from pages import CALLBACKS, NOT_FOUND, PAGES
    from web.api import offer
    from web.gunicorn import serve
    from web.map_files import offer_map_files
    from web.readings import receive
    from web.server import Screens, equip
except ImportError as missing:  # a newcomer without the environment: say what helps
    sys.exit(f"{missing}. Start with `make run`, which installs what is needed and runs this file.")


def create_commands(settings: Settings | None = None) -> Flask:
    """A server that only knows the commands (`flask --app app load FILE`): quick, without the screens."""
    server = Flask("cockpit")
    office = Office(settings or Settings.from_environment(os.environ))
    register_commands(server, office.workplace)
    register_geography_commands(server, lambda: office.settings.home)
    register_demo_command(server, lambda: office)
    return server


def create_server(settings: Settings | None = None, clock: Clock | None = None) -> Flask:
    """The complete server over the warehouse of `settings` (default: from the environment)."""
    office = Office(settings or Settings.from_environment(os.environ), clock)
    server = Flask("cockpit")
    everybody = Asker.cockpit()
    offer(server, lambda as_of: office.desk(everybody, as_of))
    receive(server, lambda: office.door, lambda: everybody)
    offer_map_files(server, {"grids": lambda: office.grids.file(everybody.scope)})
    screens = Screens(PAGES, NOT_FOUND, CALLBACKS)
    equip(
        server,
        screens,
        lambda view: office.desk(everybody, view.as_of),
        office.freshness,
        office.pulse,
        office.settings.home / "cache",
    )
    office.rest()
    return server


def create_app() -> Flask:
    """What `flask --app app` finds."""
    return create_commands()


def main() -> None:
    """Build the warehouse when there is none, then serve and keep it fresh until told to stop."""
    settings = Settings.from_environment(os.environ)
    office = Office(settings)
    office.prepare(say=print, progress=True)
    start_refresher(office)
    serve(lambda: create_server(settings, office.clock), settings.host, settings.port)


if __name__ == "__main__":
    main()
