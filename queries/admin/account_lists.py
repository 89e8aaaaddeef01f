"""Accounts, devices and rights as the system and the security administrator see them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from access.authentication.auth_service import first_expired
from access.authorization.roles import shipped
from components.admin.admin_forms import AccountLine, AccountsView, DeviceLine
from components.admin.rights_form import HeldRights, RightsView
from components.formatting.lists import list_of
from components.forms.region_boxes import CheckboxOption
from components.framework.view import View
from data.operations.accounts import accounts, devices
from data.operations.accounts.account_types import AccessDevice, Account
from indicators.definitions.model import LocalisedText
from queries.local_time import local
from queries.request_context import RequestContext


@dataclass(frozen=True)
class AccountLists:
    """All accounts and devices. Whoever asks holds the right to: the pages say which."""

    context: RequestContext

    def accounts(self, view: View) -> AccountsView:
        """Accounts and devices with what the system administrator may do to each."""
        with self.context.operations.reading() as connection:
            found, known = accounts.listed(connection), devices.listed(connection)
        return AccountsView(
            [self._account(view, one) for one in found],
            [self._token(view, one) for one in known],
            list(shipped().devices),
            self.context.catalogue.regions,
        )

    def rights(self, view: View) -> RightsView:
        """All accounts with what they hold, the one that the address names to be changed, and what each role may do."""
        with self.context.operations.reading() as connection:
            found = accounts.listed(connection)
        chosen = next((one for one in found if str(one.id) == view.option("account") and not one.demo), None)
        return RightsView(
            [self._holder(view, one) for one in found],
            self._held(view, chosen) if chosen else None,
            _roles(view),
        )

    def _account(self, view: View, one: Account) -> AccountLine:
        return AccountLine(
            one.id,
            one.login,
            one.name,
            one.staff,
            one.active,
            one.demo,
            _role_names(view, one),
            "",
            "",
            bool(one.factor),
            _local_time(one.signed_in_at),
            one.bound,
            first_expired(one, int(self.context.wall.now().timestamp())),
        )

    def _token(self, view: View, one: AccessDevice) -> DeviceLine:
        places = list_of(view, (view.localise(self.context.catalogue.regions[code].name) for code in one.regions))
        now = self.context.wall.now().timestamp()
        state = "revoked" if one.revoked_at is not None else "expired" if one.expires_at <= now else "valid"
        return DeviceLine(
            one.id, one.name, one.kind, places, state, _local_time(one.expires_at), _local_time(one.used_at)
        )

    def _holder(self, view: View, one: Account) -> AccountLine:
        regions, units = self.context.catalogue.regions, self.context.catalogue.units
        places = list_of(view, (view.localise(regions[code].name) for code in one.grants.regions if code in regions))
        acts_for = list_of(view, (view.localise(units[unit].name) for unit in one.grants.units if unit in units))
        roles = _role_names(view, one)
        return AccountLine(
            one.id, one.login, one.name, one.staff, one.active, one.demo, roles, places, acts_for, bool(one.factor), ""
        )

    def _held(self, view: View, one: Account) -> HeldRights:
        roles = {key: role.name for key, role in shipped().roles.items()}
        units = {key: unit.name for key, unit in self.context.catalogue.units.items()}
        return HeldRights(
            one.id,
            one.version,
            one.login,
            one.name,
            _choices(view, roles, one.grants.roles),
            _choices(view, units, one.grants.units),
            self.context.catalogue.regions,
            one.grants.regions,
        )


def _choices(view: View, names: Mapping[str, LocalisedText], held: Sequence[str]) -> list[CheckboxOption]:
    return [CheckboxOption(key, view.localise(name), key in held) for key, name in names.items()]


def _role_names(view: View, one: Account) -> str:
    roles = shipped().roles
    return list_of(view, (view.localise(roles[role].name) for role in one.grants.roles if role in roles))


def _roles(view: View) -> list[tuple[str, str]]:
    """Each role with what it may do, in words."""
    actions = shipped().actions
    return [
        (view.localise(role.name), list_of(view, (view.localise(actions[right].name) for right in role.rights)))
        for role in shipped().roles.values()
    ]


def _local_time(at: int | None) -> str:
    """A stored time as people here read it; empty for none."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at is not None else ""
