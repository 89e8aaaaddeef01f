"""The words a source uses for how settled a figure is, and the small numbers they are stored as."""

from enum import IntEnum


class State(IntEnum):
    """How settled a fact is. Of actual figures the order of loading decides which stands, never the state."""

    NONE = 0
    FORECAST = 1
    PRELIMINARY = 2
    REVISED = 3
    FINAL = 4
    PLAN = 5

    @classmethod
    def parse(cls, text: str) -> "State":
        """The state named by a file (`preliminary`, …; empty or `null`: NONE). ValueError when unknown."""
        word = text.strip().upper()
        if word in ("", "NULL", "NAN"):
            return cls.NONE
        try:
            return cls[word]
        except KeyError:
            raise ValueError(f"{text!r} is not one of {', '.join(state.name.lower() for state in cls)}") from None


EXPECTED = (State.FORECAST, State.PLAN)
"""States of figures that say what is expected or wanted, not what is: they never stand for the actual one."""
