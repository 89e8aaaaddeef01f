"""The screens, one file each. This is the list of them."""

from components.page import Page
from pages import (
    account,
    admin_accounts,
    admin_audit,
    admin_rights,
    group,
    indicator,
    indicators,
    missing,
    overview,
    plan,
    region,
    sheet,
    voice,
)

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    plan.PAGE,
    region.PAGE,
    group.FUNCTION,
    group.TOPIC,
    indicators.PAGE,
    indicator.PAGE,
    voice.PAGE,
    account.PAGE,
    admin_accounts.PAGE,
    admin_rights.PAGE,
    admin_audit.PAGE,
)
NOT_FOUND = missing.layout
CALLBACKS = ((sheet.callbacks, "view.screens"),)  # of what every page shares, with the right they need
