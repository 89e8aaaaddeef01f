"""The screens, one file each. This is the list of them."""

from components.framework.page import Page
from pages import missing, wall
from pages.admin import account, accounts, audit, rights
from pages.alerts import alert, alerts, incident
from pages.data import calendar as data_calendar
from pages.data import quarantine
from pages.data import source as data_source
from pages.forecast import record
from pages.history import calendar
from pages.hotline import hotline
from pages.indicators import catalogue, detail_drawer, indicator
from pages.leadership import group, overview, plan, region
from pages.supervision import appraisal, bulletin, item, supervision
from pages.tasks import notices, task, task_new, tasks
from pages.vitals import device, devices, kind, vitals

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    plan.PAGE,
    region.PAGE,
    group.FUNCTION,
    group.TOPIC,
    alerts.PAGE,
    alert.PAGE,
    incident.PAGE,
    catalogue.PAGE,
    indicator.PAGE,
    tasks.PAGE,
    task_new.PAGE,
    task.PAGE,
    supervision.PAGE,
    appraisal.PAGE,
    bulletin.PAGE,
    item.PAGE,
    notices.PAGE,
    calendar.PAGE,
    record.PAGE,
    data_calendar.PAGE,
    data_source.PAGE,
    quarantine.PAGE,
    hotline.PAGE,
    account.PAGE,
    accounts.PAGE,
    rights.PAGE,
    audit.PAGE,
    vitals.PAGE,
    kind.PAGE,
    devices.PAGE,
    device.PAGE,
    wall.PAGE,
    wall.PLAYLIST,
)
NOT_FOUND = missing.layout
CALLBACKS = ((detail_drawer.callbacks, "view.screens"),)  # of what every page shares, with the right they need
