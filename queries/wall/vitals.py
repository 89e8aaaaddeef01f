"""The vital signs of a region as a wall shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from components.framework.view import View
from components.wall.signs import WallSign
from components.wall.slides import AbnormalSign, KindTile, VitalsSlide, WallHealth
from data.telemetry.state_types import HealthState, SignState
from queries.liveness import LivenessQueries
from queries.request_context import RequestContext
from queries.wall.local_time import period_text

DAY = 24 * 3600
Signs = Mapping[str, SignState]


@dataclass(frozen=True)
class WallVitalsQueries:
    """The vital signs within the scope of the wall."""

    context: RequestContext

    def slide(self, view: View, region: int) -> VitalsSlide:
        """The vital signs of a region (health is kept for the city and its districts)."""
        context, where = self.context, self._with_health(region)
        now, kinds = int(context.now.timestamp()), context.catalogue.vitals.kinds
        healths, signs = context.picture.healths(context.scope, where), context.picture.signs(context.scope, where)
        history = context.picture.health_history(context.scope, where, now - DAY)
        whole = healths.get("city")
        return VitalsSlide(
            view.localise(context.catalogue.regions[where].name),
            None if whole is None else self._health(whole, where),
            [self._tile(view, kind, healths.get(kind), signs, history.get(kind, ())) for kind in kinds],
            self._off(view, signs),
            sum(sign.known for sign in signs.values()),
            sum(not sign.known for sign in signs.values()),
            now,
            LivenessQueries(context).blind(view),
        )

    def _with_health(self, region: int) -> int:
        found = self.context.catalogue.regions[region]
        above = found.parent or 0
        return above if found.level == "town" and above in self.context.seen([above]) else region

    def _health(self, health: HealthState, region: int) -> WallHealth:
        at = period_text(int(self.context.now.timestamp()))
        return WallHealth(health.kind, region, health.value, at, self.context.demo)

    def _tile(
        self, view: View, kind: str, health: HealthState | None, signs: Signs, history: Sequence[tuple[int, float]]
    ) -> KindTile:
        vitals = self.context.catalogue.vitals
        own = [signs[name] for name in vitals.of_kind(kind) if name in signs]
        worst = max(own, key=lambda sign: (sign.standing or 0, sign.sign), default=None)
        known = health is not None and health.value is not None and worst is not None
        known = known and bool(self.context.liveness.has_readings or (worst is not None and worst.standing))
        return KindTile(
            view.localise(vitals.kinds[kind].name),
            (worst.standing or 0) if worst is not None and known else None,
            None if health is None else self._health(health, health.region),
            history,
            None if worst is None else (vitals.signs[worst.sign], self._shown(worst)),
        )

    def _off(self, view: View, signs: Signs) -> list[AbnormalSign]:
        """The signs that are not normal, the worst first."""
        context = self.context
        off = sorted((s for s in signs.values() if s.standing), key=lambda sign: (-(sign.standing or 0), sign.sign))
        if not off:
            return []
        numbers = {sign.worst for sign in off}
        places = {
            one.no: one.name_zh if view.lang == "zh" else one.name_en
            for one in context.picture.standing(context.scope, numbers=numbers)
        }
        return [
            AbnormalSign(
                context.catalogue.vitals.signs[sign.sign],
                self._shown(sign),
                view.translate("vitals.stands") if sign.silenced else places.get(sign.worst, ""),
                sum(count for level, count in sign.levels.items() if level) - 1,
            )
            for sign in off
        ]

    def _shown(self, sign: SignState) -> WallSign:
        """A sign of a region with its marks."""
        found = self.context.catalogue.vitals.signs[sign.sign]
        return WallSign(found, sign.region, sign.value, sign.standing, period_text(sign.at), sign.basis)
