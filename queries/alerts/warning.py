"""The eight fields that the law asks of a public warning: from an alert, its sign's wording, its place, its desk."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields

from components.alerts.alert_view import WarningFields
from components.framework.view import View
from components.vitals.sign_words import value_words
from data.core.clock import to_epoch
from data.telemetry.device_registry import RegisteredDevice
from indicators.alerts import Alert, PublicWarning, SignFacts, WarningIncomplete, WarningTexts, level_number, warning
from indicators.definitions.model import LocalisedText
from indicators.vitals import Level, Sign
from queries.alerts.names import AlertNames
from queries.local_time import local

ZH, EN = View(lang="zh"), View(lang="en")


@dataclass(frozen=True)
class AlertWarnings(AlertNames):
    """The warning that an alert would be."""

    def warning(self, view: View, alert: Alert, devices: Mapping[str, RegisteredDevice]) -> WarningFields:
        """The eight fields in words, or those that are missing; nothing for silence and for unknown signs."""
        if alert.trigger == "stale" or alert.subject.sign not in self.context.catalogue.vitals.signs:
            return WarningFields()
        try:
            found = self._public(alert, devices)
        except WarningIncomplete as lacks:
            return WarningFields(missing=lacks.missing)
        said = ((one.name, getattr(found, one.name)) for one in fields(found))
        return WarningFields(
            [
                (name, f"{local(text):%Y-%m-%d %H:%M}" if isinstance(text, int) else view.localise(text))
                for name, text in said
            ]
        )

    def _public(self, alert: Alert, devices: Mapping[str, RegisteredDevice]) -> PublicWarning:
        """The warning as it would be given out now. WarningIncomplete; KeyError for an unknown sign."""
        vitals = self.context.catalogue.vitals
        sign = vitals.signs[alert.subject.sign]
        place = LocalisedText(zh=self.place_name(ZH, alert, devices), en=self.place_name(EN, alert, devices))
        value = LocalisedText(
            zh=value_words(ZH, vitals, sign.id, alert.value_now), en=value_words(EN, vitals, sign.id, alert.value_now)
        )
        began = f"{local(alert.raised_at):%m-%d %H:%M}"
        steps = vitals.level_sets[sign.level_set].levels
        levels = {int(Level.called(own.level)): _called(own.name, own.rank) for own in steps}
        facts = SignFacts(sign.name, place, value, LocalisedText(zh=began, en=began), levels)
        return warning(alert, facts, self._wording(sign, alert, place), to_epoch(self.context.now))

    def _wording(self, sign: Sign, alert: Alert, place: LocalisedText) -> WarningTexts:
        """The sign's words by level; the area is the place within its region, the issuer the unit of the desk."""
        said = sign.warning
        known = [number for number in range(alert.level + 1) if number >= _mildest(sign)]
        duty = self.context.catalogue.vitals.duties[sign.called]
        unit = self.context.catalogue.units.get(duty.unit)
        return WarningTexts(
            said.category,
            self._area(alert, place),
            {number: said.matter_at(Level(number)) for number in known},
            {number: said.measures_at(Level(number)) for number in known},
            duty.name if unit is None else unit.name,
        )

    def _area(self, alert: Alert, place: LocalisedText) -> LocalisedText:
        """From the district down to the place."""
        regions = self.context.catalogue.regions
        if alert.subject.region not in regions:
            return place
        here = regions[alert.subject.region]
        above = regions[here.parent].name if here.level == "town" and here.parent else None
        zh = [above.zh if above else "", here.name.zh, "" if place.zh == here.name.zh else place.zh]
        en = [above.en if above else "", here.name.en, "" if place.en == here.name.en else place.en]
        return LocalisedText(
            zh="".join(zh) + "及周边", en=", ".join(part for part in reversed(en) if part) + " and around"
        )


def _called(name: LocalisedText, rank: LocalisedText | None) -> LocalisedText:
    return name if rank is None else LocalisedText(zh=f"{name.zh}（{rank.zh}）", en=f"{name.en} ({rank.en})")


def _mildest(sign: Sign) -> int:
    """The mildest level for which both texts are there."""
    said = sign.warning
    return max(min(map(level_number, said.matter)), min(map(level_number, said.measures)))
