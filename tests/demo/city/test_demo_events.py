"""What must hold of the daily events of the demonstration city."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from data.core.clock import DEMO_START
from data.warehouse.events import NewEvents
from demo.city import deliveries
from demo.city.deliveries import EventDelivery
from indicators.catalogue.catalogue import Catalogue

from .conftest import Standing, column

Events = Mapping[str, Mapping[str, NewEvents]]
DAYS = (date(2025, 6, 29) - date(2024, 5, 1)).days + 1
LEPING = 440607103


def test_there_are_about_two_million_events(events: Events) -> None:
    total = sum(len(month) for kind in events.values() for month in kind.values())
    assert 2.0e6 < total < 2.6e6


@pytest.mark.parametrize(("kind", "a_day"), [("hotline_order", 3950), ("grid_event", 1000), ("city_case", 600)])
def test_every_day_has_about_as_many_events_as_it_should(events: Events, kind: str, a_day: int) -> None:
    days, count = np.unique(column(events[kind], "day"), return_counts=True)
    assert len(days) == DAYS
    assert count.mean() == pytest.approx(a_day, rel=0.05)
    assert (days.min(), days.max()) == (20240501, 20250629)


def test_an_event_is_known_by_its_day_region_and_number(events: Events) -> None:
    for kind in events.values():
        for month in kind.values():
            keys = (month.day * 10**9 + month.region) % 10**14 * 10**4 + month.id
            assert month.id.max() < 10**4
            assert len(np.unique(keys)) == len(month)


def test_events_happen_on_the_local_day_they_are_filed_under(events: Events) -> None:
    month = events["hotline_order"]["202412"]
    for at, day in zip(month.at[::5000].tolist(), month.day[::5000].tolist(), strict=True):
        local = datetime.fromtimestamp(at, UTC) + timedelta(hours=8)
        assert local.year * 10_000 + local.month * 100 + local.day == day


def test_flags_follow_from_one_another(events: Events, catalogue: Catalogue) -> None:
    for kind, of_kind in events.items():
        names = catalogue.events[kind].flags
        flags = column(of_kind, "flags").astype(np.int64)
        has = {name: flags & (1 << place) != 0 for place, name in enumerate(names)}
        assert not (has["on_time"] & ~has["closed"]).any()
        assert not (has["closed"] & ~has["due"]).any()
        assert ((column(of_kind, "hours") > 0) == has["closed"]).all()


def test_orders_on_time_were_closed_within_the_deadline_and_the_others_were_not(
    events: Events, catalogue: Catalogue
) -> None:
    names = catalogue.events["hotline_order"].flags
    flags, hours = column(events["hotline_order"], "flags").astype(np.int64), column(events["hotline_order"], "hours")
    on_time = flags & (1 << names.index("on_time")) != 0
    assert hours[on_time].max() <= 168
    assert hours[~on_time & (hours > 0)].min() > 168


def test_what_came_in_on_the_last_days_is_not_due_yet_unless_it_is_closed(events: Events, catalogue: Catalogue) -> None:
    month = events["hotline_order"]["202506"]
    names = catalogue.events["hotline_order"].flags
    due = month.flags & (1 << names.index("due")) != 0
    assert due[month.day <= 20250620].mean() > 0.97
    assert due[month.day == 20250629].mean() < 0.4


def test_offices_hear_less_on_days_off_and_at_night(events: Events) -> None:
    month = events["hotline_order"]["202411"]
    weekday = np.array([date(2024, 11, int(day) % 100).weekday() for day in month.day])
    saturday, tuesday = (weekday == 5).sum() / 5, (weekday == 1).sum() / 4
    assert saturday < 0.8 * tuesday
    hour = (month.at + 8 * 3600) // 3600 % 24
    assert (hour < 6).sum() < 0.05 * len(hour)


def test_complaints_about_the_environment_surge_in_leping(events: Events, catalogue: Catalogue) -> None:
    number = 1 + [topic.id for topic in catalogue.events["hotline_order"].topics].index("environment")

    def complaints(month: str) -> int:
        made = events["hotline_order"][month]
        return int(((made.region == LEPING) & (made.topic == number)).sum())

    assert complaints("202505") > 2.2 * complaints("202405")


def test_business_orders_are_the_ones_about_business_services(events: Events, catalogue: Catalogue) -> None:
    kind = catalogue.events["hotline_order"]
    flags, topic = (column(events["hotline_order"], name).astype(np.int64) for name in ("flags", "topic"))
    enterprise = topic == 1 + [topic.id for topic in kind.topics].index("enterprise")
    business = flags & (1 << kind.flags.index("business")) != 0
    assert not (enterprise & ~business).any()
    assert enterprise[business].mean() == pytest.approx(0.75, abs=0.01)


def test_counts_go_on_smoothly_where_the_stored_events_begin(standing: Standing, events: Events) -> None:
    before = standing.city("hotline_orders", "2024-04") / 30
    after = len(events["hotline_order"]["202405"]) / 31
    assert after == pytest.approx(before, rel=0.08)


def test_the_scale_multiplies_the_number_of_events(catalogue: Catalogue, events: Events) -> None:
    tenth = next(
        batch.make()
        for batch in deliveries(catalogue, scale=0.1)
        if isinstance(batch, EventDelivery) and batch.file_name == "demo-202503-grid_event.csv"
    )
    assert len(tenth) == pytest.approx(len(events["grid_event"]["202503"]) / 10, rel=0.08)
    assert DEMO_START.timestamp() > tenth.at.max()
