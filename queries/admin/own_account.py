"""What somebody's own account says of itself."""

from __future__ import annotations

from dataclasses import dataclass

from components.admin.account_forms import OpenSession, OwnAccount
from data.operations.accounts import accounts, factors, sessions
from data.operations.accounts.account_types import Session
from queries.local_time import local
from queries.request_context import RequestContext

NAMED = 16  # characters of a session's digest that name it


@dataclass(frozen=True)
class OwnAccounts:
    """The account behind the visitor."""

    context: RequestContext

    def own_account(self) -> OwnAccount | None:
        """Its password, second factor and open sessions; None for a device, which has none."""
        actor = self.context.actor
        with self.context.operations.reading() as connection:
            account = accounts.one(connection, actor.account)
            if account is None:
                return None
            opened = sessions.open_of(connection, account.id)
            left = factors.left(connection, account.id)
        return OwnAccount(
            account.password is not None,
            "demo" if account.demo else "none" if account.factor is None else "set",
            left,
            [_opened(one, actor.session) for one in opened],
        )


def _opened(one: Session, here: str) -> OpenSession:
    since, used = (f"{local(at):%Y-%m-%d %H:%M}" for at in (one.created_at, one.seen_at))
    return OpenSession(one.digest[:NAMED], since, used, one.address, one.way, one.agent, one.digest == here)
