"""Alerts and incidents as screens ask for them: `AlertQueries(context)` answers with frozen view models."""

from __future__ import annotations

from dataclasses import dataclass

from queries.alerts.alert_search import AlertSearch
from queries.alerts.names import number_in
from queries.alerts.one_alert import OneAlert
from queries.alerts.one_incident import OneIncident
from queries.alerts.sign_chart import SignCharts

__all__ = ["AlertQueries", "number_in"]


@dataclass(frozen=True)
class AlertQueries(AlertSearch, OneAlert, OneIncident, SignCharts):
    """All questions about alerts and incidents, within the scope and rights of one visitor.

    The methods read the operations database and raise DatabaseUnavailable where it cannot be reached, OutOfScope for
    what the visitor may not see, NoSuchScreen for what does not exist. `chart` reads the readings instead.
    """
