"""What can be wrong with a layer that a city brings."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class GeoFault:
    """One fault: its code, the row of the file (from 1) or the region it concerns, and a sentence."""

    code: str
    reason: str
    row: int | None = None
    region: int | None = None

    def __str__(self) -> str:
        places = (f"row {self.row}" if self.row else "", f"region {self.region}" if self.region else "")
        where = ", ".join(place for place in places if place)
        return f"{self.code}{f' ({where})' if where else ''}: {self.reason}"


class GeographyFaults(ValueError):
    """The layer was refused; `faults` are all that were found. Nothing was changed."""

    def __init__(self, faults: Sequence[GeoFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(str(fault) for fault in self.faults))
