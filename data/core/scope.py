"""What a person may see. Every read takes a Scope first; without one, nothing is read.

By region is read what stands somewhere: facts and indicators, signs, devices, grids, orders, alerts and incidents.
Whoever answers for it is not asked: a unit sees the city that it works in, and these name nobody's case.

By unit is read what is addressed to somebody: tasks with their parts, records and files, supervised matters, and
notices of both. Who acts for units sees of it what concerns these, wherever it lies, and nothing else; counts and
rates are counted over the same. Everybody else sees what lies in their regions. One's own drafts and what is
addressed to one's account are one's own.

A change reaches no further than a read; what holds for everybody is changed by those who see everything.
"""

from collections.abc import Iterable
from dataclasses import dataclass


class ScopeError(PermissionError):
    """A read was refused; `code` tells why."""

    code = "scope"


class ScopeMissing(ScopeError):
    """A read was attempted without a scope."""

    code = "scope-missing"


class OutOfScope(ScopeError):
    """A region was asked for that lies outside the scope."""

    code = "out-of-scope"

    def __init__(self, region: int) -> None:
        super().__init__(f"region {region} is outside what you may see")
        self.region = region


@dataclass(frozen=True)
class Scope:
    """Regions and units a person may see; None means all of them. Hashable: part of every cache key."""

    regions: frozenset[int] | None
    units: frozenset[str] | None

    @classmethod
    def everything(cls) -> "Scope":
        """All regions, all units."""
        return cls(None, None)

    @classmethod
    def of_regions(cls, regions: Iterable[int]) -> "Scope":
        """These regions only (name each one: a district does not imply its towns), all units."""
        return cls(frozenset(regions), None)

    @property
    def whole(self) -> bool:
        """Whether nothing lies outside."""
        return self.regions is None and self.units is None

    def permits(self, region: int) -> bool:
        """Whether the region lies inside."""
        return self.regions is None or region in self.regions

    def permits_unit(self, unit: str) -> bool:
        """Whether the responsible unit lies inside."""
        return self.units is None or unit in self.units


def required(scope: object) -> Scope:
    """The scope itself, or ScopeMissing when what was given is not one."""
    if not isinstance(scope, Scope):
        raise ScopeMissing("a read needs the scope of the person who asks")
    return scope


def required_region(scope: object, region: int) -> Scope:
    """The scope itself when the region lies inside it, else OutOfScope."""
    checked = required(scope)
    if not checked.permits(region):
        raise OutOfScope(region)
    return checked
