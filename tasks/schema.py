"""The models of the files of policy and appraisal, for the schemas that editors follow."""

from __future__ import annotations

from pathlib import Path

from indicators.definitions.json_schema import SchemaFolder
from tasks.appraisal.loader import AppraisalFile
from tasks.tasks.policy import PolicyFile

SCHEMAS = SchemaFolder(Path(__file__).parent / "schema", {"policy": PolicyFile, "appraisal": AppraisalFile})
