"""The wall: its slides, a red alert before all else, and an incident in wartime until it is stood down."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from components.framework.markup import to_html
from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.messages import catalogue
from data.core.actor import Actor
from data.core.scope import Scope
from data.operations import open_operations
from data.operations.alerts.commands import act_on_alert, act_on_incident, take_readings
from data.operations.alerts.incidents import open_incidents
from indicators.alerts import AlertKey, AlertPayload, AlertTransition, SignReading
from indicators.alerts.alert import ALERT_STATES
from indicators.alerts.events import IncidentEventKind
from indicators.alerts.rules import TRIGGERS
from indicators.incidents import IncidentPayload, IncidentTransition
from indicators.workflow import AcceptedTransition
from pages.wall import layout
from pages.wall.slide import SLIDES, draw
from queries.request_context import RequestContext

CHIEF = Actor(7, "陈值班", "duty-chief", Scope.everything(), frozenset({"wall.show"}))
LEPING, SANSHUI, SHUNDE, NANHAI = 440607103, 440607, 440606, 440605
PONDING, RIVER, GAS = "440607103-PON-0001", "440607001-RIV-0001", "440606006-GAS-0001"
HOUR = 3600


@pytest.fixture
def wall(context: RequestContext, tmp_path: Path) -> Iterator[Wall]:
    """A wall over the small city, whose alerts are only those of the test."""
    operations = open_operations(f"sqlite:///{tmp_path / 'operations.db'}")
    yield Wall(replace(context, operations=operations, actor=CHIEF))
    operations.dispose()


class Wall:
    """What stands on a wall, and what happens in the city."""

    def __init__(self, context: RequestContext) -> None:
        self.context = context
        self.now = int(context.now.timestamp())

    def shows(self, playlist: str = "duty", **options: str) -> str:
        """The picture of now."""
        return to_html(draw(View(f"/wall/{playlist}", options=options), self.context, playlist))

    def hold(self) -> str:
        """What keeps the picture there."""
        found = re.search(r'data-hold="(\w*)"', self.shows())
        assert found is not None
        return found[1]

    def happens(self, sign: str, kind: str, place: str, region: int, cause: str, level: int, value: float) -> None:
        """A reading raises an alert."""
        subject = AlertKey(sign, kind, place, region, cause)
        take_readings(
            self.context.operations, self.context.grounds, [SignReading(subject, self.now, "step", level, value)]
        )

    def flood(self, level: int = 5) -> None:
        """The river stands high."""
        self.happens("V26", "environment", RIVER, 440607001, "flood", level, 8.52)

    def acknowledges(self, number: int) -> None:
        """Somebody answers for an alert."""
        answer = act_on_alert(
            self.context.operations,
            self.context.grounds,
            CHIEF,
            number,
            AlertTransition.ACKNOWLEDGE,
            AlertPayload("已知悉"),
            self.now,
        )
        assert isinstance(answer, AcceptedTransition), answer

    def decides(self, name: IncidentTransition, given: IncidentPayload) -> None:
        """Somebody decides about the only incident."""
        with self.context.operations.reading() as connection:
            number = open_incidents(connection, CHIEF.scope, self.context.grounds)[0].id
        operations, grounds = self.context.operations, self.context.grounds
        answer = act_on_incident(operations, grounds, CHIEF, number, name, given, self.now)
        assert isinstance(answer, AcceptedTransition), answer

    def declares(self) -> None:
        """It becomes an incident in wartime mode."""
        given = IncidentPayload("水位超警", "防汛", 3, self.now + 6 * HOUR, "上堤巡查")
        self.decides(IncidentTransition.DECLARE, given)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("playlist", ["duty", "leader", "flood"])
def test_every_slide_of_every_playlist_is_drawn(wall: Wall, playlist: str, lang: str) -> None:
    slides = wall.context.playlists[playlist].slides

    for n in range(len(slides)):
        view = View(f"/wall/{playlist}", lang=lang, options={"slide": str(n)})  # type: ignore[arg-type]
        picture = to_html(draw(view, wall.context, playlist))
        assert f'data-slide="{n}"' in picture
        assert "data-clock" in picture
        assert "data-age" in picture


def test_every_kind_of_slide_is_in_some_playlist_and_has_a_function(wall: Wall) -> None:
    used = {slide.screen for playlist in wall.context.playlists.values() for slide in playlist.slides}

    assert used == set(SLIDES)


def test_an_unknown_playlist_is_no_screen(context: RequestContext) -> None:
    with pytest.raises(NoSuchScreen):
        layout(View("/wall/none"), context, "none")


def test_three_panes_stand_side_by_side_on_a_wide_wall(wall: Wall) -> None:
    assert wall.shows(panes="3").count('class="wall-pane ') == 3
    assert wall.shows(panes="9").count('class="wall-pane ') == 3
    assert wall.shows(panes="x").count('class="wall-pane ') == 1


def test_what_is_normal_does_not_hold_the_rotation(wall: Wall) -> None:
    wall.flood(level=4)

    assert wall.hold() == ""


def test_a_red_alert_interrupts_until_it_is_acknowledged_and_the_rotation_goes_on_where_it_was(wall: Wall) -> None:
    wall.flood()

    picture = wall.shows(slide="3")

    assert 'data-hold="alert"' in picture
    assert "wall-frame level-red" in picture
    assert "ring-red" in picture
    assert 'data-sign="V26"' in picture
    assert 'data-slide="3"' in picture
    wall.acknowledges(1)
    assert 'data-hold=""' in wall.shows(slide="3")
    assert 'data-slide="3"' in wall.shows(slide="3")


def test_several_red_alerts_come_one_after_another(wall: Wall) -> None:
    wall.flood()
    wall.happens("V71", "safety", GAS, 440606006, "gas", 5, 22.0)

    assert '<b data-number="waiting"' not in wall.shows()
    assert "2 条红色警情待确认" in wall.shows()
    wall.acknowledges(2)
    assert "1 条红色警情待确认" in wall.shows()
    assert 'data-sign="V26"' in wall.shows()
    wall.acknowledges(1)
    assert wall.hold() == ""


def test_in_wartime_the_wall_stays_on_the_incident_until_it_is_stood_down(wall: Wall) -> None:
    wall.flood()
    wall.happens("V11", "space", PONDING, LEPING, "flood", 4, 33.0)
    wall.declares()

    picture = wall.shows()

    assert 'data-hold="incident"' in picture
    for part in ("wall-curve", "wall-time-line", "wall-near", "data-until", "ring-red", "resident_population"):
        assert part in picture, part
    assert "Ⅲ级响应" in picture
    wall.decides(IncidentTransition.STAND_DOWN, IncidentPayload("水位回落"))
    assert wall.hold() == "alert", "the red alert still waits"


def test_a_wall_of_a_district_shows_nothing_of_others(wall: Wall) -> None:
    wall.happens("V71", "safety", GAS, 440606006, "gas", 5, 22.0)
    regions = wall.context.catalogue.regions
    inside = frozenset(regions.within(SANSHUI))
    mine = replace(wall.context, actor=replace(CHIEF, scope=Scope(inside, frozenset())))

    for name, playlist in mine.playlists.items():
        for n in range(len(playlist.slides)):
            picture = to_html(draw(View("/wall", options={"slide": str(n)}), mine, name))
            shown = {int(code) for code in re.findall(r'data-region="(\d+)"', picture)}
            assert shown <= inside, f"{name} {n}"
            assert 'data-hold=""' in picture


def test_a_playlist_decides_language_and_theme_where_the_address_does_not(wall: Wall) -> None:
    own = wall.context.playlists["duty"].model_copy(update={"language": "en", "theme": "light"})
    hall = replace(wall.context, playlists={"duty": own})

    screen = layout(View("/wall"), hall)

    assert screen.view is not None
    assert (screen.view.lang, screen.view.theme) == ("en", "light")
    assert screen.bare


def test_every_code_of_the_domain_has_its_words() -> None:
    said = catalogue()
    events = {f"wall.event.{kind}" for kind in IncidentEventKind.__args__}  # type: ignore[attr-defined]
    states = {f"wall.state.{state}" for state in ALERT_STATES}
    triggers = {f"wall.trigger.{trigger}" for trigger in TRIGGERS}

    assert events | states | triggers <= set(said)
