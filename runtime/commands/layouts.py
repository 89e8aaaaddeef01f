"""What a command says of a department's own table, and what a person may say of one that does not tell it itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypedDict

import click

from data.ingest.file_preview import Choices, Preview
from data.pipeline.files.read import file_content
from indicators.catalogue.catalogue import Catalogue

__all__ = ["SaidOfLayout", "choices_of", "file_content", "layout_options", "preview_lines"]

_CHANGES = 20  # figures that a dry run lists, the largest jumps first
_OPTIONS = (
    click.option("--sheet", default="", help="The only sheet to read."),
    click.option("--measure", default="", help="The measure of a table that does not tell it."),
    click.option("--region", default="", help="The region of a table that does not tell it."),
    click.option("--period", default="", help="The period of a table that does not tell it."),
    click.option(
        "--name",
        "names",
        multiple=True,
        metavar="TEXT=ID",
        help="What a text in heads or rows means; TEXT= passes it over.",
    ),
    click.option("--new-layout", is_flag=True, help="Take a layout that has changed for a new one."),
)


class SaidOfLayout(TypedDict):
    """The options."""

    sheet: str
    measure: str
    region: str
    period: str
    names: tuple[str, ...]
    new_layout: bool


def layout_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def choices_of(said: SaidOfLayout) -> Choices:
    """The choices that the options make. BadParameter for a name without its meaning."""
    names = {}
    for text in said["names"]:
        name, sign, measure = text.partition("=")
        if not sign:
            raise click.BadParameter(f"{text!r} has no = before the measure's id")
        names[name] = measure
    return Choices(said["measure"], said["region"], said["period"], names, said["sheet"], said["new_layout"])


def preview_lines(seen: Preview, catalogue: Catalogue) -> Iterator[str]:
    """What was recognised, and what changes against now."""
    for layout in seen.layouts:
        when = layout.period.id if layout.period else "in heads or rows"
        place = f"sheet {layout.sheet}: " if layout.sheet else ""
        heads = ", ".join(str(line + 1) for line in layout.head_lines) or "none"
        yield f"{place}{layout.title or 'a table without a title'}; period {when}; heads in lines {heads}"
        for one in layout.values:
            yield f"  column {' / '.join(one.heads) or one.column + 1}: {one.role}"
    for mapping in seen.mappings:
        yield f"read as before (layout {mapping.version} of {mapping.made_at:%Y-%m-%d})"
    for choice in seen.choices:
        near = f"; near: {', '.join(choice.suggestions)}" if choice.suggestions else ""
        yield f"  no {choice.kind} “{choice.text}” ({', '.join(choice.cells[:5])}){near}"
    for change in [one for one in seen.changes if one.before is not None and one.before != one.value][:_CHANGES]:
        cell = f"{change.cell} " if change.cell else ""
        place = catalogue.regions[change.region].name.en
        yield f"  {cell}{change.measure} {place} {change.period}: {change.before:,.10g} → {change.value:,.10g}"
