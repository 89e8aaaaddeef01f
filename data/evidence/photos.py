"""Photos made anew by a process of its own, one at a time for all workers of a server.

A decoder that dies, runs out of memory or takes too long is one refusal: nothing of it touches the server.
"""

from __future__ import annotations

import fcntl
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from data.evidence.photo_decoder import DAMAGED, TOO_MANY_PIXELS
from indicators.definitions.input_limits import DECODER_QUEUE, DECODER_SECONDS, DECODER_WAIT_SECONDS, PHOTO_PIXELS

_ROOT = Path(__file__).parents[2]
_LOOKS = 0.05  # seconds between two looks at whether the turn has come


class PhotoRefused(ValueError):
    """A photo that is not taken; `code` says why, `facts` are the limit and the value where there are any."""

    def __init__(self, code: str, sentence: str, **facts: object) -> None:
        super().__init__(sentence)
        self.code = code
        self.facts = facts


class PhotoDecoder:
    """Decodes photos. With a folder, whoever decodes by the same folder takes turns, also in other processes."""

    def __init__(self, turns: Path | None = None, waits: float = DECODER_WAIT_SECONDS) -> None:
        self._turns = turns
        self._waits = waits

    def decode(self, content: bytes) -> tuple[str, bytes]:
        """The media type and what is kept of a photo. PhotoRefused."""
        if self._turns is None:
            return _decoded(content)
        self._turns.mkdir(parents=True, exist_ok=True, mode=0o700)
        with _queued(self._turns), _locked(self._turns / ".decoding", self._waits):
            return _decoded(content)


def _decoded(content: bytes) -> tuple[str, bytes]:
    """Nothing of this process but the photo goes to the decoder: no environment, no open files."""
    command = [sys.executable, "-m", "data.evidence.photo_decoder"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=DECODER_SECONDS, cwd=_ROOT, env={})
    except subprocess.TimeoutExpired:
        raise _too_heavy() from None
    if done.returncode == TOO_MANY_PIXELS:
        limit, value = PHOTO_PIXELS // 1_000_000, f"{int(done.stdout) / 1_000_000:.1f}"
        sentence = f"a photo may have {limit} million pixels, this one has {value} million"
        raise PhotoRefused("too-many-pixels", sentence, limit=limit, value=value)
    if done.returncode == DAMAGED:
        raise PhotoRefused("damaged", "the photo cannot be read")
    if done.returncode:
        raise _too_heavy()
    media, _, kept = done.stdout.partition(b"\n")
    return media.decode(), kept


def _too_heavy() -> PhotoRefused:
    return PhotoRefused("too-heavy", "decoding the photo takes more memory or time than a photo may")


def _busy() -> PhotoRefused:
    return PhotoRefused("busy", "other photos are being decoded; try again in a moment")


@contextmanager
def _queued(folder: Path) -> Iterator[None]:
    """A place in the queue while the block runs; PhotoRefused when all are taken."""
    for number in range(DECODER_QUEUE):
        with (folder / f".queue-{number}").open("w") as place:
            if _take(place.fileno()):
                yield
                return
    raise _busy()


@contextmanager
def _locked(file: Path, waits: float) -> Iterator[None]:
    """The one turn while the block runs; PhotoRefused when it did not come in time."""
    until = time.monotonic() + waits
    with file.open("w") as held:
        while not _take(held.fileno()):
            if time.monotonic() >= until:
                raise _busy()
            time.sleep(_LOOKS)
        yield


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
