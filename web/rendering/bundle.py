"""One script instead of nine: React, Dash and our few lines, joined once and named by their content.

Left out of what Dash would send: polyfills for browsers of before 2018 and the deprecated data table.
The parts of Dash that load later (graphs, dropdowns) find their folder from the address of the running
script, so the joined script is served from the folder of Dash's core components.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from web.dash_adapter import FOLDER, PACKAGE, SCRIPTS


@dataclass(frozen=True)
class Bundle:
    """The joined script and the address it is served from for ever."""

    body: bytes
    address: str


def build(assets: Path, dash_folder: Path = PACKAGE) -> Bundle:
    """Join Dash's scripts with `assets/js/*.js` of ours: before-*.js run first, the others last.

    FileNotFoundError when a new version of Dash renamed a part: then SCRIPTS must follow it.
    """
    lacking = [part for part in SCRIPTS if not (dash_folder / part).is_file()]
    if lacking:
        raise FileNotFoundError(f"this Dash has no {', '.join(lacking)}: bring SCRIPTS in web/dash_adapter.py up to it")
    ours = sorted((assets / "js").glob("*.js"))
    before = [file for file in ours if file.name.startswith("before-")]
    after = [file for file in ours if file not in before]
    needed = assets / "vendor" / "regenerator-runtime.js"  # the one polyfill that Dash's own scripts still call
    files = [needed, *before, *(dash_folder / part for part in SCRIPTS), *after]
    body = b"\n;\n".join(file.read_bytes() for file in files)
    return Bundle(body, f"{FOLDER}cockpit.{hashlib.sha256(body).hexdigest()[:12]}.js")


def stylesheet(assets: Path) -> Bundle:
    """All of `assets/css/*.css` in the order of their names, as one file."""
    body = b"\n".join(file.read_bytes() for file in sorted((assets / "css").glob("*.css")))
    return Bundle(body, f"/assets/cockpit.{hashlib.sha256(body).hexdigest()[:12]}.css")


def maps(assets: Path) -> Bundle:
    """The map library and our part of it: only pages that hold a big map ask for it."""
    vendor = assets / "vendor"
    files = [vendor / "leaflet.js", vendor / "supercluster.min.js", *sorted((assets / "maps").glob("*.js"))]
    body = b"\n;\n".join(file.read_bytes() for file in files)
    return Bundle(body, f"/assets/maps.{hashlib.sha256(body).hexdigest()[:12]}.js")
