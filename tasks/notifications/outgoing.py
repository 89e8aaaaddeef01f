"""Sending notices on, in a process of its own: each until it is taken, with growing waits, or until it is given up."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass

import requests

from data.core.clock import Clock, to_epoch
from data.operations import Operations
from data.operations.notifications.outgoing_store import mark_failed, mark_sent, queue_new, take
from tasks.notifications.webhook import WebhookTarget, deliver, own_session

WAITS = (10, 60, 300, 1800, 7200, 21_600, 43_200)  # seconds before the second try, the third, …; then it is given up
AT_ONCE = 50  # notices of one turn
log = logging.getLogger("cockpit.outgoing")
Chance = Callable[[], float]
"""A number from 0 to 1."""


@dataclass(frozen=True)
class SendingResult:
    """What became of the notices of one turn."""

    sent: int = 0
    again: int = 0
    given_up: int = 0


def next_try(attempts: int, now: int, chance: Chance) -> int | None:
    """When a notice that failed after so many tries is tried again, spread by a fifth; None when it is given up."""
    if attempts > len(WAITS):
        return None
    return now + round(WAITS[attempts - 1] * (0.9 + 0.2 * chance()))


def send_waiting(
    operations: Operations, hook: WebhookTarget, session: requests.Session, clock: Clock, chance: Chance
) -> SendingResult:
    """Send what waits, one after another; no transaction is open while the other side thinks."""
    with operations.writing() as connection:
        queue_new(connection, hook.name, to_epoch(clock.now()))
        taken = take(connection, hook.name, to_epoch(clock.now()), AT_ONCE)
    turn = SendingResult()
    for waiting in taken:
        now = to_epoch(clock.now())
        fault = deliver(hook, session, waiting, now)
        following = next_try(waiting.attempts + 1, now, chance) if fault else None
        with operations.writing() as connection:
            if fault:
                mark_failed(connection, hook.name, waiting.notice, now, fault, following)
            else:
                mark_sent(connection, hook.name, waiting.notice, now)
        turn = _counted(turn, fault, following)
        if fault:
            log.warning("notice %d to %s: %s", waiting.notice, hook.name, fault)
    return turn


def _counted(turn: SendingResult, fault: str, following: int | None) -> SendingResult:
    if not fault:
        return SendingResult(turn.sent + 1, turn.again, turn.given_up)
    if following is not None:
        return SendingResult(turn.sent, turn.again + 1, turn.given_up)
    return SendingResult(turn.sent, turn.again, turn.given_up + 1)


def keep_sending(
    operations: Operations, hook: WebhookTarget, clock: Clock, chance: Chance, again: Callable[[], bool]
) -> None:
    """Send whenever `again` (which waits) says so, until it says no. A failure is logged and tried again."""
    logging.getLogger("urllib3").setLevel(logging.INFO)  # it would write addresses, which may carry a key
    session = own_session()
    while again():
        try:
            send_waiting(operations, hook, session, clock, chance)
        except Exception as error:
            log.error("notices to %s could not be sent (%s); trying again", hook.name, type(error).__name__)
        finally:
            operations.dispose()
