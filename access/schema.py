"""The model of the file of roles, for the schema that editors follow."""

from __future__ import annotations

from pathlib import Path

from access.authorization.roles import Roles
from indicators.definitions.json_schema import SchemaFolder

SCHEMAS = SchemaFolder(Path(__file__).parent / "schema", {"roles": Roles})
