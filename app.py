"""The city cockpit of Foshan: reads the settings, opens the container, starts the server. `python app.py` does it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from functools import partial

try:
    from runtime.versions import check_versions

    check_versions()
    from flask import Flask

    from access.authentication.secret import WeakSecret
    from access.authentication.startup_checks import UnsafeSettings, check, first_step, open_auth, secret_of
    from components.tasks.task_words import LocalisedProposalWording
    from data.backup.restore import unfinished
    from data.core.clock import Clock
    from data.core.settings import Settings, SettingsError
    from data.evidence.evidence_folder import EvidenceFolder
    from data.migrations.faults import SchemaError
    from data.storage.faults import DatabaseUnavailable, or_else
    from data.storage.home_lock import HomeInUse, take_home
    from data.storage.private_files import narrow_home, only_for_owner
    from demo.commands import register_demo_command
    from demo.container import DemoContainer
    from demo.demo_accounts import prepare, selectable_identities
    from demo.schema import SCHEMAS as DEMO_SCHEMAS
    from demo.simulator_process import simulator
    from demo.simulator_token import feeder_token
    from demo.tasks.demonstration import replay_tasks
    from indicators.catalogue.catalogue import Catalogue, load_catalogue
    from runtime.commands import register_commands
    from runtime.commands.schemas import register_schema_command
    from runtime.container import Container
    from runtime.definition_cache import cached_catalogue
    from runtime.listen_socket import PortTaken, address_of, bind
    from runtime.processes import background, web
    from runtime.start import supervise
    from runtime.supervisor import SUPERVISOR
    from runtime.web_server import web_server
    from tasks import ChineseDays, WebhookTarget, load_policy, open_rule_set
    from tasks.notifications.webhook import WebhookError
    from tasks.workflow.working_time import WorkingCalendar
    from web.api.hotline_table import FORMS
    from web.security.rate_limits import RateLimits
except ImportError as missing:  # a newcomer without the environment: say what helps
    sys.exit(f"{missing}. Start with `make run`, which installs what is needed and runs this file.")


def open_container(
    settings: Settings, clock: Clock | None = None, load: Callable[..., Catalogue] = load_catalogue
) -> Container:
    """What the settings name, with the days and hours on which people of this city work. `load` reads definitions."""
    policy = load_policy(settings.home / "definitions" / "policy.yaml")
    kind = DemoContainer if settings.demo else Container
    return kind(settings, clock, WorkingCalendar(ChineseDays(), policy.hours), load)


def create_commands(settings: Settings | None = None) -> Flask:
    """A server that only knows the commands (`flask --app app load FILE`): quick, without the screens."""
    server = Flask("cockpit")
    container = open_container(settings or Settings.from_environment(os.environ))
    register_commands(server, container)
    register_schema_command(server, DEMO_SCHEMAS)
    register_demo_command(server, lambda: container if isinstance(container, DemoContainer) else None)
    return server


def create_server(
    settings: Settings | None = None,
    clock: Clock | None = None,
    limits: RateLimits | None = None,
    container: Container | None = None,
    real_time: Clock | None = None,
    expected: Sequence[str] = (),
) -> Flask:
    """The complete server over the warehouse of `settings` (default: from the environment), or of an opened container.

    `clock` is the city's, `real_time` the one that sessions and lockout live by. `expected` names the processes that
    have to work beside it.
    """
    container = container or open_container(settings or Settings.from_environment(os.environ), clock)
    auth = open_auth(container.settings, container.operations, container.catalogue, real_time)
    prepare(auth)
    return web_server(container, auth, limits, expected, partial(selectable_identities, auth))


def create_app() -> Flask:
    """What `flask --app app` finds."""
    only_for_owner()
    return create_commands()


def tell_demonstration(container: Container) -> None:
    """Tell the demonstration's tasks where there are none yet; its accounts have to be there."""
    book, folder = (
        open_rule_set(container.catalogue, container.own_definitions),
        EvidenceFolder(container.settings.home),
    )
    replay_tasks(
        container.operations, book, container.reader, folder, LocalisedProposalWording("zh"), container.clock.now()
    )


def _or_say(work: Callable[[], None]) -> None:
    """Do what needs databases; where one is away, say so and go on: the screens say the same."""
    try:
        work()
    except DatabaseUnavailable as fault:
        print(f"{fault}. What needs it stays grey.", flush=True)


def main() -> None:
    """Build the warehouse when there is none, then serve, keep it fresh and watch over the city until told to stop."""
    only_for_owner()
    try:
        settings = Settings.from_environment(os.environ)
        check(settings)
        lock = take_home(settings.home)
        bound = bind(settings.host, settings.port)
        lock.tell(address_of(bound))
        secret = secret_of(settings)
        hook = WebhookTarget.of(settings.webhook_url, settings.webhook_secret)
    except (SettingsError, UnsafeSettings, WeakSecret, WebhookError, HomeInUse, PortTaken) as refusal:
        sys.exit(f"The cockpit does not start: {refusal}")
    narrow_home(settings.home)
    cut_off = unfinished(settings.home)
    if cut_off:
        sys.exit(f"The cockpit does not start: {cut_off}")
    container = open_container(settings, load=partial(cached_catalogue, settings.home, secret.key("definitions")))
    if any(fault.store == "operations" for fault in container.check_storage(say=print)):
        sys.exit("The cockpit does not start: nobody could sign in, and nothing that people do could be kept.")
    try:
        container.databases()
    except SchemaError as refusal:
        sys.exit(f"The cockpit does not start: {refusal}")
    _or_say(
        partial(container.build, say=print, progress=True)
        if isinstance(container, DemoContainer)
        else container.prepare
    )
    auth = open_auth(settings, container.operations, container.catalogue)
    if or_else(lambda: container.operations.look(lambda _: False), True):
        sys.exit("The cockpit does not start: the database operations cannot be reached, see OPERATIONS_URL.")
    hint = first_step(auth) if not settings.demo else None
    if hint:
        print(hint, flush=True)
    processes = [*background(container, hook, FORMS)]
    if isinstance(container, DemoContainer):
        prepare(auth)
        _or_say(lambda: tell_demonstration(container))
        processes.append(simulator(container, bound.getsockname()[1], feeder_token(auth)))
    expected = [SUPERVISOR, *(one.name for one in processes)]
    container.expected = tuple(expected)
    first = web(lambda: create_server(container=container, expected=expected), bound)
    supervise(container, [first, *processes], lock, bound)


if __name__ == "__main__":
    main()
