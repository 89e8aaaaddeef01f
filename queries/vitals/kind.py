"""A kind of vital signs in the region of an address, or one sign of it in depth."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.framework.page import NoSuchScreen
from components.framework.view import View
from components.indicators.provenance import definition_basis
from components.vitals.kind_head import KindHead
from components.vitals.kind_signs import KindSigns
from components.vitals.sign_card import SignCard
from components.vitals.sign_course import SLOT, LabelledCourse, course_of, day_label
from components.vitals.sign_depth import SignDefinition, SignDepth
from components.vitals.signs import since_words
from components.vitals.thresholds import all_steps
from data.telemetry.device_registry import RegisteredDevice
from data.telemetry.state_types import BucketValue, SignState
from indicators.vitals import Sign
from queries.request_context import RequestContext
from queries.vitals.current_signs import POINTS, CurrentSignQueries, CurrentSigns, local, worst_place
from queries.vitals.sign_history import SignHistoryQueries

Devices = Mapping[int, RegisteredDevice]


@dataclass(frozen=True)
class KindQueries:
    """Signs of a kind. NoSuchScreen for what is unknown, OutOfScope for a region that may not be seen."""

    context: RequestContext

    @property
    def current(self) -> CurrentSignQueries:
        """What is read of the signs."""
        return CurrentSignQueries(self.context)

    def head(self, view: View, kind: str) -> KindHead:
        """The kind, the sign that the address names, and the region."""
        catalogue = self.context.catalogue
        if kind not in catalogue.vitals.kinds:
            raise NoSuchScreen(kind)
        region, sign = self.current.region(view), self._chosen(view, kind)
        names = [(key, view.localise(entry.name)) for key, entry in catalogue.vitals.kinds.items()]
        return KindHead(
            kind,
            dict(names)[kind],
            view.localise(catalogue.regions[region].name),
            names,
            self.current.region_choice(region),
            self.current.named(region),
            sign,
        )

    def signs(self, view: View, kind: str) -> KindSigns:
        """The health of the kind and its signs that have places in the region, in the order of their definition."""
        now, signs = self.current.here(view), self.context.catalogue.vitals.signs
        costs = [(view.localise(signs[part.sign].name), part.points) for part in now.kinds[kind].parts]
        health, _ = self.current.health(now, kind)
        return KindSigns(now.late, now.looked_at, health, costs, self._cards(view, now, kind))

    def depth(self, view: View, kind: str) -> SignDepth | None:
        """The sign that the address names; None where it names none or the region has none of it."""
        now, sign = self.current.here(view), self._chosen(view, kind)
        found = now.signs.get(sign.id) if sign else None
        if sign is None or found is None:
            return None
        devices, history = self.current.devices([found.worst]), SignHistoryQueries(self.context)
        return SignDepth(
            now.late,
            now.looked_at,
            sign,
            self.current.figure(view, found),
            since_words(view, local(found.since), self.context.now) if found.level else "",
            worst_place(view, found, devices) if found.silenced or found.worst in devices else "",
            found.counted,
            found.stale,
            history.course(view, sign, found),
            history.places(view, sign, now.region),
        )

    def definition(self, view: View, sign: Sign) -> SignDefinition:
        """What is defined of a sign, in words."""
        catalogue = self.context.catalogue
        return SignDefinition(
            sign,
            all_steps(view, sign, catalogue.vitals.quantities),
            definition_basis(view, catalogue, sign.basis),
            view.localise(catalogue.units[sign.responsible].name),
            view.localise(catalogue.vitals.duties[sign.called].name),
        )

    def _chosen(self, view: View, kind: str) -> Sign | None:
        """The sign that the address names; NoSuchScreen for one that is not of this kind."""
        name = view.option("sign")
        if not name:
            return None
        found = self.context.catalogue.vitals.signs.get(name)
        if found is None or found.kind != kind:
            raise NoSuchScreen(name)
        return found

    def _cards(self, view: View, now: CurrentSigns, kind: str) -> list[SignCard]:
        context, vitals = self.context, self.context.catalogue.vitals
        names = [name for name in vitals.of_kind(kind) if name in now.signs]
        since = self.current.seconds - POINTS * SLOT
        days = context.picture.sign_histories(context.scope, names, now.region, since)
        devices = self.current.devices({now.signs[name].worst for name in names})
        return [self._card(view, vitals.signs[name], now.signs[name], days.get(name, []), devices) for name in names]

    def _card(
        self, view: View, sign: Sign, found: SignState, slots: Sequence[BucketValue], devices: Devices
    ) -> SignCard:
        last = next((one.value for one in reversed(slots) if one.value is not None), None)
        return SignCard(
            sign,
            view.href(f"/vitals/{sign.kind}", sign=sign.id, region=self.current.named(found.region)),
            self.current.figure(view, found, last),
            worst_place(view, found, devices) if found.silenced or (found.worst in devices and found.level) else "",
            since_words(view, local(found.since), self.context.now) if found.level else "",
            found.counted,
            found.stale,
            [(level, count) for level, count in found.levels.items() if sign.judged_by_place],
            all_steps(view, sign, self.context.catalogue.vitals.quantities),
            self._day(view, sign, found, slots) if slots else None,
        )

    def _day(self, view: View, sign: Sign, found: SignState, slots: Sequence[BucketValue]) -> LabelledCourse:
        values = SignHistoryQueries(self.context).with_now(sign, slots, found.value)
        label = day_label(view, sign, view.localise(sign.name), found.value)
        return LabelledCourse(course_of(view, self.context.now, sign, values), label)
