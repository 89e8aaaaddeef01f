"""The contracts of deliveries as data contracts of the Open Data Contract Standard (ODCS) 3.1, made of the catalogue.

One for each kind of delivery (`facts`, `devices`, `readings`, each kind of events), and one for each responsible unit:
the facts that its indicators are computed from, with when they are promised.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from data.ingest.device_contract import DeviceContract
from data.ingest.event_contract import OPTIONAL as EVENT_OPTIONAL
from data.ingest.event_contract import REQUIRED as EVENT_REQUIRED
from data.ingest.event_contract import EventContract
from data.ingest.measure_contract import MeasureContract
from data.ingest.order_steps import STEPS
from data.pipeline.contract import ContractColumns
from data.telemetry.reading_contract import ReadingContract
from indicators.catalogue.catalogue import Catalogue
from indicators.definitions.model import LocalisedText

STANDARD: Final = "v3.1.0"
_DIGITS = 12  # of the digest in a version
_NUMBERS = frozenset({"value", "lon", "lat"})
_WHOLE = frozenset({"every"})
_TIMES = frozenset({"received", "at", *STEPS})
_KEYS: Mapping[str, tuple[str, ...]] = {
    "facts": ("measure", "region", "period"),
    "events": ("id", "received", "region"),
    "devices": ("id",),
    "readings": ("device", "quantity", "at"),
}
_FACTS = LocalisedText(zh="指标数据", en="Facts")
_DEVICES = LocalisedText(zh="感知设施", en="Devices")
_READINGS = LocalisedText(zh="读数", en="Readings")
_Meaning = dict[str, Any]


@dataclass(frozen=True)
class _Draft:
    """What a contract is about: the kind, the rules behind it (`measures/2`), its columns, and what it promises."""

    name: str
    title: LocalisedText
    kind: str
    rules: str
    columns: ContractColumns
    measures: Mapping[str, Mapping[str, Any]]
    days: Mapping[str, int]
    team: LocalisedText | None = None


def contract_names(catalogue: Catalogue) -> tuple[str, ...]:
    """The names under which there are contracts."""
    return tuple(draft.name for draft in _drafts(catalogue))


def open_contract(catalogue: Catalogue, name: str) -> dict[str, Any] | None:
    """The contract of this name as ODCS writes it, ready for JSON or YAML; None where there is none."""
    draft = next((one for one in _drafts(catalogue) if one.name == name), None)
    return None if draft is None else _document(draft)


def _drafts(catalogue: Catalogue) -> Iterator[_Draft]:
    facts = MeasureContract(catalogue, date.min)
    days = _promises(catalogue)
    delivered = [one for one, made in catalogue.measures.items() if made.tasks is None and made.events is None]
    told = {one: _measure(catalogue, one) for one in delivered}
    yield _Draft("facts", _FACTS, "facts", facts.version, facts.columns, told, {one: days[one] for one in days})
    yield _Draft("devices", _DEVICES, "devices", DeviceContract.version, DeviceContract.columns, {}, {})
    yield _Draft("readings", _READINGS, "readings", ReadingContract.version, ReadingContract.columns, {}, {})
    for name, kind in catalogue.events.items():
        columns = ContractColumns(EVENT_REQUIRED, (*EVENT_OPTIONAL, *STEPS, *kind.flags))
        title = kind.name or LocalisedText(zh=name, en=name)
        yield _Draft(name, title, "events", EventContract.version, columns, {}, {})
    for unit, made in catalogue.units.items():
        own = _promises(catalogue, unit)
        named = {one: told[one] for one in own if one in told}
        if named:
            yield _Draft(unit, made.name, "facts", facts.version, facts.columns, named, own, made.name)


def _promises(catalogue: Catalogue, unit: str | None = None) -> dict[str, int]:
    """In how many days after a period each measure has to be there: the strictest of the indicators that need it."""
    found: dict[str, int] = {}
    for name, indicator in catalogue.indicators.items():
        if unit in (None, indicator.responsible):
            for measure in catalogue.measures_of(name):
                found[measure] = min(indicator.fresh_days, found.get(measure, indicator.fresh_days))
    return dict(sorted(found.items()))


def _measure(catalogue: Catalogue, name: str) -> _Meaning:
    """What counts of a measure for whoever delivers it."""
    made = catalogue.measures[name]
    given = {"unit": made.unit.zh, "kind": made.kind, "grain": made.grain, "level": made.level}
    limits = {"minimum": made.minimum, "maximum": made.maximum}
    return {**given, **{name: limit for name, limit in limits.items() if limit is not None}}


def _document(draft: _Draft) -> dict[str, Any]:
    properties = [_property(draft, name) for name in (*draft.columns.required, *draft.columns.optional)]
    table = {"name": draft.kind, "logicalType": "object", "properties": properties, "quality": _quality(draft)}
    return {
        "apiVersion": STANDARD,
        "kind": "DataContract",
        "id": f"foshan-cockpit:{draft.name}",
        "name": draft.title.zh,
        "version": version_of(draft.rules, _meaning(draft, properties)),
        "status": "active",
        "description": {"purpose": f"{draft.title.zh} / {draft.title.en}"},
        "schema": [table],
        "slaProperties": _service(draft),
        "team": {"name": (draft.team or draft.title).zh},
        "customProperties": [
            {"property": "deliveryContract", "value": draft.rules},
            {"property": "measures", "value": [{"id": one, **said} for one, said in draft.measures.items()]},
        ],
    }


def version_of(rules: str, meaning: _Meaning) -> str:
    """The version of a contract: it changes exactly when the rules of rows do, or what is asked for."""
    text = json.dumps(meaning, ensure_ascii=False, sort_keys=True)
    return f"{rules.rpartition('/')[2]}.0.0+{hashlib.sha256(text.encode()).hexdigest()[:_DIGITS]}"


def _meaning(draft: _Draft, properties: list[dict[str, Any]]) -> _Meaning:
    """What somebody who delivers has to keep. Names of things may change without it."""
    return {"rules": draft.rules, "columns": properties, "measures": dict(draft.measures), "days": dict(draft.days)}


def _property(draft: _Draft, name: str) -> dict[str, Any]:
    keys = _KEYS[draft.kind]
    found: dict[str, Any] = {"name": name, "logicalType": _type(name), "required": name in draft.columns.required}
    return found | ({"primaryKey": True, "primaryKeyPosition": keys.index(name) + 1} if name in keys else {})


def _type(name: str) -> str:
    if name in _NUMBERS:
        return "number"
    if name in _WHOLE:
        return "integer"
    return "timestamp" if name in _TIMES else "string"


def _quality(draft: _Draft) -> list[dict[str, Any]]:
    """Rules over the whole delivery: a key comes once, and values lie within what is possible."""
    keys = list(_KEYS[draft.kind])
    once = {"type": "library", "metric": "duplicateValues", "mustBe": 0, "arguments": {"properties": keys}}
    ranges = [
        {
            "type": "library",
            "metric": "invalidValues",
            "mustBe": 0,
            "dimension": "conformity",
            "description": measure,
            "arguments": {name: said[name] for name in ("minimum", "maximum") if name in said} | {"measure": measure},
        }
        for measure, said in draft.measures.items()
        if "minimum" in said or "maximum" in said
    ]
    return [{**once, "dimension": "uniqueness"}, *ranges]


def _service(draft: _Draft) -> list[dict[str, Any]]:
    """In how many days after a period the figures of which measures have to be there."""
    by_days: dict[int, list[str]] = {}
    for measure, days in draft.days.items():
        if measure in draft.measures:
            by_days.setdefault(days, []).append(measure)
    return [
        {
            "property": "latency",
            "value": days,
            "unit": "d",
            "element": f"{draft.kind}.value",
            "description": ", ".join(measures),
        }
        for days, measures in sorted(by_days.items())
    ]
