"""A subject's styles stay within the subject: a file of styles names a class of its own in every rule.

Files numbered below 25 and from 90 on hold what belongs to all: tokens, elements, frame, parts, charts, paper.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from tests.documents import ROOT

NAME = re.compile(r"[.#]([a-zA-Z][\w-]*)")
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STEP = re.compile(r"^(from|to|[\d.]+%)$")  # of an animation


def belongs_to_all(file: str) -> bool:
    return not 25 <= int(file[:2]) < 90


def selectors(styles: str) -> Iterator[str]:
    """Every selector of a file of styles, those within conditions too."""
    for head in re.findall(r"([^{};]+)\{", COMMENT.sub("", styles)):
        if not head.strip().startswith("@"):
            yield from (one.strip() for one in re.split(r",(?![^(]*\))", head) if not STEP.match(one.strip()))


def reaching(files: Mapping[str, str]) -> list[str]:
    """What reaches outside: a selector without a class of its subject, or one led by another subject's class."""
    named = {file: [(one, NAME.findall(one)) for one in selectors(styles)] for file, styles in files.items()}
    shared = {name for file, found in named.items() if belongs_to_all(file) for _, names in found for name in names}
    leaders: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for file, found in named.items():
        if not belongs_to_all(file):
            for selector, names in found:
                own = next((name for name in names if name not in shared), "")
                leaders[own][file].append(selector)
    outside = [f"{file}: {one} names no class of its own" for file, all_ in leaders.pop("", {}).items() for one in all_]
    return outside + [f".{name} leads rules of {' and '.join(sorted(two))}" for name, two in _twice(leaders)]


def _twice(leaders: Mapping[str, Mapping[str, Sequence[str]]]) -> list[tuple[str, Mapping[str, Sequence[str]]]]:
    return [(name, files) for name, files in leaders.items() if len(files) > 1]


def test_no_rule_of_a_subject_reaches_outside_it() -> None:
    files = {file.name: file.read_text(encoding="utf-8") for file in (ROOT / "assets" / "css").glob("*.css")}
    assert len(files) > 15

    assert reaching(files) == []


def test_a_rule_for_all_panels_in_one_subjects_file_is_found() -> None:
    files = {"10-base.css": ".panel { padding: 0 }", "55-tasks.css": "details.panel { max-width: 44rem }"}

    assert reaching(files) == ["55-tasks.css: details.panel names no class of its own"]


def test_one_class_in_the_files_of_two_subjects_is_found() -> None:
    files = {"40-a.css": ".quiet b { color: red }", "50-b.css": "@media print { .wide, .quiet { display: none } }"}

    assert reaching(files) == [".quiet leads rules of 40-a.css and 50-b.css"]
