"""The one mechanism by which a subject goes from state to state: a table of transitions with guards and effects.

Tasks, supervised matters, alerts and incidents each have a table of their own; what is asked of it, and how it answers,
is the same.
"""

from indicators.workflow.refusal import Fact, Refusal, reject
from indicators.workflow.table import Accepted, TransitionTable
from indicators.workflow.transition import Choice, Effect, Guard, Record, Transition

__all__ = [
    "Accepted",
    "Choice",
    "Effect",
    "Fact",
    "Guard",
    "Record",
    "Refusal",
    "Transition",
    "TransitionTable",
    "reject",
]
