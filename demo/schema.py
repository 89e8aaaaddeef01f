"""The models of the demonstration's own files, for the schemas that editors follow."""

from __future__ import annotations

from pathlib import Path

from pydantic import RootModel

from demo.demo_accounts import DemoAccount
from indicators.definitions.json_schema import SchemaFolder

SCHEMAS = SchemaFolder(Path(__file__).parent / "schema", {"demo_accounts": RootModel[dict[str, DemoAccount]]})
