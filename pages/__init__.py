"""The screens, one file each. This is the list of them."""

from components.page import Page
from pages import (
    account,
    admin_accounts,
    admin_audit,
    admin_rights,
    alert,
    alerts,
    group,
    incident,
    indicator,
    indicators,
    missing,
    notices,
    overview,
    plan,
    region,
    sheet,
    task,
    task_new,
    tasks,
    vitals,
    vitals_kind,
    wall,
)

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    plan.PAGE,
    region.PAGE,
    group.FUNCTION,
    group.TOPIC,
    alerts.PAGE,
    alert.PAGE,
    incident.PAGE,
    indicators.PAGE,
    indicator.PAGE,
    tasks.PAGE,
    task_new.PAGE,
    task.PAGE,
    notices.PAGE,
    account.PAGE,
    admin_accounts.PAGE,
    admin_rights.PAGE,
    admin_audit.PAGE,
    vitals.PAGE,
    vitals_kind.PAGE,
    wall.PAGE,
    wall.PLAYLIST,
)
NOT_FOUND = missing.layout
CALLBACKS = ((sheet.callbacks, "view.screens"),)  # of what every page shares, with the right they need
