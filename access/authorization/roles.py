"""The roles and what each may do, read from `roles.yaml`; with the rules that no such file may break."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Literal

from indicators.definitions.faults import Fault
from indicators.definitions.loader import load_whole
from indicators.definitions.model import Definition, LocalisedText
from indicators.definitions.yaml_source import YamlDocument

FILE = Path(__file__).parent / "roles.yaml"
ADMINISTRATION = ("account.manage", "security.manage", "audit.read")  # 三员: one each, and nothing besides
DeviceKind = Literal["read", "ingest", "metrics"]


class RightName(Definition):
    """Something that can be done; its id is the name of the right to do it."""

    name: LocalisedText
    writes: bool = False
    second_factor: bool = False


class Role(Definition):
    """What a holder may do. `units: own` limits tasks to the holder's units; `alone` forbids any other role."""

    name: LocalisedText
    rights: tuple[str, ...]
    units: Literal["all", "own"] = "all"
    alone: bool = False


class Roles(Definition):
    """All actions, roles and kinds of devices."""

    actions: dict[str, RightName]
    roles: dict[str, Role]
    devices: dict[DeviceKind, tuple[str, ...]]

    def rights(self, held: Iterable[str]) -> frozenset[str]:
        """What somebody may do who holds these roles; a role that is not there gives nothing."""
        return frozenset(right for name in held if name in self.roles for right in self.roles[name].rights)

    def leading(self, held: Iterable[str]) -> str:
        """The role that a holder of several is called by; empty for none."""
        having = set(held)
        return next((name for name in self.roles if name in having), "")

    def own_units_only(self, held: Iterable[str]) -> bool:
        """Whether tasks are limited to the holder's units: the narrowest role decides."""
        return any(self.roles[name].units == "own" for name in held if name in self.roles)

    def second_factor(self, held: Iterable[str]) -> bool:
        """Whether a holder has to prove it twice when signing in."""
        return any(self.actions[right].second_factor for right in self.rights(held))

    def apart(self, held: Iterable[str]) -> str | None:
        """The role that cannot be held together with the others; None when all can."""
        having = [name for name in dict.fromkeys(held) if name in self.roles]
        return next((name for name in having if self.roles[name].alone), None) if len(having) > 1 else None


@cache
def shipped() -> Roles:
    """The roles that the cockpit comes with."""
    return load_roles()


def load_roles(file: Path = FILE) -> Roles:
    """Read and check a file of roles. CatalogueError with all faults, each with its file and line."""
    return load_whole(Roles, file, *RULES)


def _known(roles: Roles, document: YamlDocument) -> Iterator[Fault]:
    """Every right is the name of an action."""
    places = [(("roles", name, "rights"), role.rights) for name, role in roles.roles.items()]
    for path, rights in [*places, *((("devices", str(kind)), rights) for kind, rights in roles.devices.items())]:
        for right in rights:
            if right not in roles.actions:
                yield document.fault(path, "unknown-action", f"there is no action {right!r}")


def _three_apart(roles: Roles, document: YamlDocument) -> Iterator[Fault]:
    """Each kind of administration is the business of one role, which has no other right and no other role beside it."""
    for name, role in roles.roles.items():
        found = [right for right in role.rights if right in ADMINISTRATION]
        if found and (len(role.rights) > 1 or not role.alone):
            reason = f"whoever holds {found[0]} holds nothing else, and no other role"
            yield document.fault(("roles", name), "administrators-apart", reason)


def _auditors_only_read(roles: Roles, document: YamlDocument) -> Iterator[Fault]:
    """Whoever reads the audit changes nothing, and reading the audit changes nothing either."""
    for name, role in roles.roles.items():
        writing = [right for right in role.rights if right in roles.actions and roles.actions[right].writes]
        if "audit.read" in role.rights and writing:
            yield document.fault(("roles", name), "auditor-writes", f"an auditor cannot have {writing[0]}")


def _devices_apart(roles: Roles, document: YamlDocument) -> Iterator[Fault]:
    """A device that shows does not write."""
    for right in roles.devices.get("read", ()):
        if right in roles.actions and roles.actions[right].writes:
            yield document.fault(("devices", "read"), "reader-writes", f"a device that reads cannot have {right}")


RULES: tuple[Callable[[Roles, YamlDocument], Iterator[Fault]], ...] = (
    _known,
    _three_apart,
    _auditors_only_read,
    _devices_apart,
)
