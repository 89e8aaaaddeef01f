"""The sign around an alert over the last day: at its device, or in the district or city that it speaks of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from components.alerts.alert_chart import AlertChart, ChartView, StepLine
from components.alerts.alert_list import AlertLine
from components.framework.view import View
from components.vitals.sign_words import limit_words, value_words
from data.core.clock import to_epoch
from data.storage.faults import or_else
from queries.alerts.names import AlertNames
from queries.local_time import local

DAY = 24 * 3600
ROWS = 12  # of the table beside the picture: every second hour


@dataclass(frozen=True)
class SignCharts(AlertNames):
    """Pictures of signs around alerts."""

    def chart(self, view: View, line: AlertLine) -> ChartView:
        """The picture with its rows, or its title alone where there is nothing to draw."""
        title = view.translate("alert.chart", name=line.name)
        values = self._values(line)
        if len(values) < 2:
            return ChartView(title)
        newest = self._words(view, line, values[-1][1])
        said = {"name": line.name, "place": line.place, "value": newest, "at": f"{line.raised:%m-%d %H:%M}"}
        label = view.translate("alert.chart.says", **said)
        raised = view.translate("alert.chart.raised")
        chart = AlertChart(values, self._steps(view, line.sign), line.raised, raised, newest, label)
        chosen = values[:: max(len(values) // ROWS, 1)]
        return ChartView(title, chart, [(f"{at:%m-%d %H:%M}", self._words(view, line, value)) for at, value in chosen])

    def _words(self, view: View, line: AlertLine, value: float) -> str:
        return value_words(view, self.context.catalogue.vitals, line.sign, value)

    def _values(self, line: AlertLine) -> Sequence[tuple[datetime, float]]:
        picture, scope, until = self.context.picture, self.context.scope, to_epoch(self.context.now)
        devices = or_else(lambda: picture.named(scope, [line.device]), {}) if line.device else {}
        device = devices.get(line.device)
        if device is not None:
            slots = picture.point_history(scope, line.sign, device.no, until - DAY, until)
        else:
            slots = picture.sign_history(scope, line.sign, line.region, until - DAY, until)
        return [(local(slot.slot), slot.value) for slot in slots if slot.value is not None]

    def _steps(self, view: View, name: str) -> list[StepLine]:
        """The steps that look at the value itself; those of sums over other hours cannot stand in the same picture."""
        vitals = self.context.catalogue.vitals
        sign = vitals.signs.get(name)
        if sign is None:
            return []
        plain = {level: step for level, step in sign.steps.items() if step.state is None and step.hours is None}
        return [
            StepLine(
                level, step.limit, f"{view.translate(f'map.level.{level}')} {limit_words(view, vitals, sign, step)}"
            )
            for level, step in plain.items()
        ]
