"""What a screen is given to work with: the definitions, a reader, and who reads what as of when."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from data.core.actor import Actor
from data.core.change_version import ChangeVersion
from data.core.clock import BUSINESS_ZONE, Clock, WallClock, business_day
from data.core.scope import OutOfScope, Scope
from data.forecast.forecast_repository import ForecastRepository
from data.geography.grids import Grids
from data.geography.shapes import Shapes
from data.hotline.hotline_repository import HotlineRepository
from data.ingest.file_loading import FileLoading
from data.operations import Operations
from data.snapshots.indicator_repository import IndicatorRepository
from data.storage.damage_check import StorageFault
from data.telemetry.current_state import CurrentStateRepository
from data.telemetry.device_queries import DeviceRegistryQueries
from data.warehouse.delivery_repository import DeliveryRepository
from indicators.alerts import WorkingHours
from indicators.catalogue.catalogue import Catalogue
from indicators.catalogue.playlists import Playlist
from indicators.hotline import HotlineRules
from indicators.incidents import AlertingConfig
from indicators.liveness import Liveness


@dataclass(frozen=True)
class RequestContext:
    """One visitor's place: everything that a layout may read from, and who the visitor is.

    `version` is the snapshot all of the page is read from; `state` is up | stale | degraded. `picture` is how the city
    is now, `grounds` what alerts are judged and grouped by, `duty_hours` when those who are called work.

    Of somebody who looks back all of it is of the moment looked at: the clock stands still at `as_of`, `operations` end
    there, `picture` and `register` raise NotKept, and the rights that are left change nothing. So no query can show
    the present of then by mistake.
    """

    reader: IndicatorRepository
    picture: CurrentStateRepository
    register: DeviceRegistryQueries
    operations: Operations
    actor: Actor
    catalogue: Catalogue
    grounds: AlertingConfig
    playlists: Mapping[str, Playlist]
    shapes: Shapes
    grids: Grids
    voice: HotlineRepository
    voice_rules: HotlineRules
    deliveries: DeliveryRepository
    loading: FileLoading
    clock: Clock
    version: int
    state: str
    data_until: str
    demo: bool
    duty_hours: WorkingHours
    forecasts: ForecastRepository
    wall: Clock = field(default_factory=WallClock)  # real time: tokens and sessions live by it
    storage_faults: tuple[StorageFault, ...] = ()  # damage that the storage check found
    changes: ChangeVersion = field(default_factory=lambda: ChangeVersion({}))  # read before all else of the request
    definitions: Path = Path("definitions")  # the city's own, beside those shipped
    liveness: Liveness = field(default_factory=Liveness)  # whether what is shown is of now; of the past it says nothing
    foreseen: int = 0  # the last version that was looked ahead from
    as_of: datetime | None = None  # the moment looked back to; None is now

    @property
    def scope(self) -> Scope:
        """What the visitor may see."""
        return self.actor.scope

    @property
    def topmost(self) -> int | None:
        """The topmost region that the visitor may see; None when they may see none (an administrator)."""
        return next((code for code in self.catalogue.regions.codes if self.scope.permits(code)), None)

    @property
    def home(self) -> int:
        """The region that screens begin with. OutOfScope when the visitor may see none."""
        found = self.topmost
        if found is None:
            raise OutOfScope(self.catalogue.regions.city.code)
        return found

    def seen(self, regions: Iterable[int]) -> tuple[int, ...]:
        """Those of some regions that the visitor may see, in their order."""
        return tuple(code for code in regions if self.scope.permits(code))

    def inside(self, region: int) -> tuple[int, ...]:
        """The regions directly inside one that the visitor may see."""
        return self.seen(self.catalogue.regions.children(region))

    @property
    def now(self) -> datetime:
        """The moment that is shown, in the business zone: the present one, or the one looked back to."""
        return self.clock.now().astimezone(BUSINESS_ZONE)

    @property
    def today(self) -> date:
        """The business day of that moment."""
        return business_day(self.clock.now())

    def clock_text(self) -> str:
        """Date and time as the frame shows them."""
        return f"{self.now:%Y-%m-%d %H:%M}"

    def key(self) -> str:
        """What of this desk the picture depends on, for cache keys: version, state, scope and rights."""
        regions = "all" if self.scope.regions is None else ",".join(map(str, sorted(self.scope.regions)))
        units = "all" if self.scope.units is None else ",".join(sorted(self.scope.units))
        rights = ",".join(sorted(self.actor.rights))
        then = "" if self.as_of is None else f"{self.as_of:%Y-%m-%dT%H:%M}"
        return f"{self.version}|{self.foreseen}|{self.state}|{regions}|{units}|{rights}|{self.today}|{then}"
