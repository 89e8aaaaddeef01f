"""The feeder of the demonstration has a token of its own, new at every start, that only delivers readings."""

from __future__ import annotations

from access.authentication.auth_service import AuthService
from access.authentication.tokens import digest
from access.authorization.actors import device_asker
from data.operations.accounts import devices
from demo.simulator import FEED
from demo.simulator_token import feeder_token


def test_the_token_delivers_readings_for_the_whole_city_and_nothing_else(doors: AuthService) -> None:
    token = feeder_token(doors)

    with doors.operations.reading() as connection:
        found = devices.by_digest(connection, digest(token))
    assert found is not None
    asker = device_asker(found, doors.roles, doors.catalogue.regions)
    assert (asker.name, asker.scope.regions) == (FEED, None)
    assert asker.rights == frozenset({"readings.post"})


def test_a_new_start_takes_the_token_of_the_one_before_away(doors: AuthService) -> None:
    old = feeder_token(doors)
    new = feeder_token(doors)

    with doors.operations.reading() as connection:
        before, after = (devices.by_digest(connection, digest(token)) for token in (old, new))
    assert before is not None
    assert after is not None
    assert before.revoked_at is not None
    assert after.revoked_at is None


def test_tokens_of_others_stay(doors: AuthService) -> None:
    from access.administration.devices import make
    from data.core.actor import Actor

    other = make(doors, Actor.cockpit(), "gateway of a firm", "ingest", (440604,), 30)

    feeder_token(doors)
    feeder_token(doors)

    with doors.operations.reading() as connection:
        found = devices.one(connection, other.number)
    assert found is not None
    assert found.revoked_at is None
