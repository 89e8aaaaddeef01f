"""What must hold on every page, whoever wrote it: a check returns what is wrong, or something empty."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.browser.watching import Seen

Check = Callable[[str, Seen], Any]
STATUSES = {"on_track", "watch", "off_track", "unknown"}
LEVELS = {"normal", "white", "blue", "yellow", "orange", "red", "unknown"}
BASES = {"published", "plan", "reported", "demo", "unknown"}


def it_opens_without_a_word_on_the_console(path: str, seen: Seen) -> Any:
    return seen.console + seen.errors


def it_asks_no_other_host(path: str, seen: Seen) -> Any:
    return seen.outside


def the_content_security_policy_refuses_nothing(path: str, seen: Seen) -> Any:
    return seen.facts["refused"]


def it_does_not_overflow_sideways(path: str, seen: Seen) -> Any:
    return (seen.facts["overflow"], seen.facts["wide"]) if seen.facts["overflow"] else None


def no_word_changes_when_the_script_takes_over(path: str, seen: Seen) -> Any:
    before, after = seen.facts["before"], seen.facts["after"]
    return (before, after) if before != after else None


def nothing_moves_when_the_script_takes_over(path: str, seen: Seen) -> Any:
    """An age that counts on may be a letter wider."""
    shift = seen.facts["shift"]
    return shift if shift > 0.001 else None  # the clock of every page ticks, and ages grow, by a hair's breadth


def little_moves_while_the_page_comes_in(path: str, seen: Seen) -> Any:
    return seen.facts["coming"] if seen.facts["coming"] > 0.1 else None


def it_has_numbers(path: str, seen: Seen) -> Any:
    there = seen.facts["numbers"] + seen.facts["counts"] > 0
    return None if there or path == "/notices" else "no number"  # a visitor may have no notices


def every_number_says_what_it_is_where_when_how_good_and_on_what_basis(path: str, seen: Seen) -> Any:
    facts = seen.facts
    return [
        *facts["unmarked"],
        *facts["loose"],
        *(set(facts["statuses"]) - STATUSES),
        *(set(facts["levels"]) - LEVELS),
        *(set(facts["bases"]) - BASES),
    ]


def it_keeps_to_four_charts_thirty_callbacks_and_two_megabytes(path: str, seen: Seen) -> Any:
    used = seen.facts["graphs"], seen.facts["callbacks"], seen.bytes
    return None if all(n <= most for n, most in zip(used, (4, 30, 2_000_000), strict=True)) else used


def it_asks_for_nothing_twice(path: str, seen: Seen) -> Any:
    return [request for request in set(seen.requests) if seen.requests.count(request) > 1]


def the_charting_library_comes_only_where_there_is_a_chart(path: str, seen: Seen) -> Any:
    asked, there = any("plotly" in request for request in seen.requests), seen.facts["plotly"]
    return None if asked == there == (seen.facts["graphs"] > 0) else (asked, there, seen.facts["graphs"])


def the_map_library_comes_only_where_there_is_a_big_map(path: str, seen: Seen) -> Any:
    asked = len([request for request in seen.requests if "/assets/maps." in request])
    there, maps = seen.facts["leaflet"], seen.facts["bigMaps"]
    return None if asked == there == (maps > 0) else (asked, there, maps)


IN_EVERY_WAY: tuple[Check, ...] = (
    it_opens_without_a_word_on_the_console,
    it_asks_no_other_host,
    the_content_security_policy_refuses_nothing,
    it_does_not_overflow_sideways,
    no_word_changes_when_the_script_takes_over,
    nothing_moves_when_the_script_takes_over,
    little_moves_while_the_page_comes_in,
)
AT_FIRST: tuple[Check, ...] = (  # of a visitor whose browser has kept nothing
    it_has_numbers,
    every_number_says_what_it_is_where_when_how_good_and_on_what_basis,
    it_keeps_to_four_charts_thirty_callbacks_and_two_megabytes,
    it_asks_for_nothing_twice,
    the_charting_library_comes_only_where_there_is_a_chart,
    the_map_library_comes_only_where_there_is_a_big_map,
)
