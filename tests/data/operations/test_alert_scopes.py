"""No read goes without a scope, and what lies in another scope never appears, whatever is stored."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from data.core.scope import OutOfScope, Scope, ScopeMissing
from data.operations import open_operations
from data.operations.alerts.incidents import incident_timeline, one_incident, open_incidents
from data.operations.alerts.repository import (
    AlertFilter,
    AlertMissing,
    alert_timeline,
    alerts_of_place,
    count_alerts,
    count_by_level,
    list_alerts,
    newest,
    one_alert,
    open_alerts,
    unfinished_keys,
)
from indicators.alerts import Alert, AlertLogEntry
from indicators.incidents import AlertingConfig, Incident
from tests.campaign import length
from tests.data.operations.alert_stories import (
    CHANCHENG,
    CITY,
    EVERYTHING,
    GUICHENG,
    LEPING,
    NANHAI,
    PONDING,
    RIVER,
    SANSHUI,
    SHUNDE,
    Watch,
)

Read = Callable[[Connection, Any, AlertingConfig], object]
REGIONS = (CITY, CHANCHENG, NANHAI, SHUNDE, SANSHUI, LEPING, GUICHENG)
NUMBERS = range(1, 9)
READS: dict[str, Read] = {
    "counts": lambda c, scope, _: count_by_level(c, scope),
    "list": lambda c, scope, _: list_alerts(c, scope),
    "filtered list": lambda c, scope, _: list_alerts(c, scope, AlertFilter(levels={3, 4, 5})),
    "count": lambda c, scope, _: count_alerts(c, scope),
    "alert": lambda c, scope, _: [found for n in NUMBERS if (found := _if_inside(one_alert, c, scope, n))],
    "story": lambda c, scope, _: [found for n in NUMBERS if (found := _if_inside(alert_timeline, c, scope, n))],
    "place": lambda c, scope, _: [alerts_of_place(c, scope, f"P-{n}") for n in range(20)],
    "open": lambda c, scope, _: open_alerts(c, scope),
    "newest": lambda c, scope, _: newest(c, scope, [("V11", f"P-{n}", "flood") for n in range(20)]),
    "unfinished": lambda c, scope, _: unfinished_keys(c, scope),
    "incidents": lambda c, scope, grounds: open_incidents(c, scope, grounds),
    "incident": lambda c, scope, grounds: [
        found for n in NUMBERS if (found := _if_inside(one_incident, c, scope, n, grounds))
    ],
    "incident story": lambda c, scope, grounds: [
        found for n in NUMBERS if (found := _if_inside(incident_timeline, c, scope, n, grounds))
    ],
}


def _if_inside(read: Callable[..., object], *arguments: object) -> object:
    """What a read returns; nothing when it refuses what lies outside or is not there."""
    try:
        return read(*arguments)
    except (OutOfScope, AlertMissing):
        return None


def places(found: Any) -> Iterable[str]:
    """The places of all alerts in what a read returned, however deep."""
    if isinstance(found, Alert):
        yield found.subject.place
    elif isinstance(found, Incident):
        yield from (member.place for member in found.members)
    elif isinstance(found, AlertLogEntry) and found.kind == "grew":
        yield found.after
    elif isinstance(found, str) and found.startswith("P-"):
        yield found
    elif isinstance(found, dict):
        yield from places(list(found.values()))
    elif isinstance(found, list | tuple | frozenset):
        for part in found:
            yield from places(part)
    elif hasattr(found, "log"):
        yield from places([getattr(found, name) for name in vars(found)])


@pytest.mark.parametrize("scope", [None, "everything", frozenset({SANSHUI})])
def test_no_read_goes_without_a_scope(scope: object, watch: Watch) -> None:
    watch.sees(PONDING, 0, 3)

    with watch.operations.reading() as connection:
        for name, read in READS.items():
            with pytest.raises(ScopeMissing):
                print(name, read(connection, scope, watch.grounds))


@settings(max_examples=length(8, 15), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    stored=st.lists(st.tuples(st.sampled_from(REGIONS), st.integers(1, 5)), min_size=1, max_size=8),
    allowed=st.sets(st.sampled_from(REGIONS), min_size=1, max_size=5),
)
def test_nothing_of_another_scope_appears(
    stored: list[tuple[int, int]], allowed: set[int], grounds: AlertingConfig, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder: Path = tmp_path_factory.mktemp("scope")
    watch = Watch(open_operations(f"sqlite:///{folder / 'operations.db'}"), grounds)
    for number, (region, level) in enumerate(stored):
        watch.sees(replace(PONDING, place=f"P-{number}", region=region), number, level)
    theirs = {f"P-{number}" for number, (region, _) in enumerate(stored) if region in allowed}

    with watch.operations.reading() as connection:
        for name, read in READS.items():
            seen = set(places(read(connection, Scope.of_regions(allowed), grounds)))
            assert seen <= theirs, name
            assert set(places(read(connection, EVERYTHING, grounds))) <= {f"P-{n}" for n in range(len(stored))}
        assert set(places(list_alerts(connection, Scope.of_regions(allowed)))) == theirs
        assert set(places(open_incidents(connection, Scope.of_regions(allowed), grounds))) == theirs
        counts = count_by_level(connection, Scope.of_regions(allowed))
        assert sum(count.open for count in counts) == len(theirs)
    watch.operations.dispose()


def test_asking_for_what_lies_outside_is_refused(watch: Watch) -> None:
    watch.sees(PONDING, 0, 3)
    sanshui = Scope.of_regions({SANSHUI})

    with watch.operations.reading() as connection:
        missing: tuple[Callable[[], object], ...] = (
            lambda: one_alert(connection, sanshui, 1),
            lambda: alert_timeline(connection, sanshui, 1),
            lambda: one_incident(connection, sanshui, 1, watch.grounds),
        )
        for ask in missing:
            with pytest.raises(AlertMissing):  # as if it were not there
                ask()
        outside: tuple[Callable[[], object], ...] = (
            lambda: list_alerts(connection, sanshui, AlertFilter(regions={SANSHUI, LEPING})),
            lambda: count_by_level(connection, sanshui, {LEPING}),
        )
        for ask in outside:
            with pytest.raises(OutOfScope):
                ask()


def test_a_town_sees_its_alert_also_where_the_one_that_leads_lies_elsewhere(watch: Watch) -> None:
    watch.sees_all([(RIVER, 0, 4, 8.0), (PONDING, 0, 3, 20.0), (replace(PONDING, place="P-8"), 0, 2, 9.0)])
    alone = AlertFilter(echoes=False)
    with watch.operations.reading() as connection:

        def seen(scope: Scope, regions: tuple[int, ...] | None = None) -> list[str]:
            wanted = replace(alone, regions=regions)
            listed = [alert.subject.place for alert in list_alerts(connection, scope, wanted)]
            assert count_alerts(connection, scope, wanted) == len(listed)
            return listed

        assert len({alert.incident for alert in list_alerts(connection, EVERYTHING)}) == 1, "one flood"
        assert seen(EVERYTHING) == ["MAKOU"]
        assert seen(EVERYTHING, (SANSHUI, LEPING)) == ["MAKOU"]
        assert seen(EVERYTHING, (LEPING,)) == ["P-7", "P-8"]
        assert seen(Scope(frozenset({LEPING}), None)) == ["P-7", "P-8"]
        assert seen(Scope(frozenset({GUICHENG}), None)) == []
