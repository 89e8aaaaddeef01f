"""What is around an incident: the signs of its cause, people, devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

from components.formatting.display_values import basis_name
from components.formatting.numbers import DisplayValue, digits
from components.formatting.units import unit_after
from components.framework.view import View
from components.wall.alert_cards import AlertCard
from components.wall.incident import KILOMETRES, NearbySign, Residents, Surroundings
from components.wall.signs import WallSign
from data.storage.faults import or_else
from data.telemetry.device_locations import DeviceLocation
from data.telemetry.state_types import BucketValue, SignState
from indicators.incidents import Incident
from queries.request_context import RequestContext
from queries.wall.local_time import period_text

SIGNS, DEVICES = 6, 4
DEGREE = 111.2  # kilometres in a degree of latitude
HOUR = 3600
WEATHER = ("V27", "V28")  # rain and wind: what makes most things worse
POPULATION = "resident_population"


@dataclass(frozen=True)
class NearbyQueries:
    """The surroundings of an incident, as far as the wall may see them; nothing where their database is away."""

    context: RequestContext

    def signs(self, view: View, incident: Incident, lead: AlertCard) -> Sequence[NearbySign]:
        """The signs of the incident's cause and the weather, in the district: the worst first."""
        return or_else(lambda: self._signs(view, incident, lead), [])

    def surroundings(self, view: View, lead: AlertCard) -> Surroundings | None:
        """Who lives there by the last figure that was published, and the devices within some kilometres."""
        return or_else(lambda: self._surroundings(view, lead), None)

    def _surroundings(self, view: View, lead: AlertCard) -> Surroundings:
        return Surroundings(self._residents(view, self._chain(lead.alert.subject.region)), self._devices(view, lead))

    def _signs(self, view: View, incident: Incident, lead: AlertCard) -> list[NearbySign]:
        context, region = self.context, self._district(lead.alert.subject.region)
        wanted = dict.fromkeys([*context.grounds.cause(incident.cause).signs, *WEATHER, lead.alert.subject.sign])
        signs = context.picture.signs(context.scope, region)
        found = [signs[name] for name in wanted if name in signs and name in context.catalogue.vitals.signs]
        found = sorted(found, key=lambda sign: -(-1 if sign.standing is None else sign.standing))[:SIGNS]
        since = int(context.now.timestamp()) - HOUR
        history = context.picture.sign_histories(context.scope, [sign.sign for sign in found], region, since)
        numbers = {sign.worst for sign in found}
        places = {one.no: one for one in context.picture.standing(context.scope, numbers=numbers)}
        return [self._near(view, sign, history.get(sign.sign, ()), places.get(sign.worst)) for sign in found]

    def _near(
        self, view: View, sign: SignState, history: Sequence[BucketValue], worst: DeviceLocation | None
    ) -> NearbySign:
        found = self.context.catalogue.vitals.signs[sign.sign]
        place = (worst.name_zh if view.lang == "zh" else worst.name_en) if worst else ""
        known = [slot.value for slot in history if slot.value is not None]
        moved = ""
        if sign.value is not None and known and round(sign.value - known[0], found.decimals):
            moved = view.translate("wall.moved", change=digits(sign.value - known[0], found.decimals, sign=True))
        shown = WallSign(found, sign.region, sign.value, sign.standing, period_text(sign.at), sign.basis)
        return NearbySign(shown, view.localise(found.name), place, moved)

    def _residents(self, view: View, regions: Sequence[int]) -> Residents | None:
        """Of the first of these regions that a figure was published for."""
        context, catalogue = self.context, self.context.catalogue
        for region in regions:
            facts = context.reader.published(context.scope, context.version, POPULATION, region)
            if facts:
                newest = max(facts, key=lambda fact: fact.period)
                unit, basis = unit_after(view, catalogue.measures[POPULATION].unit), basis_name(newest.basis)
                figure = DisplayValue(POPULATION, region, newest.period, newest.value, unit, 1, "unknown", basis)
                return Residents(view.localise(catalogue.regions[region].name), figure)
        return None

    def _devices(self, view: View, lead: AlertCard) -> list[tuple[str, int]]:
        """How many devices stand near, by what they measure, the most first."""
        context = self.context
        devices = context.picture.standing(context.scope, ids=[lead.alert.subject.place])
        if not devices or devices[0].lon is None or devices[0].lat is None:
            return []
        lon, lat = devices[0].lon, devices[0].lat
        high, wide = KILOMETRES / DEGREE, KILOMETRES / DEGREE / cos(radians(lat))
        counts = context.picture.count_around(context.scope, lon - wide, lat - high, lon + wide, lat + high)
        quantities = context.catalogue.vitals.quantities
        known = [(name, count) for name, count in counts.items() if name in quantities]
        most = sorted(known, key=lambda pair: -pair[1])[:DEVICES]
        return [(view.localise(quantities[name].name), count) for name, count in most]

    def _district(self, region: int) -> int:
        """Signs are told for districts: the one around a town, as far as the wall may see it."""
        regions = self.context.catalogue.regions
        chain = [code for code in self._chain(region) if regions[code].level != "town"]
        return chain[0] if chain else region

    def _chain(self, region: int) -> tuple[int, ...]:
        """A region and those around it, from inside out, as far as they may be seen."""
        return self.context.seen(self.context.catalogue.regions.around(region))
