"""The web server put together: every address, screen and action over one opened container."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from flask import Flask

from access.authentication.auth_service import AuthService
from components.framework.view import Lang, View
from components.notifications.notices import BELL
from data.evidence.evidence_folder import EvidenceFolder
from data.status.queue_lengths import queue_lengths
from data.status.service_status import StatusReader
from pages import CALLBACKS, NOT_FOUND, PAGES, liveness
from pages.alerts.alert_bar import BAR
from queries.request_context import RequestContext
from queries.vitals.device_map import FILES as DEVICE_FILES
from queries.vitals.device_map import device_file
from runtime.container import Container
from web.actions.account_actions import account_actions
from web.actions.admin_actions import admin_actions
from web.actions.alert_actions import AlertDependencies, alert_actions
from web.actions.data_actions import DataDependencies, data_acts
from web.actions.device_actions import device_actions
from web.actions.supervision_actions import supervision_actions
from web.actions.task_actions import TaskDependencies, task_actions
from web.api.deliveries import offer_deliveries
from web.api.evidence import offer_evidence
from web.api.hotline_table import offer_hotline_table
from web.api.map_files import MapFile, offer_map_files
from web.api.numbers import offer
from web.api.quarantine_table import offer_quarantine_table
from web.api.readings import receive
from web.api.template_table import offer_templates
from web.metrics import MetricsCollector, offer_metrics
from web.security.auth_middleware import actor, counters, note_export
from web.security.rate_limits import RateLimits
from web.security.sign_in_views import DemoIdentity
from web.server import Screens, equip


def web_server(
    container: Container,
    auth: AuthService,
    limits: RateLimits | None = None,
    expected: Sequence[str] = (),
    demo_identities: Callable[[], Sequence[DemoIdentity]] = tuple,
) -> Flask:
    """The complete server. `expected` names the processes that have to work beside it.

    `demo_identities` are the accounts that may be entered by one button; none outside the demonstration.
    """
    server = Flask("cockpit", static_folder=None)
    offer(server, lambda as_of: container.context(actor(), as_of), note_export(auth))
    receive(server, lambda: container.door, actor)
    offer_deliveries(server, lambda: container.intake, actor)
    evidence = EvidenceFolder(container.settings.home)
    offer_evidence(server, container.operations, evidence, actor)
    offer_map_files(server, {"grids": lambda: container.grids.file(actor().scope), **_device_files(container)})
    offer_hotline_table(server, lambda: container.context(actor()), note_export(auth))
    offer_templates(server, lambda: container.context(actor()))
    offer_quarantine_table(server, lambda: container.context(actor()), note_export(auth))
    room = AlertDependencies(lambda: container.operations, lambda: container.grounds, lambda: container.clock)
    tasks = TaskDependencies(container.context, evidence)
    actions = (
        *account_actions(auth),
        *admin_actions(auth),
        *alert_actions(room),
        *device_actions(lambda: container.register),
        *data_acts(DataDependencies(container.context, lambda: container.engine, container.catalogue.units)),
        *task_actions(tasks),
        *supervision_actions(tasks),
    )
    screens = Screens(
        PAGES, NOT_FOUND, CALLBACKS, actions, (BAR, BELL, liveness.BADGE, liveness.BANNER), demo_identities
    )

    def open_context(view: View) -> RequestContext:
        return container.context(actor(), view.as_of, counters())

    container.expected = tuple(expected)
    status = StatusReader(container.settings, expected).read
    queues = partial(queue_lengths, container.operations, container.readings)
    alive = container.liveness
    offer_metrics(server, MetricsCollector(status, container.freshness, queues, lambda: container.clock.now(), alive))
    equip(
        server,
        screens,
        auth,
        container.settings,
        open_context,
        container.freshness,
        container.pulse,
        status,
        limits,
        alive,
    )
    container.dispose()
    return server


def _device_files(container: Container) -> dict[str, Callable[[], MapFile]]:
    """The files of where devices stand, one a language."""

    def file(lang: Lang) -> Callable[[], MapFile]:
        return lambda: device_file(container.register, actor().scope, lang)

    return {name: file(lang) for name, lang in DEVICE_FILES.items()}
