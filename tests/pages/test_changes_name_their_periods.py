"""Every change of a score on a screen says which two months it compares, whatever the month is called."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

SCREENS = ["/", "/plan", "/regions/440604", "/functions/services", "/topics/safety"]


@pytest.mark.parametrize("address", SCREENS)
def test_each_change_stands_under_its_two_months(address: str, look: Callable[[str], Any]) -> None:
    page = look(address).html
    found = re.findall(r'<span class="compared">(\d{4}-\d{2}) 较 (\d{4}-\d{2}) <span class="change', page)

    assert found
    assert {before for newest, before in found if newest == "2025-06"} <= {"2025-05", "2024-06"}
    assert page.count('class="compared"') == len(found)
    assert "较上月" not in page
