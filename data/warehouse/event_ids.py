"""The numbers under which events are stored. An id is text and stands for itself alone: two ids never share a number.

A plain decimal number is its own number. Any other id (letters, hyphens, leading zeros, more than 18 digits) gets the
next negative number of its kind, which the table `event_id` keeps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import Connection, func, insert, select

from data.warehouse.tables import event_id

_PLAIN = re.compile(r"[1-9][0-9]{0,17}", re.ASCII)
_AT_ONCE = 5_000  # texts of one query: engines bound how many parameters they take


def event_numbers(connection: Connection, kind: int, ids: Sequence[str]) -> NDArray[np.int64]:
    """The number of each id, int64[N]; a new one gets the next. The transaction holds the writer's lock."""
    worded = list(dict.fromkeys(one for one in ids if not _PLAIN.fullmatch(one)))
    known = {one: number for part in _parts(worded) for one, number in _standing(connection, kind, part)}
    new = [one for one in worded if one not in known]
    if new:
        lowest = select(func.coalesce(func.min(event_id.c.no), 0)).where(event_id.c.kind == kind)
        first = int(connection.execute(lowest).scalar_one()) - 1
        known |= {one: first - place for place, one in enumerate(new)}
        connection.execute(insert(event_id), [{"kind": kind, "id": one, "no": known[one]} for one in new])
    return np.array([known[one] if one in known else int(one) for one in ids], dtype=np.int64)


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _standing(connection: Connection, kind: int, ids: Sequence[str]) -> list[tuple[str, int]]:
    query = select(event_id.c.id, event_id.c.no).where(event_id.c.kind == kind, event_id.c.id.in_(ids))
    return [(row.id, row.no) for row in connection.execute(query)]
