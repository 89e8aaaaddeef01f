"""The screens, one file each. This is the list of them."""

from components.page import Page
from pages import group, missing, overview

PAGES: tuple[Page, ...] = (overview.PAGE, group.FUNCTION, group.TOPIC)
NOT_FOUND = missing.layout
