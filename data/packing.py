"""Series as bytes: little-endian arrays of one region, so that a page reads a row and not a thousand.

Layout: one byte whose bit i says that float array i follows (an array of nothing but NaN does not), then the
float arrays as f8 of length n, then each code array as u1 of length n.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Codes = NDArray[np.uint8]


def pack(floats: Sequence[Floats], codes: Sequence[Codes]) -> bytes:
    """Arrays of equal length n, at most eight of them floats, as bytes."""
    present = [not bool(np.isnan(array).all()) for array in floats]
    head = bytes([sum(1 << place for place, there in enumerate(present) if there)])
    body = [
        np.ascontiguousarray(array, dtype="<f8").tobytes()
        for array, there in zip(floats, present, strict=True)
        if there
    ]
    return b"".join([head, *body, *(np.ascontiguousarray(array, dtype=np.uint8).tobytes() for array in codes)])


def unpack(packed: bytes, n: int, floats: int, codes: int = 0) -> tuple[list[Floats], list[Codes]]:
    """The arrays again: `floats` float64[n] and `codes` uint8[n], read-only."""
    head, offset = packed[0], 1
    numbers: list[Floats] = []
    for place in range(floats):
        if head >> place & 1:
            numbers.append(np.frombuffer(packed, dtype="<f8", count=n, offset=offset))
            offset += 8 * n
        else:
            numbers.append(np.full(n, np.nan))
    marks = [np.frombuffer(packed, dtype=np.uint8, count=n, offset=offset + place * n) for place in range(codes)]
    return numbers, marks


def first_filled(floats: Sequence[Floats]) -> int:
    """How many leading periods hold nothing at all and need not be stored."""
    filled = np.logical_or.reduce([~np.isnan(array) for array in floats])
    return int(np.argmax(filled)) if filled.any() else len(filled)
