"""What the system administrator works with: accounts and devices, and the forms for new ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.forms.action_form import action_form, button, text_field
from components.forms.inputs import choice, hidden
from components.forms.password_again import folded_action, password_again
from components.forms.region_boxes import region_boxes
from components.framework.view import View
from components.tables.accessible_table import table
from indicators.definitions.regions import Regions

AGAIN = frozenset({"account.enable", "account.reset-password"})  # of a row's acts, those that ask for the password


@dataclass(frozen=True)
class AccountLine:
    """One account in a list. `roles`, `places`, `units` and `seen` (a local time) are ready to be read."""

    number: int
    login: str
    name: str
    staff: str
    active: bool
    demo: bool
    roles: str
    places: str
    units: str
    factor: bool
    seen: str
    bound: bool = False
    first_expired: bool = False

    @property
    def state(self) -> str:
        """What stands in the list: active, disabled, or active with a first password that is no longer good."""
        return "disabled" if not self.active else "first-expired" if self.first_expired else "active"


@dataclass(frozen=True)
class DeviceLine:
    """One device in a list; `state` is valid, expired or revoked."""

    number: int
    name: str
    kind: str
    places: str
    state: str
    expires: str
    used: str


@dataclass(frozen=True)
class AccountsView:
    """All accounts and devices, and what a new device may be of: a kind, and regions."""

    accounts: Sequence[AccountLine]
    devices: Sequence[DeviceLine]
    device_kinds: Sequence[str]
    regions: Regions


def accounts_table(view: View, found: Sequence[AccountLine]) -> Component:
    """All accounts with what the system administrator may do to each."""
    columns = ("login", "name", "staff", "roles", "factor", "seen", "state", "do")
    heads = [view.translate(f"admin.col.{name}") for name in columns]
    rows = [
        [
            one.login,
            one.name,
            html.Span(one.staff, **{"data-number": "staff"}),
            one.roles or view.translate("admin.no-role"),
            view.translate("admin.factor.set" if one.factor else "admin.factor.none"),
            html.Time(one.seen) if one.seen else "—",
            view.translate(f"admin.{one.state}"),
            view.translate("admin.demo") if one.demo else _account_acts(view, one),
        ]
        for one in found
    ]
    return table(view.translate("admin.accounts"), heads, rows, className="accounts")


def _account_acts(view: View, one: AccountLine) -> Component:
    turn = "account.disable" if one.active else "account.enable"
    acts = [turn, "account.reset-password", "account.end-sessions", *(["account.unbind"] if one.bound else [])]
    return html.Div([_small(view, act, "account", one.number, one.login) for act in acts], className="row-acts")


def _small(view: View, act: str, field: str, number: int, about: str) -> Component:
    """A button in a row; said aloud, it names what it is about."""
    label = f"admin.do.{act}"
    if act in AGAIN:
        return folded_action(view, act, label, hidden(field, number), about=about)
    spoken = {"aria-label": f"{view.translate(label)}: {about}"}
    return action_form(view, act, hidden(field, number), button(view, label, **spoken), className="act-inline")


def new_account(view: View) -> Component:
    """The form for a new account; what it may do is said by somebody else."""
    return action_form(
        view,
        "account.create",
        text_field(view, "login", "admin.new.login", maxLength=64, required=True, autoComplete="off"),
        text_field(view, "name", "admin.new.name", maxLength=80, required=True, autoComplete="off"),
        text_field(view, "staff", "admin.new.staff", maxLength=40, required=True, autoComplete="off"),
        password_again(view),
        button(view, "admin.new.create", "button main"),
    )


def devices_table(view: View, found: Sequence[DeviceLine]) -> Component:
    """All devices with the button that takes a token away."""
    heads = [
        view.translate(f"admin.device.{name}") for name in ("name", "kind", "places", "expires", "used", "state", "do")
    ]
    rows = [
        [
            one.name,
            view.translate(f"role.device-{one.kind}"),
            one.places,
            html.Time(one.expires),
            html.Time(one.used) if one.used else "—",
            view.translate(f"admin.device.state.{one.state}"),
            _small(view, "device.revoke", "device", one.number, one.name) if one.state == "valid" else "—",
        ]
        for one in found
    ]
    return table(view.translate("admin.devices"), heads, rows)


def new_device(view: View, kinds: Sequence[str], regions: Regions) -> Component:
    """The form for a new device's token."""
    options = [(kind, view.translate(f"role.device-{kind}")) for kind in kinds]
    said = html.Span(view.translate("admin.device.kind"), className="label")
    return action_form(
        view,
        "device.create",
        text_field(view, "name", "admin.device.name", maxLength=80, required=True, autoComplete="off"),
        html.Label([said, choice("kind", options)], className="field"),
        text_field(view, "days", "admin.device.days", "number", value="90", min="1", max="366", required=True),
        region_boxes(view, regions, ()),
        password_again(view),
        button(view, "admin.device.create", "button main"),
    )
