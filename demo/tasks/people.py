"""Who acts in the demonstration's tasks, when offices are open, and the photos that they hand in."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from io import BytesIO

from access.authorization.actors import actor_of
from access.authorization.roles import shipped
from data.core.actor import Actor
from data.core.clock import BUSINESS_ZONE
from data.core.scope import Scope
from data.evidence.evidence_folder import EvidenceFolder, StoredEvidence, examine
from data.operations import Connection
from data.operations.accounts import accounts
from indicators.catalogue.catalogue import Catalogue
from tasks.workflow.chinese_days import ChineseDays

CLERK = "演示经办人"
PHOTOS = ((92, 120, 140), (120, 110, 90), (84, 128, 104), (130, 100, 100))  # the colour of the scene
OPEN = (time(8, 40), time(11, 40)), (time(14, 40), time(17, 20))


@dataclass
class People:
    """Everybody who acts, by what they do; `chance` decides everything that is left to it, always the same way."""

    leader: Actor
    supervisor: Actor
    duty: Actor
    units: dict[str, Actor]
    photos: Sequence[StoredEvidence]
    chance: random.Random = field(default_factory=lambda: random.Random(20250630))

    def of(self, unit: str) -> Actor:
        """Who handles for a unit: its account of the demonstration, or a clerk without one."""
        if unit not in self.units:
            rights = shipped().rights(["unit"])
            self.units[unit] = Actor(0, CLERK, "unit", Scope(None, frozenset({unit})), rights)
        return self.units[unit]

    def everybody(self) -> tuple[Actor, ...]:
        """All who have an account."""
        return (self.leader, self.supervisor, self.duty, *(one for one in self.units.values() if one.account))

    def photo(self) -> tuple[StoredEvidence, ...]:
        """One of the photos."""
        return (self.chance.choice(self.photos),)

    def moment(self, day: date) -> datetime:
        """A moment of office hours on a day, or on the next working day after it."""
        while not ChineseDays().works(day):
            day += timedelta(days=1)
        first, last = self.chance.choice(OPEN)
        minutes = (last.hour - first.hour) * 60 + last.minute - first.minute
        begin = datetime.combine(day, first, BUSINESS_ZONE)
        return begin + timedelta(minutes=self.chance.randrange(minutes), seconds=self.chance.randrange(60))


def people(connection: Connection, catalogue: Catalogue, folder: EvidenceFolder) -> People:
    """The demonstration's accounts as askers. KeyError where they have not been made."""
    found = {one.login: one for one in accounts.listed(connection) if one.demo}
    askers = {login: actor_of(one, shipped(), catalogue.regions) for login, one in found.items()}
    units = {unit: askers[login] for login, one in found.items() for unit in one.grants.units}
    leader, supervisor, duty = (askers[f"demo-{name}"] for name in ("leader", "supervisor", "duty-chief"))
    return People(leader, supervisor, duty, units, [_photo(folder, n, ink) for n, ink in enumerate(PHOTOS, 1)])


def _photo(folder: EvidenceFolder, number: int, ink: tuple[int, int, int]) -> StoredEvidence:
    """A drawn scene that nobody takes for a photograph: a street, marked as a demonstration."""
    from PIL import Image, ImageDraw  # a picture is drawn once, at the first start

    picture = Image.new("RGB", (640, 480), tuple(min(255, c + 70) for c in ink))
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 300, 640, 480), fill=ink)
    pen.polygon([(280, 300), (360, 300), (520, 480), (120, 480)], fill=tuple(c // 2 for c in ink))
    for left in range(20, 640, 130):
        pen.rectangle((left, 140 + left % 60, left + 90, 300), fill=tuple(max(0, c - 30) for c in ink))
    pen.rectangle((16, 16, 300, 56), fill=(255, 255, 255))
    pen.text((26, 28), f"DEMONSTRATION  {number}", fill=(20, 20, 20))
    made = BytesIO()
    picture.save(made, "JPEG", quality=80)
    return folder.keep(examine(made.getvalue(), f"现场照片{number}.jpg"))
