"""JSON Schemas of files of definitions, so that an editor completes and checks them while somebody types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class SchemaFolder:
    """The schemas of one room: which model a file follows, by the file's name, and the folder they are kept in."""

    folder: Path
    models: Mapping[str, Any]

    def texts(self) -> dict[str, str]:
        """The text of each schema by the name of the file or folder that it describes."""
        return {name: _text(name, model) for name, model in self.models.items()}

    def write(self, folder: Path | None = None) -> None:
        """Write all; the folder and those in it are made if need be. `folder` instead of the room's own."""
        for name, text in self.texts().items():
            file = (folder or self.folder) / f"{name}.json"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")


def _text(name: str, model: Any) -> str:
    """The schema of one kind of definitions, under a name, always written the same way."""
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    schema = model.model_json_schema(by_alias=True)
    return json.dumps(schema | head, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
