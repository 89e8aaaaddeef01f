"""Why something that was delivered is not taken, or what is odd about it, as a sentence in either language."""

from __future__ import annotations

from components.messages import message
from data.pipeline.refusal import Fact, Notice, RefusalReason


def refusal_text(lang: str, refusal: RefusalReason) -> str:
    """The sentence of a refusal. One of a version before or after this one comes as that version wrote it."""
    return _text(lang, refusal, "refused")


def notice_text(lang: str, notice: Notice) -> str:
    """The sentence of what is odd about a row that was taken all the same."""
    return _text(lang, notice, "noticed")


def located_text(lang: str, refusal: RefusalReason) -> str:
    """The sentence of a refusal behind the file, row and column that it is about."""
    return _place(lang, refusal) + refusal_text(lang, refusal)


def located_notice(lang: str, notice: Notice) -> str:
    """The sentence of a notice behind the file, row and column that it is about."""
    return _place(lang, notice) + notice_text(lang, notice)


def _text(lang: str, refusal: RefusalReason, kind: str) -> str:
    if set(refusal.facts) == {"detail"}:
        return str(refusal.facts["detail"])
    try:
        said = {name: _said(lang, name, fact) for name, fact in refusal.facts.items()}
        return message(lang, f"{kind}.{refusal.code}", **said)
    except KeyError:
        return str(refusal)


def _place(lang: str, refusal: RefusalReason) -> str:
    places = [refusal.file] if refusal.file else []
    places += [message(lang, "refused.row", row=refusal.row)] if refusal.row else []
    places += [message(lang, "refused.column", column=refusal.column)] if refusal.column else []
    between, after = ("，", "：") if lang == "zh" else (", ", ": ")
    return between.join(places) + after if places else ""


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
