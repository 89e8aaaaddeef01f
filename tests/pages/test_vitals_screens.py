"""The screens of vital signs and devices, drawn from a desk whose clock stands where the watch looked last."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from flask import Flask

from components.framework.markup import to_html
from components.framework.page import NoSuchScreen
from components.framework.view import View
from data.core.actor import Actor
from data.core.clock import from_epoch
from data.core.scope import OutOfScope, Scope
from data.core.settings import Settings
from demo.container import DemoContainer
from pages.indicators import detail_drawer
from pages.vitals import device, devices, kind, vitals
from queries.request_context import RequestContext
from queries.vitals.device_map import device_file
from tests.clocks import Turned
from tests.visitors import entered, fields_of

CITY, SANSHUI, LEPING = 440600, 440607, 440607103
ALL = Scope.everything()
NUMBER = re.compile(r'<span (?=[^>]*data-sign="([^"]+)")(?=[^>]*data-status="([a-z]+)")[^>]*>')


@pytest.fixture(scope="module")
def container(small_city: Settings) -> DemoContainer:
    """The city at the moment of the watch's last look; tests that turn the clock turn it back."""
    looked = DemoContainer(small_city).picture.looked_at(ALL)
    assert looked is not None
    return DemoContainer(small_city, Turned(from_epoch(looked)))


@pytest.fixture(scope="module")
def now(container: DemoContainer) -> RequestContext:
    return container.context(Actor.cockpit())


def of(context: RequestContext, *regions: int) -> RequestContext:
    """The same desk for somebody who sees some regions only."""
    return replace(context, actor=replace(context.actor, scope=Scope(frozenset(regions), None)))


def view(path: str, **options: str) -> View:
    return View(path=path, options=options)


def numbers(html: str, attribute: str) -> list[float]:
    found = re.findall(rf'data-number="{attribute}">([−\d.]+)<', html)
    return [float(text.replace("−", "-")) for text in found]


def test_the_parts_of_the_health_add_up_to_it_half_mean_half_worst(now: RequestContext) -> None:
    html = to_html(vitals.health(view("/vitals"), now))
    parts = numbers(html.split('class="kinds"')[0], "part")

    points = parts[1:-1:2]
    assert len(points) == len(now.catalogue.vitals.kinds) + 1
    assert round(sum(points), 1) == parts[-1]
    healths = parts[0:-3:2]
    assert parts[-1] == pytest.approx(sum(healths) / len(healths) / 2 + min(healths) / 2, abs=0.06)


def test_what_is_not_normal_is_all_there_is_the_worst_first(now: RequestContext) -> None:
    signs = now.catalogue.vitals.signs
    places = [p for p in now.picture.points(ALL) if signs[p.sign].judged_by_place and p.level > 0 and not p.stale]
    whole = [s for s in now.picture.signs(ALL, CITY).values() if s.level and not signs[s.sign].judged_by_place]
    names = ["normal", "white", "blue", "yellow", "orange", "red"]

    html = to_html(vitals.raised(view("/vitals"), now))
    levels = [names.index(status) for _, status in NUMBER.findall(html)]
    more = re.search(r"另有 (\d+) 处", html)

    assert levels == sorted(levels, reverse=True)
    assert min(levels) > 0
    assert len(levels) + (int(more[1]) if more else 0) == len(places) + len(whole)


def test_a_watch_that_falls_silent_is_told_to_open_pages_and_shown_with_its_last_moment(
    container: DemoContainer, now: RequestContext
) -> None:
    clock = container.clock
    assert isinstance(clock, Turned)
    alive, drawn = container.pulse(), to_html(vitals.health(view("/vitals"), now))
    clock.turn(seconds=60)
    silent, late = container.pulse(), container.context(Actor.cockpit())
    grey = to_html(vitals.health(view("/vitals"), late))
    clock.turn(seconds=-60)

    assert silent.changed_since(alive) == {"signs", "liveness"}
    assert "stopped" not in drawn
    assert 'class="late"' in grey
    assert "体征已停止更新" in grey
    assert numbers(grey, "part") == numbers(drawn, "part"), "the last picture stays"


def test_somebody_of_a_district_sees_its_devices_and_no_others(now: RequestContext) -> None:
    own = frozenset(now.catalogue.regions.within(SANSHUI))
    theirs = of(now, *own)

    with pytest.raises(OutOfScope):
        vitals.layout(view("/vitals", region=str(CITY)), theirs)
    assert to_html(vitals.layout(view("/vitals"), theirs).content)
    seen = theirs.register.all(theirs.scope)
    assert {one.device.region for one in seen} <= own
    assert device_file(now.register, theirs.scope, "zh").name != device_file(now.register, ALL, "zh").name
    other = next(one for one in now.register.all(ALL) if one.device.region not in own)
    with pytest.raises(OutOfScope):
        device.layout(view("/devices/x"), theirs, other.device.id)


@pytest.mark.parametrize("region", [CITY, SANSHUI, LEPING])
def test_every_kind_draws_each_of_its_signs_that_has_places(now: RequestContext, region: int) -> None:
    known = now.picture.signs(ALL, region)
    for name in now.catalogue.vitals.kinds:
        html = to_html(kind.signs(view(f"/vitals/{name}", region=str(region)), now, name))
        drawn = {sign for sign, _ in NUMBER.findall(html)} - {f"health:{name}"}
        assert drawn == {sign for sign in now.catalogue.vitals.of_kind(name) if sign in known}


def test_every_sign_has_a_page_that_names_all_its_steps_and_its_worst_place_first(now: RequestContext) -> None:
    known = now.picture.signs(ALL, CITY)
    assert len(known) > 50
    for name, sign in now.catalogue.vitals.signs.items():
        screen = kind.layout(view(f"/vitals/{sign.kind}", sign=name), now, sign.kind)
        html = to_html(screen.content)
        assert html.split('class="steps-words"')[-1].split("</ul>")[0].count("<li>") == len(sign.steps)
        assert (f'data-sign="{name}"' in html) == (name in known)
    with pytest.raises(NoSuchScreen):
        kind.layout(view("/vitals/space", sign="V26"), now, "space")


def test_the_counts_of_devices_add_up_and_a_filter_keeps_what_it_says(now: RequestContext) -> None:
    registered, *states, clashes = (
        int(text.replace(",", ""))
        for text in re.findall(r'data-number="count">([\d,]+)<', to_html(devices.listed(view("/devices"), now)))
    )
    assert registered == len(now.register.all(ALL)) == sum(states)
    assert clashes == len(now.register.clashes(ALL))

    html = to_html(devices.listed(view("/devices", region=str(SANSHUI), kind="environment"), now))
    ids = re.findall(r"<code>([^<]+)</code>", html)
    assert ids
    assert all(name.startswith(str(SANSHUI)) for name in ids)


def test_a_device_shows_its_newest_reading_and_its_signs(now: RequestContext) -> None:
    one = next(one for one in now.register.all(ALL) if "river_stage" in one.channels)
    newest = now.register.newest(ALL, one)[0]

    html = to_html(device.now(view(f"/devices/{one.device.id}"), now, one.device.id))

    assert f'data-number="reading">{newest.value:g} m<' in html
    assert 'data-sign="V26"' in html
    with pytest.raises(NoSuchScreen):
        device.layout(view("/devices/none"), now, "none")


@pytest.mark.parametrize(
    "asked",
    [
        {"sign": "health:city"},
        {"sign": "health:space"},
        {"sign": "V61"},
        {"sign": "V26", "device": "440607001-RIV-0002"},
    ],
)
def test_the_sheet_behind_a_sign_says_how_it_was_made(now: RequestContext, asked: dict[str, str]) -> None:
    html = to_html(detail_drawer.content(view("/vitals"), now, {"region": str(CITY), **asked}))

    assert f'data-sign="{asked["sign"]}"' in html
    if asked["sign"].startswith("health:"):
        *parts, total = numbers(html, "part")
        points = parts[1::2] if asked["sign"] == "health:city" else parts
        assert round(sum(points), 1) == total
    else:
        assert "升降规则" in html
        assert "由哪些读数得来" in html


@pytest.mark.parametrize("asked", [{"sign": "V999"}, {"sign": "health:none"}, {"sign": "V11", "device": "none"}])
def test_the_sheet_of_what_is_none_of_ours_says_so(now: RequestContext, asked: dict[str, str]) -> None:
    html = to_html(detail_drawer.content(view("/vitals"), now, {"region": str(CITY), **asked}))
    assert "data-sign" not in html


def test_a_steward_settles_a_claim_once_and_nobody_else_may(cockpit: Flask, now: RequestContext) -> None:
    steward, leader = entered(cockpit, "steward"), entered(cockpit)
    before = len(now.register.clashes(ALL))
    page = steward.get("/devices").get_data(as_text=True)
    form = fields_of(page, "/act/device.settle")

    assert 'action="/act/device.settle' not in leader.get("/devices").get_data(as_text=True)
    assert leader.post("/act/device.settle", data={**form, "csrf": leader.token()}).status_code == 403
    assert steward.post("/act/device.settle", data=form).status_code == 303
    assert len(now.register.clashes(ALL)) == before - 1
    again = {**form, "once": ""}
    assert steward.post("/act/device.settle", data=again).status_code == 404
