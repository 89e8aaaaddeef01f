"""Each reason for a refusal has a sentence in both languages, made of the facts that it brings."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from string import Formatter
from typing import get_args

from components.messages import catalogue
from components.messages.refusal_texts import located_text, refusal_text
from data.pipeline.refusal import RefusalReason
from indicators.definitions.model import Level, NativeGrain

ROOT = Path(__file__).parents[2]
PREFIX, NOTICED = "refused.", "noticed."
PLACES = {f"{PREFIX}row", f"{PREFIX}column"}
NOT_SAID = {"region"}  # facts for programs


def raised(of: str = "RefusalReason") -> Iterator[tuple[str, str, set[str] | None]]:
    """Each place that refuses (or, of `Notice`, that says what is odd about a row it takes): where, the code, and the
    names of its facts (None where they are put together)."""
    for file in (ROOT / "data").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if not isinstance(node, ast.Call) or not node.args or not isinstance(node.args[0], ast.Constant):
                continue
            name, code = ast.unparse(node.func), str(node.args[0].value)
            where = f"{file.relative_to(ROOT)}:{node.lineno}"
            if name in ("RowRefused", "DeliveryRefused.of") and of == "RefusalReason":
                yield where, code, names_of([(word.arg, word.value) for word in node.keywords])
            elif name == of:
                facts = node.args[1] if len(node.args) > 1 else ast.Dict([], [])
                assert isinstance(facts, ast.Dict), where
                keys = [key.value if isinstance(key, ast.Constant) else None for key in facts.keys]
                yield where, code, names_of(list(zip(keys, facts.values, strict=True)))


def names_of(given: list[tuple[object, ast.expr]]) -> set[str] | None:
    return {str(name) for name, _ in given} if all(name is not None for name, _ in given) else None


def said_by(code: str, prefix: str = PREFIX) -> set[str]:
    """What the message of a code puts in."""
    text = catalogue()[prefix + code]["zh"]
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def test_every_reason_has_its_sentence_and_brings_what_the_sentence_says() -> None:
    found = list(raised())

    assert len(found) > 70
    assert [where for where, code, _ in found if PREFIX + code not in catalogue()] == []
    assert [where for where, code, facts in found if facts is not None and facts - NOT_SAID != said_by(code)] == []


def test_every_sentence_belongs_to_a_reason() -> None:
    codes = {PREFIX + code for _, code, _ in raised()}

    assert {key for key in catalogue() if key.startswith(PREFIX)} == codes | PLACES


def test_every_notice_has_its_sentence_and_every_sentence_its_notice() -> None:
    found = list(raised("Notice"))

    assert {key for key in catalogue() if key.startswith(NOTICED)} == {NOTICED + code for _, code, _ in found}
    assert [where for where, code, facts in found if facts is not None and facts != said_by(code, NOTICED)] == []


def test_levels_and_grains_are_words_of_the_language() -> None:
    refusal = RefusalReason("wrong_level", {"measure": "gdp", "deepest": "district", "level": "town"}, 3, "region")

    assert located_text("zh", refusal) == "第 3 行，“region”列：gdp 最低报送到区，不到镇街"
    assert located_text("en", refusal) == "row 3, column region: gdp is delivered down to the district, not for a town"
    assert {f"delivered.level.{level}" for level in get_args(Level)} <= set(catalogue())
    assert {f"delivered.grain.{grain}" for grain in get_args(NativeGrain)} <= set(catalogue())


def test_a_reason_of_another_version_is_said_as_it_was_kept() -> None:
    assert refusal_text("zh", RefusalReason("bad_period", {"detail": "a sentence of before"})) == "a sentence of before"
    assert refusal_text("zh", RefusalReason("of_tomorrow", {"x": 1}, 2)) == "of_tomorrow 2 (x=1)"
