"""Short ways to write alerts into an operations database, and who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from data.core.actor import Actor
from data.core.scope import Scope
from data.operations import Operations
from data.operations.alerts.commands import act_on_alert, let_time_pass, take_readings
from data.operations.alerts.unit_of_work import AlertChange
from indicators.alerts import AlertApplied, AlertKey, AlertPayload, AlertTransition, SignReading
from indicators.incidents import AlertingConfig
from indicators.workflow import Refusal

NINE = 1_750_640_400  # Monday 2025-06-23 09:00 in Foshan
MINUTE, HOUR = 60, 3600
CITY, CHANCHENG, NANHAI, SHUNDE, SANSHUI = 440600, 440604, 440605, 440606, 440607
LEPING, LUBAO, GUICHENG = 440607103, 440607105, 440605011
RIVER = AlertKey("V26", "environment", "MAKOU", SANSHUI, "flood")
PONDING = AlertKey("V11", "space", "P-7", LEPING, "flood")
RAIN = AlertKey("V27", "environment", "R-1", GUICHENG, "flood")
POWER = AlertKey("V85", "energy", str(SHUNDE), SHUNDE, "power")
EVERYTHING = Scope.everything()


def actor(account: int, name: str, scope: Scope = EVERYTHING) -> Actor:
    """A person with a name; what they may do is decided elsewhere."""
    return Actor(account, name, "duty-chief", scope, frozenset())


CHEN, WANG = actor(7, "陈值班"), actor(8, "王值班")


class AroundTheClock:
    """A calendar of people who always work."""

    def after(self, since: int, seconds: int) -> int:
        """So many seconds later."""
        return since + seconds


@dataclass(frozen=True)
class Watch:
    """The watch of a test: a database, rules, and a clock in minutes after Monday nine o'clock."""

    operations: Operations
    grounds: AlertingConfig

    def sees(
        self, subject: AlertKey, minutes: float, level: int | None, value: float | None = 1.0
    ) -> list[AlertChange]:
        """One reading."""
        return self.sees_all([(subject, minutes, level, value)])

    def sees_all(self, readings: Sequence[tuple[AlertKey, float, int | None, float | None]]) -> list[AlertChange]:
        """Several readings in one transaction."""
        made = [
            SignReading(s, NINE + int(minutes * MINUTE), "step", level, value) for s, minutes, level, value in readings
        ]
        return take_readings(self.operations, self.grounds, made)

    def waits_until(self, minutes: float) -> list[AlertChange]:
        """Time passes."""
        return let_time_pass(self.operations, self.grounds, AroundTheClock(), NINE + int(minutes * MINUTE))

    def does(
        self,
        who: Actor,
        number: int,
        name: AlertTransition,
        minutes: float,
        given: AlertPayload,
        seen: int | None = None,
    ) -> AlertApplied | Refusal:
        """Somebody does something to an alert."""
        now = NINE + int(minutes * MINUTE)
        return act_on_alert(self.operations, self.grounds, who, number, name, given, now, seen)

    def acknowledges(
        self, who: Actor, number: int, minutes: float = 1, version: int | None = None
    ) -> AlertApplied | Refusal:
        """Somebody answers for an alert."""
        return self.does(who, number, AlertTransition.ACKNOWLEDGE, minutes, AlertPayload("已知悉"), version)

    def closes(self, who: Actor, number: int, minutes: float = 1, reason: str = "已处置") -> AlertApplied | Refusal:
        """Somebody is done with an alert."""
        return self.does(who, number, AlertTransition.CLOSE, minutes, AlertPayload(reason, sure=True))
