"""JSON Schemas of the definition files, so that an editor completes and checks them while somebody types.

`python -m indicators.catalogue.json_schema` writes them into the catalogue anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import RootModel

from indicators.alerts.rules import AlertRules, Cause
from indicators.catalogue.catalogue import CATALOGUE
from indicators.catalogue.playlists import Playlist
from indicators.definitions.model import EventKind, Indicator, Measure, Plan, Source, Target, Unit
from indicators.hotline.rules import HotlineRules
from indicators.standards.model import Standards
from indicators.vitals import Duty, LevelSet, Quantity, SignBlock, VitalKind

FILES: Mapping[str, Any] = {
    "plan": Plan,
    "units": RootModel[dict[str, Unit]],
    "sources": RootModel[dict[str, Source]],
    "events": RootModel[dict[str, EventKind]],
    "measures": RootModel[dict[str, Measure]],
    "indicators": RootModel[dict[str, Indicator]],
    "targets": RootModel[list[Target]],
    "standards": Standards,
    "vitals/kinds": RootModel[dict[str, VitalKind]],
    "vitals/levels": RootModel[dict[str, LevelSet]],
    "vitals/quantities": RootModel[dict[str, Quantity]],
    "vitals/duties": RootModel[dict[str, Duty]],
    "vitals/signs": RootModel[dict[str, SignBlock]],
    "alerts": AlertRules,
    "voice": HotlineRules,
    "causes": RootModel[dict[str, Cause]],
    "playlists": RootModel[dict[str, Playlist]],
}


def schemas() -> dict[str, str]:
    """The text of each schema by the name of the file or folder that it describes."""
    return {name: schema_text(name, kind) for name, kind in FILES.items()}


def write(folder: Path) -> None:
    """Write all schemas into a folder; it and those in it are made if need be."""
    for name, text in schemas().items():
        file = folder / f"{name}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


def schema_text(name: str, kind: Any) -> str:
    """The schema of one kind of definitions, under a name, always written the same way."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    schema = kind.model_json_schema(by_alias=True)
    return json.dumps(schema | head, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    write(CATALOGUE / "schema")
