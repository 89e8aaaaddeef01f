"""The head of a kind's screen: its title, the ways to other kinds, regions and alerts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from components.forms.region_choice import RegionChoice, region_choice
from components.framework.view import View
from indicators.vitals import Sign


@dataclass(frozen=True)
class KindHead:
    """A kind in a region, or one sign of it.

    `kinds` are id and name of all; `region` is the region as an address names it (None: where the visitor begins).
    """

    kind: str
    name: str
    place: str
    kinds: Sequence[tuple[str, str]]
    regions: RegionChoice
    region: str | None
    sign: Sign | None


def kind_title(view: View, shown: KindHead) -> str:
    """What is shown, and where."""
    name = shown.name if shown.sign is None else view.localise(shown.sign.name)
    return view.translate("kind.title", kind=name, name=shown.place)


def kind_head(view: View, shown: KindHead) -> list[Component]:
    """The head, and links to all kinds."""
    alerts = view.href("/alerts", kind=shown.kind, region=shown.region)
    chips = [
        html.A(
            name,
            href=view.href(f"/vitals/{key}", region=shown.region),
            **({"aria-current": "page"} if key == shown.kind else {}),
        )
        for key, name in shown.kinds
    ]
    return [
        html.Div(
            [
                html.H1(kind_title(view, shown)),
                region_choice(view, shown.regions),
                html.A(view.translate("kind.back"), href=view.href("/vitals", region=shown.region), className="link"),
                html.A(view.translate("kind.alerts"), href=alerts, className="link"),
            ],
            className="vitals-head",
        ),
        html.Nav(chips, className="chips switcher", **{"aria-label": view.translate("kind.all")}),
    ]
