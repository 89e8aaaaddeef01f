"""Every sentence of the screens exists in both languages, with the same facts in it."""

from __future__ import annotations

from string import Formatter

import pytest

from components.messages import catalogue


def facts(text: str) -> set[str]:
    """The names of the facts that are put into a message."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_a_message_is_said_in_chinese_and_in_english(key: str) -> None:
    entry = catalogue()[key]
    assert set(entry) == {"zh", "en"}, "a comma in a text needs quotes around it"
    assert all(isinstance(text, str) and text.strip() for text in entry.values())


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_both_languages_name_only_facts_that_the_other_could_name(key: str) -> None:
    entry = catalogue()[key]
    zh, en = facts(entry["zh"]), facts(entry["en"])
    assert zh <= en or en <= zh
