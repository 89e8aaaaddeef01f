"""The screens, one file each. This is the list of them."""

from components.page import Page
from pages import group, indicator, indicators, missing, overview, plan, region, sheet

PAGES: tuple[Page, ...] = (
    overview.PAGE,
    plan.PAGE,
    region.PAGE,
    group.FUNCTION,
    group.TOPIC,
    indicators.PAGE,
    indicator.PAGE,
)
NOT_FOUND = missing.layout
CALLBACKS = ((sheet.callbacks, "view.screens"),)  # of what every page shares, with the right they need
