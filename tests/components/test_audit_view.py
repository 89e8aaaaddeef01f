"""The audit as it is read: what is whole is said to be, every break is listed, and what is chosen stays chosen."""

from __future__ import annotations

import re

from components.admin.audit_view import AuditLine, audit_filter, audit_table, broken_list
from components.framework.markup import to_html
from components.framework.view import View

HOSTILE = "<script>alert(1)</script>"


def test_a_whole_chain_is_told_with_its_rows_and_without_an_alarm() -> None:
    drawn = to_html(broken_list(View(), 12345, []))

    assert "12,345" in drawn
    assert 'role="status"' in drawn
    assert 'role="alert"' not in drawn


def test_every_break_is_listed_with_its_row_and_kind() -> None:
    drawn = to_html(broken_list(View(), 9, [(3, "changed"), (7, "removed")]))

    assert 'role="alert"' in drawn
    assert re.findall(r'data-number="seq">(\d+)<', drawn) == ["3", "7"]
    for code in ("changed", "removed"):
        assert View().translate(f"audit.broken.{code}") in drawn


def test_what_stands_in_the_record_is_text() -> None:
    row = AuditLine(1, "2025-06-30 10:00", HOSTILE, HOSTILE, "leader", "act", HOSTILE, "refused", HOSTILE, "127.0.0.1")

    drawn = to_html(audit_table(View(), [row]))

    assert "<script" not in drawn
    assert drawn.count("&lt;script") == 4
    assert 'class="outcome-refused"' in drawn


def test_a_choice_is_kept_in_the_form_and_the_way_of_looking_goes_along() -> None:
    chosen = {"event": "sign-in", "outcome": "refused", "actor": 'a"b', "since": "2025-06-01"}

    drawn = to_html(audit_filter(View("/admin/audit", "en", "light"), ["act", "sign-in"], chosen))

    assert re.findall(r'<option[^>]*selected[^>]*value="([^"]+)"|<option[^>]*value="([^"]+)"[^>]*selected', drawn)
    selected = [box for box in re.findall(r"<option[^>]*>", drawn) if "selected" in box]
    assert [re.findall(r'value="([^"]*)"', box)[0] for box in selected] == ["sign-in", "refused"]
    assert 'value="2025-06-01"' in drawn
    assert 'a"b' not in drawn
    assert re.search(r'name="lang"[^>]*value="en"|value="en"[^>]*name="lang"', drawn)
    assert 'name="theme"' not in to_html(audit_filter(View("/admin/audit"), [], {}))
