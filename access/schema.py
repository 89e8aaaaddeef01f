"""JSON Schemas of the files in this room, for editors: `python -m access.schema` writes them anew."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import RootModel

from access.authorization.roles import Roles
from demo.demo_accounts import DemoAccount

FOLDER = Path(__file__).parent / "schema"
FILES: Mapping[str, Any] = {"roles": Roles, "demonstration": RootModel[dict[str, DemoAccount]]}


def schemas() -> dict[str, str]:
    """The text of each schema by the name of the file that it describes."""
    return {name: _text(name, kind) for name, kind in FILES.items()}


def write(folder: Path = FOLDER) -> None:
    """Write all schemas into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / f"{name}.json").write_text(text, "utf-8")


def _text(name: str, kind: Any) -> str:
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": name}
    return json.dumps(kind.model_json_schema() | head, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


if __name__ == "__main__":
    write()
