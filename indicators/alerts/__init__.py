"""Alerts: from a level to something that somebody answers for. Pure: what stands, what happens, what follows.

`observe` takes readings, the table of transitions what people do, `escalate` and `expire` take time; `learn_profile`,
`outside` and `change_point_score` find what no fixed step finds. The rules are data, read by `load_alert_definitions`.
"""

from indicators.alerts.alert import ALERT_STATES, FEED, LIVE, Alert, AlertKey, AlertState, SignReading, Silence, judged
from indicators.alerts.confirmation import confirmed, feed_lost, heard_from
from indicators.alerts.context import AlertContext, AlertPayload
from indicators.alerts.distance_levels import levels_of
from indicators.alerts.escalation import AROUND_THE_CLOCK, WorkingHours, escalate, escalation_due
from indicators.alerts.events import COCKPIT, AlertEventKind, AlertLogEntry, EventActor, Events, IncidentEventKind
from indicators.alerts.expiry import closes_at, expire
from indicators.alerts.levels import LEVELS, LevelName, level_number
from indicators.alerts.loader import AlertDefinitions, load_alert_definitions
from indicators.alerts.observation import observe
from indicators.alerts.rules import AlertRules, BandRules, Cause, Causes, ChangePointRules, Escalation, Trigger
from indicators.alerts.task_end import task_ended
from indicators.alerts.transitions import ALERT_TRANSITIONS, AlertApplied, AlertTransition
from indicators.alerts.warning import PublicWarning, SignFacts, WarningIncomplete, WarningTexts, warning
from indicators.statistics.change_point import change_point_score
from indicators.statistics.seasonal_profile import Baseline, expected, learn_profile, outside, ratio

__all__ = [
    "ALERT_STATES",
    "ALERT_TRANSITIONS",
    "AROUND_THE_CLOCK",
    "COCKPIT",
    "FEED",
    "LEVELS",
    "LIVE",
    "Alert",
    "AlertApplied",
    "AlertContext",
    "AlertDefinitions",
    "AlertEventKind",
    "AlertKey",
    "AlertLogEntry",
    "AlertPayload",
    "AlertRules",
    "AlertState",
    "AlertTransition",
    "BandRules",
    "Baseline",
    "Cause",
    "Causes",
    "ChangePointRules",
    "Escalation",
    "EventActor",
    "Events",
    "IncidentEventKind",
    "LevelName",
    "PublicWarning",
    "SignFacts",
    "SignReading",
    "Silence",
    "Trigger",
    "WarningIncomplete",
    "WarningTexts",
    "WorkingHours",
    "change_point_score",
    "closes_at",
    "confirmed",
    "escalate",
    "escalation_due",
    "expected",
    "expire",
    "feed_lost",
    "heard_from",
    "judged",
    "learn_profile",
    "level_number",
    "levels_of",
    "load_alert_definitions",
    "observe",
    "outside",
    "ratio",
    "task_ended",
    "warning",
]
