"""The HTML document of a page: drawn by the server, taken over by Dash when its script has come."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from components.framework.late_bound_values import Facts, fill, fill_layout
from components.messages import message
from indicators.liveness import LINK_SILENT, LivenessState
from web.dash_adapter import DEPENDENCIES, ENTRY, LAYOUT

FONT_SIZES = "width=device-width, initial-scale=1"


@dataclass(frozen=True)
class DrawnPage:
    """One page as it is cached: what the document is filled with, and the answer's status.

    `parts` are the ids of its live parts whose content has to be put in: they change without the page.
    """

    status: int
    title: str
    lang: str
    theme: str
    markup: str
    layout: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)
class PageState:
    """What of a document belongs to its moment: epoch seconds, what runs here, and what stands how new.

    `alive` is whether what it shows is of now (indicators.liveness); None on a page that looks back.
    """

    seconds: int
    build: str
    version: str
    past: bool = False
    alive: LivenessState | None = None


@dataclass(frozen=True)
class DocumentFrame:
    """What all documents of a server have in common."""

    script: str
    style: str
    maps: str
    icon: str
    dependencies: str


def write(frame: DocumentFrame, drawn: DrawnPage, config: str, facts: Facts, now: PageState) -> str:
    """The whole document. `config` is Dash's own configuration element, `facts` fill the placeholders."""
    moment = {"build": now.build, "version": now.version, "now": now.seconds, "past": "1" if now.past else None}
    moment |= {"alive": now.alive, "silent": None if now.past else LINK_SILENT}
    moment |= {"ages": message(drawn.lang, "live.words"), "maps": frame.maps}
    marks = "".join(f' data-{name}="{escape(str(value))}"' for name, value in moment.items() if value is not None)
    boot = f'{{"{LAYOUT}":{fill_layout(drawn.layout, facts)},"{DEPENDENCIES}":{frame.dependencies}}}'
    lang = "zh-Hans" if drawn.lang == "zh" else "en"
    return (
        f'<!DOCTYPE html><html lang="{lang}" data-theme="{drawn.theme}"{marks}><head>'
        f'<meta charset="utf-8"><meta name="viewport" content="{FONT_SIZES}"><title>{escape(drawn.title)}</title>'
        f'<link rel="icon" href="{frame.icon}" type="image/svg+xml"><link rel="stylesheet" href="{frame.style}">'
        f'<meta name="color-scheme" content="{drawn.theme}"></head><body>'
        f'<div id="server">{fill(drawn.markup, facts)}</div><div id="{ENTRY}" hidden></div>'
        f'{config}<script id="boot" type="application/json">{boot.replace("<", chr(92) + "u003c")}</script>'
        f'<script defer src="{frame.script}"></script></body></html>'
    )
