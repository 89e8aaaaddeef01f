"""Series as bytes: little-endian arrays of one region, so that a page reads a row and not a thousand.

Layout: one byte whose bit i says that float array i follows (an array of nothing but NaN does not), then the
float arrays as f8 of length n, then each code array as u1 of length n.
"""

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from indicators.statistics.arrays import Floats

Codes = NDArray[np.uint8]


def pack(floats: Floats, codes: Codes) -> bytes:
    """`floats` float64[F, n] with F at most eight, and `codes` uint8[C, n], as bytes."""
    present: NDArray[np.bool_] = np.logical_not(np.isnan(floats).all(axis=1))
    head = np.packbits(present, bitorder="little").tobytes()
    return head + floats[present].astype("<f8", copy=False).tobytes() + codes.tobytes()


def unpack(packed: bytes, n: int, floats: int, codes: int = 0) -> tuple[list[Floats], list[Codes]]:
    """The arrays again: `floats` float64[n] and `codes` uint8[n], read-only."""
    head, offset = packed[0], 1
    numbers: list[Floats] = []
    for place in range(floats):
        if head >> place & 1:
            numbers.append(np.frombuffer(packed, dtype="<f8", count=n, offset=offset))
            offset += 8 * n
        else:
            numbers.append(_nothing(n))
    marks = [np.frombuffer(packed, dtype=np.uint8, count=n, offset=offset + place * n) for place in range(codes)]
    return numbers, marks


@lru_cache(maxsize=512)
def _nothing(n: int) -> Floats:
    nothing = np.full(n, np.nan)
    nothing.setflags(write=False)
    return nothing


def first_filled(floats: Floats) -> NDArray[np.int64]:
    """How many leading periods of float64[F, R, T] hold nothing at all, for each of R regions; T when none does."""
    filled: NDArray[np.bool_] = np.logical_not(np.isnan(floats).all(axis=0))
    first: NDArray[np.int64] = np.where(filled.any(axis=1), filled.argmax(axis=1), filled.shape[1])
    return first
