"""Reading YAML without losing where each thing stands."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from indicators.definitions.faults import Fault
from indicators.definitions.input_limits import YAML_BYTES, YAML_DEPTH, YAML_NODES, YAML_NUMBER_CHARACTERS

Path_ = tuple[str | int, ...]
_NUMBERLIKE = re.compile(r"[-+0-9a-fA-FxXoO_.:]+", re.ASCII)
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True)
class YamlDocument:
    """The plain content of a file, and the line on which each part of it stands (by its path)."""

    file: Path
    content: Any
    lines: dict[Path_, int]

    def line(self, path: Path_) -> int:
        """The line of a part, or of the nearest thing around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def fault(self, path: Path_, code: str, reason: str) -> Fault:
        """A fault at a part of this file."""
        return Fault(self.file, self.line(path), ".".join(map(str, path)), code, reason)


def read(file: Path) -> tuple[YamlDocument, list[Fault]]:
    """A file's content with its lines; faults for what is no YAML and for keys given twice.

    Keys are always texts, also those that YAML would take for yes and no.
    """
    try:
        size = file.stat().st_size
        if size > YAML_BYTES:
            raise ValueError(f"a file of definitions has at most {YAML_BYTES:,} bytes, this has {size:,}")
        text = file.read_text("utf-8")
        _bounded(text)
        loader = _LOADER(text)
        try:
            node = loader.get_single_node()
            faults: list[Fault] = []
            lines: dict[Path_, int] = {(): 1}
            content = None if node is None else _plain(loader, node, (), lines, faults, file)
        finally:
            loader.dispose()
    except (yaml.YAMLError, ValueError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        return YamlDocument(file, None, {}), [Fault(file, mark.line + 1 if mark else 1, "", "not-yaml", str(reason))]
    return YamlDocument(file, content, lines), faults


def _bounded(text: str) -> None:
    """Depth and length of numbers, event by event: the parser's own nesting would end the process, not the file."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > YAML_DEPTH + 1:  # the document itself stands at the first
                raise _exceeded(event, f"nested more than {YAML_DEPTH} deep")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.ScalarEvent) and _is_long_number(event):
            raise _exceeded(event, f"a number of more than {YAML_NUMBER_CHARACTERS} characters")


def _is_long_number(event: Any) -> bool:
    may_be = (not event.style or event.tag) and len(event.value) > YAML_NUMBER_CHARACTERS
    return bool(may_be and _NUMBERLIKE.fullmatch(event.value))


def _exceeded(at: Any, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=at.start_mark)


def _plain(loader: Any, node: Any, path: Path_, lines: dict[Path_, int], faults: list[Fault], file: Path) -> Any:
    lines[path] = node.start_mark.line + 1
    if len(path) > YAML_DEPTH:
        raise _exceeded(node, f"nested more than {YAML_DEPTH} deep")
    if len(lines) > YAML_NODES:
        raise _exceeded(node, f"more than {YAML_NODES:,} values, with those that aliases repeat")
    if isinstance(node, yaml.SequenceNode):
        return [_plain(loader, item, (*path, n), lines, faults, file) for n, item in enumerate(node.value)]
    if not isinstance(node, yaml.MappingNode):
        return loader.construct_object(node, deep=True)
    content: dict[str, Any] = {}
    for key, value in node.value:
        name = str(key.value)
        if name in content:
            place = key.start_mark.line + 1
            faults.append(Fault(file, place, ".".join(map(str, (*path, name))), "duplicate-key", "given twice"))
        content[name] = _plain(loader, value, (*path, name), lines, faults, file)
        lines[(*path, name)] = key.start_mark.line + 1
    return content
