"""The line above every screen says what the visitor may do, and as of when what they see was known."""

from __future__ import annotations

import re

from components.framework.markup import to_html
from components.framework.view import View
from components.shell.header import WAYS, DataStatus, header, start

RIGHTS = frozenset({"view.screens"})
STATUS = DataStatus("2025-06-30 10:00", "2025-06-30", "2025-06-30", demo=True, home=440600, rights=RIGHTS)


def test_what_was_known_on_an_earlier_day_is_marked() -> None:
    assert "截至 2025-03-03 所知" in to_html(header(View(as_of="2025-03-03"), STATUS))
    assert "mark-past" not in to_html(header(View(), STATUS))


def test_every_way_that_the_rights_open_stands_behind_the_menu_and_no_other() -> None:
    markup = to_html(header(View("/regions/440605"), STATUS))
    behind = markup[markup.index("dropdown-list") : markup.index("</nav>")]

    assert len(re.findall("<a ", behind)) == len([way for way in WAYS if way.right in RIGHTS])
    assert "/regions/440600" in behind
    assert "/admin" not in markup


def test_where_one_is_is_marked_in_the_line_and_behind_the_menu() -> None:
    assert to_html(header(View("/plan"), STATUS)).count('aria-current="page"') == 2


def test_whoever_sees_no_screens_begins_with_the_account() -> None:
    assert start(frozenset()) == "/account"
    assert start(frozenset({"audit.read"})) == "/admin/audit"
