"""What screens and notices say about tasks: states, moves, refusals, and the words of a proposed task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from components.formatting.numbers import digits
from components.framework.view import Bilingual, Lang, View
from components.messages import message


def state_name(view: View, state: str) -> str:
    """The name of a task's state."""
    return view.translate(f"task.state.{state}")


def transition_name(view: View, move: str) -> str:
    """What somebody did, or may do."""
    return view.translate(f"task.move.{move}")


def urgency_name(view: View, urgency: str) -> str:
    """How pressing a task is."""
    return view.translate(f"task.urgency.{urgency}")


def tier_name(view: View, tier: str) -> str:
    """One of the five levels of handling."""
    return view.translate(f"task.tier.{tier}")


def outcome_name(view: View, helped: str) -> str:
    """What became of the number that a task was sent for."""
    return view.translate(f"task.helped.{helped}")


def limit_unit_name(view: View, unit: str) -> str:
    """What a limit is counted in."""
    return view.translate(f"task.limit.{unit}")


def refusal(view: View, code: str, facts: Mapping[str, object]) -> str:
    """Why something was not done, in one sentence. A unit among the facts should be given by its name."""
    return view.translate(f"task.refused.{code}", **facts_in_words(view, facts))


def facts_in_words(view: View, facts: Mapping[str, object], kind: str = "task") -> dict[str, object]:
    """The facts of a refusal with states, transitions and units of time in the visitor's language.

    `kind` is what was refused something: a `task` or a `matter`; both name their states and transitions themselves.
    """
    said = dict(facts)
    if "state" in said:
        said["state"] = view.translate(f"{kind}.state.{said['state']}")
    if "transition" in said:
        said["transition"] = view.translate(f"{kind}.move.{said['transition']}")
    if "limit_unit" in said:
        said["limit_unit"] = limit_unit_name(view, str(said["limit_unit"]))
    return said


@dataclass(frozen=True)
class LocalisedProposalWording:
    """The words of a proposed task in a language, as tasks.tasks.proposals asks for them."""

    lang: Lang

    def localise(self, subject: str, part: str, **facts: str) -> str:
        """The title, the request (`what`) or the reason (`why`) of a proposed task."""
        return message(self.lang, f"task.proposal.{subject}.{part}", **facts)

    def name(self, text: Bilingual) -> str:
        """A name in this language."""
        return text.zh if self.lang == "zh" else text.en

    def number(self, value: float | None, decimals: int, unit: Bilingual | None = None) -> str:
        """A number with its unit."""
        said = "" if unit is None else self.name(unit)
        close = said in {"%", "‰", "°", ""} or self.lang == "zh"
        return digits(value, decimals) + (said if close else f" {said}")
