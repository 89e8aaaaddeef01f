"""JSON Schemas of the files of policy and appraisal, so that an editor completes and checks them while somebody types.

`python -m tasks.schema` writes them anew.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from indicators.catalogue.json_schema import schema_text
from tasks.appraisal.loader import AppraisalFile
from tasks.tasks.policy import PolicyFile

FOLDER = Path(__file__).parent / "schema"
FILES: Mapping[str, Any] = {"policy": PolicyFile, "appraisal": AppraisalFile}


def schemas() -> dict[str, str]:
    """The text of each schema by the name of the file that it describes."""
    return {name: schema_text(name, kind) for name, kind in FILES.items()}


def write(folder: Path) -> None:
    """Write all schemas into a folder, which is made if need be."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    write(FOLDER)
