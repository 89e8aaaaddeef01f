"""The feeder of the demonstration has a token of its own, new at every start, that only delivers readings."""

from __future__ import annotations

from access.authentication.auth_service import AuthService
from access.authentication.tokens import digest
from access.authorization.actors import device_actor
from data.operations.accounts import devices
from demo.simulator import FEED
from demo.simulator_token import feeder_token


def test_the_token_delivers_readings_for_the_whole_city_and_nothing_else(auth: AuthService) -> None:
    token = feeder_token(auth)

    with auth.operations.reading() as connection:
        found = devices.by_digest(connection, digest(token))
    assert found is not None
    actor = device_actor(found, auth.roles, auth.catalogue.regions)
    assert (actor.name, actor.scope.regions) == (FEED, None)
    assert actor.rights == frozenset({"readings.post"})


def test_a_new_start_takes_the_token_of_the_one_before_away(auth: AuthService) -> None:
    old = feeder_token(auth)
    new = feeder_token(auth)

    with auth.operations.reading() as connection:
        before, after = (devices.by_digest(connection, digest(token)) for token in (old, new))
    assert before is not None
    assert after is not None
    assert before.revoked_at is not None
    assert after.revoked_at is None


def test_tokens_of_others_stay(auth: AuthService) -> None:
    from access.administration.devices import make
    from data.core.actor import Actor

    other = make(auth, Actor.cockpit(), "gateway of a firm", "ingest", (440604,), 30)

    feeder_token(auth)
    feeder_token(auth)

    with auth.operations.reading() as connection:
        found = devices.one(connection, other.number)
    assert found is not None
    assert found.revoked_at is None
