"""The demonstration's feeder knocks like anybody's gateway: with a token that delivers readings and nothing else."""

from __future__ import annotations

from access.administration.devices import make, revoke
from access.authentication.auth_service import AuthService
from data.core.actor import Actor
from data.operations.accounts import devices
from demo.simulator import FEED

DAYS = 366  # a start gives a new token; the longest that one can live


def feeder_token(auth: AuthService) -> str:
    """A new token for the feeder, kept nowhere; the one of the start before is taken away."""
    with auth.operations.reading() as connection:
        before = [one.id for one in devices.listed(connection) if one.name == FEED and one.revoked_at is None]
    cockpit = Actor.cockpit()
    for number in before:
        revoke(auth, cockpit, number)
    return make(auth, cockpit, FEED, "ingest", (auth.catalogue.regions.city.code,), DAYS).token
