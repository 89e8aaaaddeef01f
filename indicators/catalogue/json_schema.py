"""The models of the catalogue's files, for the schemas that editors follow."""

from __future__ import annotations

from pydantic import RootModel

from indicators.alerts.rules import AlertRules, Cause
from indicators.catalogue.catalogue import CATALOGUE
from indicators.catalogue.playlists import Playlist
from indicators.definitions.json_schema import SchemaFolder
from indicators.definitions.model import Alias, EventKind, Indicator, Measure, Plan, Source, Target, TopicNames, Unit
from indicators.hotline.rules import HotlineRules
from indicators.standards.model import Standards
from indicators.vitals import Duty, LevelSet, Quantity, SignBlock, VitalKind

SCHEMAS = SchemaFolder(
    CATALOGUE / "schema",
    {
        "plan": Plan,
        "units": RootModel[dict[str, Unit]],
        "sources": RootModel[dict[str, Source]],
        "events": RootModel[dict[str, EventKind]],
        "topics": RootModel[dict[str, TopicNames]],
        "aliases": RootModel[dict[str, Alias]],
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
    },
)
