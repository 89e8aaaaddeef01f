"""The screens, one file each. This is the list of them."""

from components.page import Page
from pages import missing, overview

PAGES: tuple[Page, ...] = (overview.PAGE,)
NOT_FOUND = missing.layout
