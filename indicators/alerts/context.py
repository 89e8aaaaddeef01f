"""What the rules look at when somebody does something to an alert."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.alerts.alert import Alert
from indicators.alerts.events import EventActor
from indicators.alerts.rules import AlertRules


@dataclass(frozen=True)
class AlertPayload:
    """What is given with a transition: why; the id of the task that was sent; until when it shall be quiet.

    `sure`: it was confirmed once more. `followed`: the trouble has a newer alert by now.
    """

    reason: str = ""
    task: str = ""
    until: int = 0
    sure: bool = False
    followed: bool = False


@dataclass(frozen=True)
class AlertContext:
    """An alert, who wants something of it, when (UTC epoch seconds), by which rules, and what is given with it."""

    alert: Alert
    actor: EventActor
    now: int
    rules: AlertRules
    given: AlertPayload = AlertPayload()

    @property
    def explained(self) -> bool:
        """Whether the reason begins with one of the explanations that the rules allow (`drill`, or `drill: words`)."""
        return self.given.reason.split(":")[0].strip() in self.rules.closing.explanations
