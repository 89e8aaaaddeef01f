"""Who may do what: the shipped roles, what no file of roles may say, and decisions that always carry their reason."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from access.authorization.actors import actor_of, audit_name, device_actor, regions_of
from access.authorization.rights import decide
from access.authorization.roles import ADMINISTRATION, FILE, load_roles, shipped
from data.core.actor import Actor
from data.core.scope import Scope
from data.operations.accounts.account_types import AccessDevice, Account, Grants
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.faults import CatalogueError

ROLES = shipped()
CITY, NANHAI, LISHUI, SANSHUI = 440600, 440605, 440605126, 440607
EXPECTED = {  # typed from the design by hand: who may do what
    "leader": {"view.screens", "wall.show", "export", "incident.mode", "task.act", "task.dispatch", "task.rate"},
    "supervisor": {"view.screens", "export", "task.act", "task.dispatch", "task.supervise"},
    "duty-chief": {
        "view.screens",
        "wall.show",
        "alert.acknowledge",
        "alert.silence",
        "incident.mode",
        "task.act",
        "task.dispatch",
    },
    "unit": {"view.screens", "task.act", "task.handle"},
    "analyst": {"view.screens", "export"},
    "steward": {
        "view.screens",
        "export",
        "personal.read",
        "quarantine.read",
        "data.load",
        "devices.manage",
        "task.act",
        "task.dispatch",
    },
    "system-admin": {"account.manage"},
    "security-admin": {"security.manage"},
    "audit-admin": {"audit.read"},
}


@pytest.mark.parametrize("role", EXPECTED)
def test_a_role_may_do_what_the_design_says_and_nothing_else(role: str) -> None:
    assert ROLES.rights([role]) == EXPECTED[role]


def test_there_are_no_other_roles() -> None:
    assert set(ROLES.roles) == set(EXPECTED)


def test_every_action_is_somebodys() -> None:
    people = {right for role in ROLES.roles.values() for right in role.rights}
    machines = {right for rights in ROLES.devices.values() for right in rights}

    assert people | machines == set(ROLES.actions)


@pytest.mark.parametrize("pair", list(combinations(["system-admin", "security-admin", "audit-admin"], 2)))
def test_no_two_of_the_three_administrators_are_one_person(pair: tuple[str, str]) -> None:
    assert ROLES.apart(pair) in pair


@pytest.mark.parametrize("other", ["leader", "unit", "analyst"])
def test_an_administrator_holds_no_other_role(other: str) -> None:
    assert ROLES.apart(["audit-admin", other]) == "audit-admin"
    assert ROLES.apart(["leader", "supervisor"]) is None


def test_an_auditor_cannot_write() -> None:
    assert not [right for right in ROLES.rights(["audit-admin"]) if ROLES.actions[right].writes]


@pytest.mark.parametrize("role", sorted(EXPECTED))
def test_whoever_dispatches_or_administers_needs_a_second_factor(role: str) -> None:
    needs = {"leader", "supervisor", "duty-chief", "steward", "system-admin", "security-admin", "audit-admin"}

    assert ROLES.second_factor([role]) == (role in needs)


def test_of_several_roles_the_first_in_the_file_names_the_person_and_the_narrowest_limits_units() -> None:
    assert ROLES.leading(["unit", "analyst"]) == "analyst"
    assert ROLES.own_units_only(["unit", "analyst"])
    assert not ROLES.own_units_only(["analyst"])


def wrong(tmp_path: Path, before: str, after: str) -> list[tuple[str, int]]:
    """Codes and lines of the faults in the shipped file after one change."""
    text = FILE.read_text("utf-8")
    assert before in text
    file = tmp_path / "roles.yaml"
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(CatalogueError) as refused:
        load_roles(file)
    return [(fault.code, fault.line) for fault in refused.value.faults]


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("rights: [view.screens, task.act, task.handle]", "rights: [view.screens, task.hanlde]", "unknown-action"),
        ("rights: [security.manage]", "rights: [security.manage, account.manage]", "administrators-apart"),
        ("rights: [security.manage]", "rights: [security.manage, view.screens]", "administrators-apart"),
        ("    alone: true\n    rights: [account.manage]", "    rights: [account.manage]", "administrators-apart"),
        ("rights: [audit.read]", "rights: [audit.read, task.rate]", "auditor-writes"),
        ("read: [wall.show, view.screens]", "read: [wall.show, readings.post]", "reader-writes"),
        ("    units: own\n", "    units: mine\n", "literal-error"),
        ("  leader:\n", "  leader:\n    colour: red\n", "extra-forbidden"),
    ],
)
def test_a_file_of_roles_that_breaks_a_rule_is_refused_with_its_line(
    before: str, after: str, code: str, tmp_path: Path
) -> None:
    faults = wrong(tmp_path, before, after)

    assert code in {found for found, _ in faults}
    assert all(line > 1 for _, line in faults)


def person(role: str, scope: Scope) -> Actor:
    return Actor(1, "x", role, scope, ROLES.rights([role]))


@given(
    st.sampled_from(sorted(EXPECTED)),
    st.sampled_from(sorted(ROLES.actions)),
    st.none() | st.sampled_from([CITY, NANHAI, LISHUI]),
    st.none() | st.sampled_from(["water-bureau", "ecology-bureau"]),
)
def test_role_action_region_and_unit_decide_together(
    role: str, action: str, region: int | None, unit: str | None
) -> None:
    scope = Scope(frozenset({NANHAI, LISHUI}), frozenset({"water-bureau"}))

    decision = decide(person(role, scope), action, region, unit)

    reasons = {
        "no-right": action not in EXPECTED[role],
        "out-of-scope": region == CITY,
        "other-unit": unit == "ecology-bureau",
    }
    assert decision.allowed == (not any(reasons.values()))
    assert decision.reason == next((reason for reason, holds in reasons.items() if holds), "allowed")


def account(*roles: str, regions: tuple[int, ...] = (), units: tuple[str, ...] = ()) -> Account:
    grants = Grants(roles, regions, units)
    return Account(7, "x", "X", "1", True, None, None, False, None, 0, False, None, 1, grants)


def test_a_district_includes_its_towns_and_the_city_everything(definitions: Catalogue) -> None:
    regions = definitions.regions

    assert regions_of([CITY, SANSHUI], regions) is None
    assert regions_of([SANSHUI], regions) == frozenset({SANSHUI, *regions.children(SANSHUI)})
    assert regions_of([LISHUI], regions) == frozenset({LISHUI})
    assert regions_of([], regions) == frozenset()
    assert regions_of([1], regions) == frozenset(), "what is not there gives nothing"


def test_a_unit_sees_its_own_tasks_and_a_leader_is_not_limited(definitions: Catalogue) -> None:
    unit = actor_of(account("unit", regions=(CITY,), units=("water-bureau",)), ROLES, definitions.regions)
    leader = actor_of(account("leader", regions=(CITY,)), ROLES, definitions.regions)

    assert (unit.scope.units, leader.scope.units) == (frozenset({"water-bureau"}), None)
    assert (unit.role, audit_name(unit)) == ("unit", "account:7")


def test_without_a_role_nothing_may_be_done(definitions: Catalogue) -> None:
    nobody = actor_of(account(regions=(CITY,)), ROLES, definitions.regions)

    assert nobody.rights == frozenset()
    assert not decide(nobody, "view.screens").allowed


@pytest.mark.parametrize(("kind", "rights"), [("read", {"wall.show", "view.screens"}), ("ingest", {"readings.post"})])
def test_a_device_reads_or_delivers_and_belongs_to_no_unit(kind: str, rights: set[str], definitions: Catalogue) -> None:
    device = AccessDevice(3, "wall", kind, (SANSHUI,), 0, "cockpit", 1, None, None)

    actor = device_actor(device, ROLES, definitions.regions)

    assert actor.rights == rights
    assert actor.scope == Scope(frozenset(definitions.regions.within(SANSHUI)), frozenset())
    assert audit_name(actor) == "device:3"


def test_the_administration_is_in_the_hands_of_three() -> None:
    hands = {right: [name for name, role in ROLES.roles.items() if right in role.rights] for right in ADMINISTRATION}

    assert sorted(len(names) for names in hands.values()) == [1, 1, 1]
    assert len({name for names in hands.values() for name in names}) == 3
