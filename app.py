"""The city cockpit of Foshan: wires the rooms together and serves them. `python app.py` starts it."""

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
    from components.framework.view import Lang, View
    from components.notifications.notices import BELL
    from components.tasks.task_words import ProposalWords
    from data.backup.restore import unfinished
    from data.core.clock import Clock
    from data.core.settings import Settings, SettingsError
    from data.evidence.evidence_folder import EvidenceFolder
    from data.operations.processes.service_status import StatusReader
    from data.storage.faults import StoreAway, or_else
    from data.storage.home_lock import HomeInUse, take_home
    from data.storage.private_files import narrow_home, only_for_owner
    from demo.commands import register_demo_command
    from demo.demo_accounts import prepare
    from demo.simulator_token import feeder_token
    from demo.tasks.demonstration import tell_tasks
    from pages import CALLBACKS, NOT_FOUND, PAGES
    from pages.alerts.alert_bar import BAR
    from queries.request_context import RequestContext
    from queries.vitals.device_map import FILES as DEVICE_FILES
    from queries.vitals.device_map import device_file
    from runtime.commands.access import commands
    from runtime.commands.backup import register_backup_commands
    from runtime.commands.geography import register_geography_commands
    from runtime.commands.telemetry import TelemetryDependencies, register_reading_commands
    from runtime.commands.warehouse import register_commands
    from runtime.container import Container
    from runtime.listening import PortTaken, address_of, bind
    from runtime.processes import background, simulator, web
    from runtime.queue_lengths import queue_lengths
    from runtime.start import supervise
    from runtime.supervisor import SUPERVISOR
    from tasks import ChineseDays, Hook, load_policy, open_book
    from tasks.notifications.webhook import WebhookError
    from tasks.workflow.working_time import WorkingCalendar
    from web.actions.account_actions import account_acts
    from web.actions.admin_actions import admin_acts
    from web.actions.alert_actions import AlertDependencies, alert_acts
    from web.actions.device_actions import device_acts
    from web.actions.supervision_actions import matter_acts
    from web.actions.task_actions import TaskDependencies, task_acts
    from web.api.evidence import offer_evidence
    from web.api.hotline_table import FORMS, offer_voice_table
    from web.api.map_files import MapFile, offer_map_files
    from web.api.numbers import offer
    from web.api.readings import receive
    from web.metrics import Measured, offer_metrics
    from web.security.auth_middleware import actor, note_export
    from web.security.rate_limits import RateLimits
    from web.server import Screens, equip
except ImportError as missing:  # a newcomer without the environment: say what helps
    sys.exit(f"{missing}. Start with `make run`, which installs what is needed and runs this file.")


def open_container(settings: Settings, clock: Clock | None = None) -> Container:
    """The data side, with the days and hours on which people of this city work."""
    policy = load_policy(settings.home / "definitions" / "policy.yaml")
    return Container(settings, clock, WorkingCalendar(ChineseDays(), policy.hours))


def create_commands(settings: Settings | None = None) -> Flask:
    """A server that only knows the commands (`flask --app app load FILE`): quick, without the screens."""
    server = Flask("cockpit")
    container = open_container(settings or Settings.from_environment(os.environ))
    register_commands(server, container.workplace)
    register_geography_commands(server, lambda: container.settings.home)
    register_demo_command(server, lambda: container)
    register_backup_commands(server, lambda: container.settings, lambda: secret_of(container.settings).text)
    register_reading_commands(
        server,
        lambda: TelemetryDependencies(container.readings, container.catalogue, container.limits, container.clock),
    )
    for group in commands(lambda: open_auth(container.settings, container.operations, container.catalogue)):
        server.cli.add_command(group)
    return server


def create_server(
    settings: Settings | None = None,
    clock: Clock | None = None,
    limits: RateLimits | None = None,
    container: Container | None = None,
    real_time: Clock | None = None,
    expected: Sequence[str] = (),
) -> Flask:
    """The complete server over the warehouse of `settings` (default: from the environment), or of an opened office.

    `clock` is the city's, `real_time` the one that sessions and lockout live by. `expected` names the processes that
    have to work beside it.
    """
    container = container or open_container(settings or Settings.from_environment(os.environ), clock)
    auth = open_auth(container.settings, container.operations, container.catalogue, real_time)
    prepare(auth)
    server = Flask("cockpit", static_folder=None)
    offer(server, lambda as_of: container.context(actor(), as_of), note_export(auth))
    receive(server, lambda: container.door, actor)
    evidence = EvidenceFolder(container.settings.home)
    offer_evidence(server, container.operations, evidence, actor)
    offer_map_files(server, {"grids": lambda: container.grids.file(actor().scope), **device_files(container)})
    offer_voice_table(server, lambda: container.context(actor()), note_export(auth))
    room = AlertDependencies(lambda: container.operations, lambda: container.grounds, lambda: container.clock)
    tasks = TaskDependencies(container.context, evidence)
    acts = (
        *account_acts(auth),
        *admin_acts(auth),
        *alert_acts(room),
        *device_acts(lambda: container.register),
        *task_acts(tasks),
        *matter_acts(tasks),
    )
    screens = Screens(PAGES, NOT_FOUND, CALLBACKS, acts, (BAR, BELL))

    def open_context(view: View) -> RequestContext:
        return container.context(actor(), view.as_of)

    status = StatusReader(container.settings, expected).read
    queues = partial(queue_lengths, container.operations, container.readings)
    offer_metrics(server, Measured(status, container.freshness, queues, lambda: container.clock.now()))
    equip(server, screens, auth, container.settings, open_context, container.freshness, container.pulse, status, limits)
    container.dispose()
    return server


def device_files(container: Container) -> dict[str, Callable[[], MapFile]]:
    """The files of where devices stand, one a language."""

    def file(lang: Lang) -> Callable[[], MapFile]:
        return lambda: device_file(container.register, actor().scope, lang)

    return {name: file(lang) for name, lang in DEVICE_FILES.items()}


def create_app() -> Flask:
    """What `flask --app app` finds."""
    only_for_owner()
    return create_commands()


def tell_demonstration(container: Container) -> None:
    """Tell the demonstration's tasks where there are none yet; its accounts have to be there."""
    book, folder = open_book(container.catalogue, container.own_definitions), EvidenceFolder(container.settings.home)
    tell_tasks(container.operations, book, container.reader, folder, ProposalWords("zh"), container.clock.now())


def _or_say(work: Callable[[], None]) -> None:
    """Do what needs databases; where one is away, say so and go on: the screens say the same."""
    try:
        work()
    except StoreAway as fault:
        print(f"{fault}. What needs it stays grey.", flush=True)


def main() -> None:
    """Build the warehouse when there is none, then serve, keep it fresh and watch over the city until told to stop."""
    only_for_owner()
    try:
        settings = Settings.from_environment(os.environ)
        check(settings)
        lock = take_home(settings.home)
        bound = bind(settings.host, settings.port)
        lock.localise(address_of(bound))
        secret_of(settings)
        hook = Hook.of(settings.webhook_url, settings.webhook_secret)
    except (SettingsError, UnsafeSettings, WeakSecret, WebhookError, HomeInUse, PortTaken) as refusal:
        sys.exit(f"The cockpit does not start: {refusal}")
    narrow_home(settings.home)
    cut_off = unfinished(settings.home)
    if cut_off:
        sys.exit(f"The cockpit does not start: {cut_off}")
    container = open_container(settings)
    if any(fault.store == "operations" for fault in container.check_storage(say=print)):
        sys.exit("The cockpit does not start: nobody could sign in, and nothing that people do could be kept.")
    _or_say(lambda: container.prepare(say=print, progress=True))
    auth = open_auth(settings, container.operations, container.catalogue)
    if or_else(lambda: container.operations.look(lambda _: False), True):
        sys.exit("The cockpit does not start: the database operations cannot be reached, see OPERATIONS_URL.")
    hint = first_step(auth) if not settings.demo else None
    if hint:
        print(hint, flush=True)
    processes = [*background(container, hook, FORMS)]
    if settings.demo:
        prepare(auth)
        _or_say(lambda: tell_demonstration(container))
        processes.append(simulator(container, bound.getsockname()[1], feeder_token(auth)))
    expected = [SUPERVISOR, *(one.name for one in processes)]
    first = web(lambda: create_server(container=container, expected=expected), bound)
    supervise(container, [first, *processes], lock, bound)


if __name__ == "__main__":
    main()
