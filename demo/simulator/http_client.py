"""Bringing readings to the door over HTTP, and what to do when it is shut."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import requests

from data.core.jobs import Wait

log = logging.getLogger("cockpit.feeder")

TAKEN = 200
PATIENCE = 30.0  # seconds that the door has for an answer
SHORTEST, LONGEST = 0.5, 8.0  # seconds between two attempts

Rows = Sequence[dict[str, Any]]


@dataclass(frozen=True)
class DeliveryAnswer:
    """Whether a batch was taken; if not, why, and after how many seconds the door wants to be asked again."""

    taken: bool
    why: str = ""
    after: float = 0.0


@dataclass
class SimulatorClient:
    """Posts batches to one door. `every` is within how many seconds it promises to bring something."""

    address: str
    every: int
    token: str = ""
    session: requests.Session = field(default_factory=requests.Session)

    def __post_init__(self) -> None:
        self.session.trust_env = False  # the door is on this machine: no proxy of the surroundings leads there
        self.session.headers.update({"Content-Type": "application/json", "X-Feed-Every": str(self.every)})
        if self.token:
            self.session.headers["Authorization"] = f"Bearer {self.token}"

    def bring(self, rows: Rows) -> DeliveryAnswer:
        """Post one batch. Rows that the door refused one by one are logged: it has answered for them."""
        try:
            answer = self.session.post(self.address, data=json.dumps(rows), timeout=PATIENCE)
        except requests.RequestException as error:
            return DeliveryAnswer(False, type(error).__name__)
        if answer.status_code != TAKEN:
            return DeliveryAnswer(False, f"{answer.status_code} {answer.text[:200]}", _after(answer))
        if refused := answer.json()["refused"]:
            log.warning("the door refused %d of %d readings, the first: %s", len(refused), len(rows), refused[0])
        return DeliveryAnswer(True)


def insist(bring: Callable[[Rows], DeliveryAnswer], rows: Rows, wait: Wait) -> bool:
    """Bring a batch again and again until it is taken; False when `wait` says that nobody needs it any more."""
    said = ""
    for pause in _pauses():
        answer = bring(rows)
        if answer.taken:
            return True
        if answer.why != said:
            log.info("the door did not take %d readings (%s); trying again", len(rows), answer.why)
            said = answer.why
        if not wait(max(pause, answer.after)):
            return False
    return False


def _pauses() -> Iterator[float]:
    """Seconds between attempts: twice as long each time, up to a limit."""
    pause = SHORTEST
    while True:
        yield pause
        pause = min(2 * pause, LONGEST)


def _after(answer: requests.Response) -> float:
    text = answer.headers.get("Retry-After", "")
    return min(float(text), 60.0) if text.isascii() and text.isdigit() else 0.0
