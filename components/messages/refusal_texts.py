"""Why something that was delivered is not taken, as a sentence in either language."""

from __future__ import annotations

from components.messages import message
from data.pipeline.refusal import Fact, Refusal


def refusal_text(lang: str, refusal: Refusal) -> str:
    """The sentence of a refusal. One of a version before or after this one comes as that version wrote it."""
    if set(refusal.facts) == {"detail"}:
        return str(refusal.facts["detail"])
    try:
        said = {name: _said(lang, name, fact) for name, fact in refusal.facts.items()}
        return message(lang, f"refused.{refusal.code}", **said)
    except KeyError:
        return str(refusal)


def located_text(lang: str, refusal: Refusal) -> str:
    """The sentence behind the file, row and column that it is about."""
    places = [refusal.file] if refusal.file else []
    places += [message(lang, "refused.row", row=refusal.row)] if refusal.row else []
    places += [message(lang, "refused.column", column=refusal.column)] if refusal.column else []
    between, after = ("，", "：") if lang == "zh" else (", ", ": ")
    return (between.join(places) + after if places else "") + refusal_text(lang, refusal)


def passed_over_text(lang: str, code: str, rows: int) -> str:
    """How many rows said nothing to land, and why that is no fault."""
    return message(lang, f"passed_over.{code}", rows=rows)


def _said(lang: str, name: str, fact: Fact) -> Fact:
    """A fact as the sentence says it: keys of limits, levels and grains are words of the language."""
    if name == "what":
        return message(lang, f"limit.{fact}")
    if name in ("level", "deepest"):
        return message(lang, f"delivered.level.{fact}")
    return message(lang, f"delivered.grain.{fact}") if name == "grain" else fact
