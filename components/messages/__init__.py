"""The one catalogue of messages: every sentence a screen says, in Chinese and in English."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml

from components.messages.plurals import agreeing


@cache
def catalogue() -> dict[str, dict[str, str]]:
    """key → {zh, en}, from all files beside this one. A key in two files is a ValueError."""
    found: dict[str, dict[str, str]] = {}
    for file in sorted(Path(__file__).parent.glob("*.yaml")):
        entries = yaml.load(file.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)) or {}
        twice = found.keys() & entries.keys()
        if twice:
            raise ValueError(f"{file.name}: said elsewhere too: {sorted(twice)}")
        found |= entries
    return found


def message(lang: str, key: str, **facts: object) -> str:
    """The message under `key` in `lang`, with `facts` put in. KeyError names a missing key or fact."""
    text = catalogue()[key][lang]
    if not facts:
        return text
    return (agreeing(text, facts) if lang == "en" else text).format(**facts)
