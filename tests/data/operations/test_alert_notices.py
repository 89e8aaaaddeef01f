"""Who learns of an alert: those who answer for alerts there, and those above them when nobody does."""

from __future__ import annotations

from data.core.actor import Actor
from data.core.scope import Scope
from data.operations.alerts.recipients import announcer
from data.operations.notifications.notice_store import notices
from tests.data.operations.alert_stories import CHANCHENG, LEPING, PONDING, RIVER, SANSHUI, Watch


def person(account: int, right: str, *regions: int) -> Actor:
    """Somebody with one right in some regions."""
    scope = Scope(frozenset(regions), None) if regions else Scope.everything()
    return Actor(account, "值班", "duty-chief", scope, frozenset({right}))


CHIEF, ELSEWHERE = person(7, "alert.acknowledge", SANSHUI, LEPING), person(8, "alert.acknowledge", CHANCHENG)
LEADER = person(9, "incident.mode")


def told(watch: Watch, actor: Actor) -> list[tuple[str, object]]:
    """What somebody was told, the oldest first: the event and the sign."""
    with watch.operations.reading() as connection:
        return [(one.move, one.facts["sign"]) for one in reversed(notices(connection, actor))]


def test_of_one_incident_people_are_told_once_and_again_when_it_gets_graver(watch: Watch) -> None:
    announce = announcer(watch.operations)

    announce(watch.sees_all([(RIVER, 0, 3, 7.6), (PONDING, 0, 2, 9.0)]))
    announce(watch.sees(PONDING, 1, 3))
    announce(watch.sees(RIVER, 2, 4, 8.1))

    assert told(watch, CHIEF) == [("raised", "V26"), ("rose", "V26")]
    assert told(watch, ELSEWHERE) == []
    assert told(watch, LEADER) == []


def test_when_nobody_answers_those_above_are_told(watch: Watch) -> None:
    announce = announcer(watch.operations)

    announce(watch.sees(RIVER, 0, 5, 8.5))
    announce(watch.waits_until(11))
    below = told(watch, LEADER)
    announce(watch.waits_until(22))

    assert below == []
    assert told(watch, CHIEF) == [("raised", "V26"), ("escalated", "V26")]
    assert told(watch, LEADER) == [("escalated", "V26")]
