"""Narrowing the catalogue down: a filter is a link, the search a plain form, the state all in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from dash import html
from dash.development.base_component import Component

from components.formatting.display_values import STATUSES, status_name
from components.formatting.numbers import SHAPES
from components.framework.raw_html import RawHtml
from components.framework.view import View, quoted
from indicators.catalogue.catalogue import Catalogue
from indicators.compute.results import IndicatorValue
from indicators.definitions.model import Indicator
from indicators.plan.maturity import IndicatorMaturity, MaturityStep

DIMENSIONS = ("goal", "function", "topic", "pillar", "status", "basis", "rung")
BASES = ("plan", "document", "standard-not-at-hand", "proposal")
SHOWN_FIRST = ("on_track", "watch", "off_track", "unknown")


@dataclass(frozen=True)
class CatalogueEntry:
    """One indicator with its newest cell in the city and how grown-up it is."""

    id: str
    indicator: Indicator
    cell: IndicatorValue
    rung: IndicatorMaturity


def maturity_step_name(step: MaturityStep) -> str:
    """A step of the ladder as addresses and messages name it."""
    return step.name.lower()


def value_of(entry: CatalogueEntry, dimension: str) -> str:
    """What an entry is filed under in a dimension; empty for nothing."""
    if dimension == "status":
        return status_name(entry.cell.status)
    if dimension == "basis":
        return entry.indicator.basis.kind
    if dimension == "rung":
        return maturity_step_name(entry.rung.step)
    return str(getattr(entry.indicator, dimension) or "")


def kept(
    view: View, catalogue: Catalogue, entries: Sequence[CatalogueEntry], but: str | None = None
) -> list[CatalogueEntry]:
    """The entries that fit all filters of the address and the search, leaving the filter `but` aside."""
    wanted = {name: view.option(name) for name in DIMENSIONS if name != but and view.option(name)}
    words = view.option("q").casefold().split()
    return [
        entry
        for entry in entries
        if all(value_of(entry, name) == value for name, value in wanted.items())
        and all(word in _searched(catalogue, entry) for word in words)
    ]


def filters(view: View, catalogue: Catalogue, entries: Sequence[CatalogueEntry]) -> Component:
    """One folded list of links for each dimension, with how many indicators each choice would leave."""
    return html.Div(
        className="filters",
        role="group",
        **{"aria-label": view.translate("indicators.filter")},
        children=[
            _search(view),
            *(
                _filter(view, name, choices, kept(view, catalogue, entries, but=name))
                for name, choices in _choices(view, catalogue).items()
            ),
            html.A(
                view.translate("indicators.filter.clear"),
                href=view.href(**dict.fromkeys([*DIMENSIONS, "q"])),
                className="link",
            )
            if view.options
            else None,
        ],
    )


def status_bar(view: View, entries: Sequence[CatalogueEntry]) -> Component:
    """How many indicators stand how: links that filter, over a bar of their shares."""
    counts = {status: sum(value_of(e, "status") == status for e in entries) for status in SHOWN_FIRST}
    whole = max(sum(counts.values()), 1)
    cells = "".join(
        f'<i class="part-{status}" style="width:{count / whole * 100:.2f}%"></i>' for status, count in counts.items()
    )
    return html.Nav(
        className="status-counts",
        **{"aria-label": view.translate("indicators.counts")},
        children=[
            html.Div(className="status-links", children=[_count(view, s, n) for s, n in counts.items()]),
            RawHtml(f'<div class="status-bar" aria-hidden="true">{cells}</div>'),
        ],
    )


def _count(view: View, status: str, count: int) -> Component:
    chosen = view.option("status") == status
    marks = {"aria-current": "true"} if chosen else {}
    return html.A(
        href=view.href(status=None if chosen else status),
        className=f"status status-{status}",
        children=[
            html.Span(f"{SHAPES[status]} ", **{"aria-hidden": "true"}),
            html.B(str(count), **{"data-number": "count"}),
            html.Span(f" {view.translate(f'status.{status}')}"),
        ],
        **marks,
    )


def _searched(catalogue: Catalogue, entry: CatalogueEntry) -> str:
    unit = catalogue.units.get(entry.indicator.responsible)
    names = [entry.indicator.name, entry.indicator.definition, *([unit.name] if unit else [])]
    return " ".join([entry.id, *(text for name in names for text in (name.zh, name.en))]).casefold()


def _choices(view: View, catalogue: Catalogue) -> dict[str, Mapping[str, str]]:
    plan = catalogue.plan
    groups = {"goal": plan.goals, "function": plan.functions, "topic": plan.topics}
    named: dict[str, Mapping[str, str]] = {
        key: {name: view.localise(entry.name) for name, entry in group.items()} for key, group in groups.items()
    }
    named["pillar"] = {name: view.localise(entry.name) for name, entry in (plan.pillars | plan.supports).items()}
    named["status"] = {name: view.translate(f"status.{name}") for name in (*STATUSES[1:], STATUSES[0])}
    named["basis"] = {name: view.translate(f"definition.{name}") for name in BASES}
    named["rung"] = {
        maturity_step_name(step): view.translate(f"maturity.step.{maturity_step_name(step)}") for step in MaturityStep
    }
    return named


def _filter(view: View, name: str, choices: Mapping[str, str], entries: Sequence[CatalogueEntry]) -> Component:
    chosen = choices.get(view.option(name))
    title = view.translate(f"indicators.filter.{name}")
    counts: dict[str, int] = {}
    for entry in entries:
        counts[value_of(entry, name)] = counts.get(value_of(entry, name), 0) + 1
    label = view.translate(
        "indicators.filter.named", name=title, chosen=chosen or view.translate("indicators.filter.all")
    )
    links = [_choice(view, name, None, view.translate("indicators.filter.all"), len(entries))]
    links += [_choice(view, name, key, words, counts[key]) for key, words in choices.items() if counts.get(key)]
    return html.Details(
        className="chooser chooser-on" if chosen else "chooser",
        children=[html.Summary(label), html.Ul([html.Li(link) for link in links], className="chooser-list")],
    )


def _choice(view: View, name: str, key: str | None, words: str, count: int) -> Component:
    marks = {"aria-current": "true"} if view.option(name) == (key or "") else {}
    return html.A(
        [words, html.Span(str(count), className="count", **{"data-number": "count"})],
        href=view.href(**{name: key}),
        **marks,
    )


def _search(view: View) -> RawHtml:
    """A form that works without a script; what else is chosen goes along in hidden fields."""
    kept_along = {"lang": view.lang if view.lang != "zh" else "", "theme": view.theme if view.theme != "dark" else ""}
    kept_along |= {"as_of": view.as_of or "", **{name: view.option(name) for name in DIMENSIONS}}
    hidden = "".join(
        f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in kept_along.items() if value
    )
    words = escape(view.translate("indicators.search"))
    return RawHtml(
        f'<form class="search" action="{escape(quoted(view.path))}" method="get" role="search">{hidden}'
        f'<input type="search" name="q" maxlength="60" value="{escape(view.option("q"))}" aria-label="{words}" '
        f'placeholder="{words}"><button class="button">{escape(view.translate("indicators.search.go"))}</button></form>'
    )
