"""What the demonstration's tasks are about: numbers that are, or were, off their path, and things on the spot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE
from data.snapshots.indicator_repository import IndicatorRepository
from data.snapshots.result_types import RegionSeries
from demo.tasks.people import People
from demo.tasks.texts import TownProblem, words
from indicators.calendar.periods import Period
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.scoring.judgement import judgement
from indicators.scoring.status import DWELL, Status, normalised_deviation
from indicators.tasks.model import Urgency
from tasks.tasks.proposals import ProposalWording, propose, tier_of
from tasks.tasks.subjects import IndicatorSubject, SubjectReference, TaskDraft
from tasks.tasks.transition import RuleSet

EVERYTHING = Actor.cockpit().scope
UNHELPED = 6  # one of so many numbers may be told of although it has not recovered since
MONTHS = 9  # back: so long ago a number may have been off its path


@dataclass(frozen=True)
class PastNumber:
    """A number as it stood when a period's figure had come, off its path."""

    cell: IndicatorValue
    known: datetime


@dataclass(frozen=True)
class DraftFactory:
    """Makes drafts, from the snapshot that is the newest."""

    reader: IndicatorRepository
    book: RuleSet
    words: ProposalWording
    version: int

    def of_number(self, cell: IndicatorValue, at: datetime) -> TaskDraft:
        """The task that a number suggests."""
        return propose(IndicatorSubject(cell, self.version), self.book, at, self.words).draft

    def pressing(self, most: int) -> list[IndicatorValue]:
        """The numbers that need attention now, the most pressing first."""
        found = self.reader.attention(EVERYTHING, self.version, most)
        wanted, places = {one.indicator for one in found}, {one.region for one in found}
        cells = self.reader.many_cells(EVERYTHING, self.version, wanted, places)
        return [cells[one.indicator, one.region] for one in found if (one.indicator, one.region) in cells]

    def past(self) -> Iterator[PastNumber]:
        """Numbers that were off their path in a month of the past, in the city and each district."""
        regions = self.book.catalogue.regions
        monthly = [name for name, one in self.book.catalogue.indicators.items() if one.grain == "month"]
        for region in (regions.city.code, *regions.at("district")):
            cells = {cell.indicator: cell for cell in self.reader.cells(EVERYTHING, self.version, region)}
            found = self.reader.many_series(EVERYTHING, self.version, monthly, region, "month", MONTHS)
            for order, (name, series) in enumerate(found.items()):
                if name in cells and (cells[name].status == Status.ON_TRACK or order % UNHELPED == 0):
                    yield from _off(self.book.catalogue.indicators[name], cells[name], series)

    def on_the_spot(self, people: People, spot: TownProblem, kind: str) -> TaskDraft:
        """Something wrong in a town, for the city's unit or the town's government."""
        regions, catalogue = self.book.catalogue.regions, self.book.catalogue
        town = people.chance.choice(regions.at("town"))
        here = regions[town]
        around = regions[here.parent].name.zh if here.parent else ""
        place = f"{around}{here.name.zh}"
        local = catalogue.government_of(town) or spot.unit
        unit = local if people.chance.random() < 0.45 else spot.unit
        title = spot.title.format(place=place)
        return TaskDraft(
            SubjectReference("place", str(town)),
            kind,
            people.chance.choice((Urgency.ORDINARY, Urgency.ORDINARY, Urgency.IMPORTANT)),
            town,
            unit,
            title,
            spot.what,
            "演示：由网格巡查发现" if kind == "place" else "演示：12345 来电反映",
            place,
            tier_of(self.book, unit),
        )

    def some_spot(self, people: People) -> TaskDraft:
        """A matter on the spot or a hotline order."""
        if people.chance.random() < 0.55:
            return self.on_the_spot(people, people.chance.choice(words().matters_on_the_spot), "place")
        return self.on_the_spot(people, people.chance.choice(words().orders), "hotline-order")


def _off(indicator: Indicator, cell: IndicatorValue, series: RegionSeries) -> Iterator[PastNumber]:
    """The first month of the series that fell short of its path, but for the newest two: a task takes time."""
    gaps = normalised_deviation(
        indicator, np.where(series.status == Status.UNKNOWN, np.nan, series.value), series.expected
    )
    for at in range(max(len(series) - 2, 0)):
        if series.status[at] == Status.OFF_TRACK and gaps[at] < 0:
            period = Period.parse(series.periods[at])
            value, expected = float(series.value[at]), float(series.expected[at])
            was = replace(
                cell,
                period=series.periods[at],
                value=value,
                expected=None if expected != expected else expected,
                basis=int(series.basis[at]),
                judgement=judgement(indicator, value, expected, gaps[: at + 1], series.status[: at + 1], DWELL),
            )
            known = datetime.combine(period.shift(1).first_day(), datetime.min.time(), BUSINESS_ZONE)
            yield PastNumber(was, known)
            return
