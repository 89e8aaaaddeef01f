"""Random streams: one for each subject, so that adding a measure changes no other measure's numbers."""

from hashlib import sha256

import numpy as np


def stream(seed: int, *subject: str) -> np.random.Generator:
    """The generator (PCG64) that belongs to a seed and a subject, e.g. stream(1, "measure", "grids")."""
    digest = sha256("\x1f".join((str(seed), *subject)).encode()).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest[:16], "big")))
