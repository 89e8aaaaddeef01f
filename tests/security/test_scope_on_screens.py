"""Whoever may see some regions sees nothing of any other: on every page, in every callback, in the interface."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indicators.catalogue.catalogue import CATALOGUE, load_catalogue
from tests.browser.addresses import addresses
from tests.overview_redraw import OUTPUT
from tests.visitors import Visitor, device_token, entered, stranger
from web.security.route_rules import CALLBACKS

CITY, SANSHUI, NANHAI, LEPING, LISHUI, SHIWAN = 440600, 440607, 440605, 440607103, 440605126, 440604010
CATALOGUE_ = load_catalogue(CATALOGUE)
PAGES = [*addresses(), "/regions/440607", "/regions/440605", "/regions/440607103", "/?district=440605", "/?map=I108"]
SCOPES = st.lists(st.sampled_from([SANSHUI, NANHAI, LEPING, LISHUI, SHIWAN]), min_size=1, max_size=2, unique=True)


def looking(server: Flask, *regions: int) -> Visitor:
    """Somebody in front of a screen that shows some regions."""
    visitor = stranger(server)
    visitor.get("/sign-in")
    answer = visitor.post("/sign-in", data={"device": device_token(server, "read", *regions)})
    assert answer.status_code == 303
    return visitor


def inside(*regions: int) -> set[int]:
    """The regions of a scope with all that lies in them."""
    return {inner for region in regions for inner in CATALOGUE_.regions.within(region)}


def shown(page: str) -> set[int]:
    """The regions whose numbers a page shows or whose page it links to."""
    marks = re.findall(r'data-region="(\d+)"', page)
    links = re.findall(r'href="/regions/(\d+)', page) + re.findall(r"[?&;](?:region|district)=(\d+)", unescape(page))
    return {int(code) for code in (*marks, *links)}


def named(page: str, permitted: set[int]) -> set[str]:
    """Names of regions that a page says although they lie neither inside the scope nor around it."""
    regions = CATALOGUE_.regions
    around = {outer for code in permitted for outer in regions.around(code)}
    words = unescape(re.sub(r"<[^>]*>", " ", page.split('<script id="boot"')[0]))
    strange = [region.name.zh for region in regions if region.code not in permitted | around]
    return {name for name in strange if name in words}


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(mine=SCOPES)
def test_no_page_shows_links_or_names_a_region_of_others(cockpit: Flask, mine: list[int]) -> None:
    visitor, permitted = looking(cockpit, *mine), inside(*mine)
    statuses = set()

    for path in PAGES:
        answer = visitor.get(path)
        page = answer.get_data(as_text=True)
        statuses.add(answer.status_code)
        assert answer.status_code in {200, 404}, path
        own = {int(code) for code in re.findall(r"\d{6,9}", path)} if answer.status_code == 404 else set()
        assert shown(page) - own <= permitted, path  # what is not there links to itself in the other language
        assert named(page, permitted) == set(), path
        if answer.status_code == 404:
            assert "不在您的查看范围内" not in page, "it is answered as what is not there"

    assert statuses == {200, 404}


def test_the_pages_of_one_scope_are_not_shown_to_the_other(cockpit: Flask) -> None:
    """Two people ask for the same addresses in turn: the cache keeps them apart."""
    first, second = looking(cockpit, SANSHUI), looking(cockpit, NANHAI)

    for path in ("/", "/plan", "/functions/economy", "/indicators", "/indicators/I108"):
        one, other, again = (visitor.get(path).get_data(as_text=True) for visitor in (first, second, first))
        assert shown(one) == shown(again)
        assert not shown(one) & shown(other), path


@pytest.mark.parametrize(("login", "home"), [("sanshui", SANSHUI), ("leping", LEPING), ("leader", CITY)])
def test_screens_begin_with_the_topmost_region_that_one_may_see(login: str, home: int, cockpit: Flask) -> None:
    visitor = entered(cockpit, login)

    overview = visitor.get("/").get_data(as_text=True)
    values = visitor.get("/api/v1/indicators/I108/values").json

    scores = re.findall(r'<[^>]*data-indicator="score:city:city"[^>]*>', overview)
    assert re.findall(r'data-region="(\d+)"', scores[0]) == [str(home)]
    assert f'href="/regions/{home}"' in overview
    assert values is not None
    assert values["region"] == home


SCREENS = ["/", "/plan", "/functions/economy", "/topics/safety", "/indicators", "/indicators/I108"]


@pytest.mark.parametrize("path", SCREENS)
@pytest.mark.parametrize("login", ["sanshui", "leping"])
def test_a_district_and_a_town_get_a_working_cockpit(path: str, login: str, cockpit: Flask) -> None:
    page = entered(cockpit, login).get(path)

    assert page.status_code == 200
    assert page.get_data(as_text=True).count("data-indicator=") >= 5


@pytest.mark.parametrize(
    "path",
    [
        "/regions/440600",
        "/regions/440605",
        "/?district=440605",
        "/indicators/I108?region=440605",
        "/indicators/I108?district=440605",
    ],
)
def test_what_lies_outside_is_answered_as_what_is_not_there(path: str, cockpit: Flask) -> None:
    answer = entered(cockpit, "sanshui").get(path)

    assert answer.status_code == 404
    assert "不在您的查看范围内" not in answer.get_data(as_text=True)


def question(output: str, store: str, value: Any) -> dict[str, Any]:
    names = [part.rsplit(".", 1) for part in output.strip(".").split("...")]
    described = [{"id": name, "property": prop} for name, prop in names]
    return {
        "output": output,
        "outputs": described if output.startswith("..") else described[0],
        "inputs": [{"id": store, "property": "data", "value": value}],
        "state": [],
        "changedPropIds": [f"{store}.data"],
    }


PARTS = ("head.html", "poster.html", "chart.figure", "twin.html", "regions.html")
REDRAW = f"..{'...'.join(f'indicator-{part}' for part in PARTS)}.."
ASKED = [
    question(OUTPUT, "overview-address", {"address": "/"}),
    question(
        OUTPUT,
        "overview-address",
        {"address": "/?district=440605"},
    ),
    question(
        OUTPUT,
        "overview-address",
        {"address": "/?map=I108"},
    ),
    question(REDRAW, "indicator-address", {"address": "/indicators/I108"}),
    question(REDRAW, "indicator-address", {"address": "/indicators/I108?region=440605"}),
    question(REDRAW, "indicator-address", {"address": "/indicators/I108?district=440605"}),
    *(
        question("sheet.children", "asked", {"address": "/", "indicator": name, "region": str(code), "period": period})
        for name, period in (("I108", "2025-05"), ("score:city:city", "2025-05"), ("progress:goal:G1", "2025-06"))
        for code in (CITY, NANHAI, SANSHUI, LEPING)
    ),
]


@pytest.mark.parametrize("asked", ASKED, ids=lambda q: str(q["inputs"][0]["value"])[:60])
def test_no_callback_answers_with_a_region_of_others(asked: dict[str, Any], cockpit: Flask) -> None:
    answer = looking(cockpit, SANSHUI).post(CALLBACKS, json=asked)

    body = answer.get_data(as_text=True).encode().decode("unicode_escape", "replace")
    assert answer.status_code in {200, 204, 404}
    assert shown(body.replace('\\"', '"')) <= inside(SANSHUI)


def test_the_interface_describes_and_gives_only_regions_of_the_scope(cockpit: Flask) -> None:
    visitor = looking(cockpit, SANSHUI)

    described = visitor.get("/api/v1/openapi.json").json
    assert described is not None
    parameters = described["paths"]["/api/v1/indicators/{id}/values"]["get"]["parameters"]
    region = next(one for one in parameters if one["name"] == "region")
    assert set(region["schema"]["enum"]) == inside(SANSHUI)

    for code in CATALOGUE_.regions.codes:
        answer = visitor.get(f"/api/v1/indicators/I108/values?region={code}")
        assert answer.status_code == (200 if code in inside(SANSHUI) else 400)


def test_an_administrator_without_regions_sees_no_number(cockpit: Flask) -> None:
    for login in ("system-admin", "security-admin", "audit-admin"):
        visitor = entered(cockpit, login)
        pages = [visitor.get(path).get_data(as_text=True) for path in (*PAGES, "/account", "/admin", "/admin/audit")]
        assert not [page for page in pages if "data-indicator" in page]
