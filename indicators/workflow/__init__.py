"""The one mechanism by which a subject goes from state to state: a table of transitions with guards and effects.

Tasks, supervised matters, alerts and incidents each have a table of their own; what is asked of it, and how it answers,
is the same.
"""

from indicators.workflow.refusal import Fact, Refusal, reject
from indicators.workflow.table import AcceptedTransition, TransitionTable
from indicators.workflow.transition import Effect, Guard, Record, TargetChoice, Transition

__all__ = [
    "AcceptedTransition",
    "Effect",
    "Fact",
    "Guard",
    "Record",
    "Refusal",
    "TargetChoice",
    "Transition",
    "TransitionTable",
    "reject",
]
