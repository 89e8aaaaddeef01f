"""The catalogue of messages: complete in both languages, and neither more nor less than what the screens say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from string import Formatter

from components.messages import catalogue

ROOT = Path(__file__).parents[2]
CODE = [file for room in ("components", "pages", "queries", "web") for file in (ROOT / room).rglob("*.py")]


def placeholders(text: str) -> set[str]:
    """The names of what is put into a message."""
    return {name.split(".")[0].split("[")[0] for _, name, _, _ in Formatter().parse(text) if name is not None}


def pattern(node: ast.AST) -> re.Pattern[str] | None:
    """What a text in the code may be: itself, or anything where a value is put in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return re.compile(re.escape(node.value))
    if isinstance(node, ast.JoinedStr):
        parts = [re.escape(str(v.value)) if isinstance(v, ast.Constant) else "[^ ]+" for v in node.values]
        return re.compile("".join(parts))
    return None


def texts() -> Iterator[re.Pattern[str]]:
    """Every text in the code that may be a key."""
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            found = pattern(node)
            if found is not None and found.pattern.strip("[^ ]+"):
                yield found


def asked() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every key that is given to `t` in the code, with its place."""
    for file in CODE:
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == "t"
                and node.args
            ):
                keys = (
                    [node.args[0].body, node.args[0].orelse] if isinstance(node.args[0], ast.IfExp) else node.args[:1]
                )
                for key in keys:
                    found = pattern(key)
                    if found is not None:
                        yield f"{file.relative_to(ROOT)}:{node.lineno}", found


def test_a_message_is_said_in_both_languages_with_the_same_facts() -> None:
    """Walks all messages."""
    wrong = [key for key, said in catalogue().items() if not same_in_both(said)]

    assert wrong == [], "a comma in a text needs quotes around it"


def same_in_both(said: Mapping[str, object]) -> bool:
    """Whether there is a Chinese and an English text, and the same is put into both."""
    zh, en = said.get("zh"), said.get("en")
    if set(said) != {"zh", "en"} or not isinstance(zh, str) or not isinstance(en, str):
        return False
    return bool(zh.strip() and en.strip()) and placeholders(zh) == placeholders(en)


def test_every_key_that_the_code_asks_for_is_in_the_catalogue() -> None:
    unknown = [f"{place} {key.pattern}" for place, key in asked() if not any(map(key.fullmatch, catalogue()))]

    assert unknown == []


def test_every_message_is_asked_for_somewhere() -> None:
    known = list(texts())
    idle = [key for key in catalogue() if not any(text.fullmatch(key) for text in known)]

    assert idle == []
