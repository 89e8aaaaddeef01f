"""What a screen is given to work with: the definitions, a reader, and who reads what as of when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from data.asker import Asker
from data.clock import BUSINESS_ZONE, Clock, business_day
from data.geography import Shapes
from data.grids import Grids
from data.operations import Operations
from data.reading import Reader
from data.scope import Scope
from indicators.catalogue import Catalogue


@dataclass(frozen=True)
class Desk:
    """One visitor's place: everything that a layout may read from, and who the visitor is.

    `version` is the snapshot all of the page is read from; `state` is up | stale | degraded.
    """

    reader: Reader
    operations: Operations
    asker: Asker
    catalogue: Catalogue
    shapes: Shapes
    grids: Grids
    clock: Clock
    version: int
    state: str
    data_until: str
    demo: bool

    @property
    def scope(self) -> Scope:
        """What the visitor may see."""
        return self.asker.scope

    @property
    def now(self) -> datetime:
        """The present moment in the business zone."""
        return self.clock.now().astimezone(BUSINESS_ZONE)

    @property
    def today(self) -> date:
        """The business day."""
        return business_day(self.clock.now())

    def clock_text(self) -> str:
        """Date and time as the frame shows them."""
        return f"{self.now:%Y-%m-%d %H:%M}"

    def key(self) -> str:
        """What of this desk the picture depends on, for cache keys: version, state and scope."""
        regions = "all" if self.scope.regions is None else ",".join(map(str, sorted(self.scope.regions)))
        units = "all" if self.scope.units is None else ",".join(sorted(self.scope.units))
        return f"{self.version}|{self.state}|{regions}|{units}|{self.today}"
