"""The addresses that the browser tests visit, found from the list of pages: a new page cannot be forgotten."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from pages import PAGES

SIZES = {
    "phone": (390, 844),
    "laptop": (1366, 768),
    "desk": (1920, 1080),
    "wall": (3840, 2160),
    "video-wall": (7680, 2160),
}


@cache
def shipped() -> Catalogue:
    """The shipped definitions."""
    return load_catalogue(CATALOGUE)


def examples(page: str) -> list[str]:
    """The values of a page's variable to try."""
    catalogue = shipped()
    regions = catalogue.regions
    district = regions.at("district")[1]
    known: dict[str, Callable[[], list[str]]] = {
        "function": lambda: list(catalogue.plan.functions),
        "topic": lambda: list(catalogue.plan.topics),
        "vitals_kind": lambda: ["environment", "space"],
        "region": lambda: [str(code) for code in (regions.city.code, district, regions.children(district)[0])],
        "task": lambda: [],  # tests/browser/test_tasks.py sends one and looks at it
        "matter": lambda: [],
        "appraisal": lambda: [],
        "bulletin": lambda: ["2025-06-30"],
        "alert": lambda: ["1"],
        "incident": lambda: ["1"],
        "indicator": lambda: [_first("month", "town"), _first("quarter", "city"), _first("year", "city")],
        "data-source": lambda: ["statistics-bureau.statistics-reporting-platform"],
        "device": lambda: ["440604010-PON-0001"],
    }
    assert page in known, f"the page {page!r} has a variable in its address: name examples of it here"
    return known[page]()


def _first(grain: str, level: str) -> str:
    found = shipped().indicators.items()
    return next((name for name, i in found if i.grain == grain and i.level == level), next(iter(shipped().indicators)))


def addresses() -> list[str]:
    """The address of every screen that shows numbers; of pages with a variable, several."""
    return list(dict.fromkeys(_addresses()))


def _addresses() -> Iterator[str]:
    for page in PAGES:
        if page.right != "view.screens":
            continue  # the doors' own screens show no numbers: tests/browser/test_doors.py looks at them
        variables = re.findall(r"<[^>]+>", page.rule)
        if not variables:
            yield page.rule
            continue
        assert len(variables) == 1, f"the page {page.name!r} has more than one variable in its address"
        yield from (page.rule.replace(variables[0], value) for value in examples(page.name))
