"""Departments' systems deliver facts, events and devices at an address: what is taken, once, in whose name, by whom."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from access.administration import devices
from access.administration.devices import NO_GRANT, SourceGrant
from access.authentication.auth_service import AuthService
from app import create_server, open_container
from data.core.actor import Actor
from data.core.settings import Settings
from data.storage.engines import reading
from data.warehouse.tables import batch, fact_current, measure_key, order_text
from runtime.container import Container
from tests.visitors import stranger

CITY, CHANCHENG, SANSHUI = 440600, 440604, 440607
NAMED = {"accepted", "repeated"}
ROW = {"measure": "support_payments", "region": CHANCHENG, "period": "2025-05", "value": 101.5}


@pytest.fixture(scope="module")
def container(built_city: Path, tmp_path_factory: pytest.TempPathFactory) -> Container:
    """A city of these tests' own: they change it."""
    home = Path(shutil.copytree(built_city, tmp_path_factory.mktemp("delivered") / "home"))
    return open_container(Settings.from_environment({"COCKPIT_HOME": str(home)}))


@pytest.fixture(scope="module")
def server(container: Container) -> Flask:
    return create_server(container=container)


class SourceSystem:
    """A department's system with a token."""

    def __init__(self, server: Flask, grant: SourceGrant = NO_GRANT, *regions: int, kind: str = "source") -> None:
        auth: AuthService = server.extensions["doors"]
        self.number = devices.make(auth, Actor.cockpit(), "gov-platform", kind, regions or (CITY,), 30, grant)
        self.client: FlaskClient = stranger(server)

    def post(self, address: str, body: Any, **headers: str) -> TestResponse:
        """Rows as JSON, or bytes as they are."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        kind = headers.pop("kind", "application/json")
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        head = {"Authorization": f"Bearer {self.number.token}", **named}
        return self.client.post(f"/api/v1/{address}", data=data, content_type=kind, headers=head)

    def told(self, address: str, body: Any, **headers: str) -> dict[str, Any]:
        answer = self.post(address, body, **headers)
        assert answer.status_code == 200, answer.get_data(as_text=True)
        assert answer.json is not None
        return dict(answer.json)


@pytest.fixture
def source(server: Flask) -> SourceSystem:
    return SourceSystem(server)


def standing(container: Container, row: Mapping[str, Any]) -> float | None:
    with reading(container.engine).connect() as connection:
        query = (
            select(fact_current.c.value)
            .join(measure_key, measure_key.c.no == fact_current.c.measure)
            .where(measure_key.c.id == row["measure"], fact_current.c.region == row["region"])
            .where(fact_current.c.period == 202505)
        )
        return connection.execute(query).scalar()


def batches(container: Container) -> int:
    with reading(container.engine).connect() as connection:
        return int(connection.execute(select(func.count()).select_from(batch)).scalar_one())


def test_rows_are_answered_one_by_one_and_the_good_ones_stand(container: Container, source: SourceSystem) -> None:
    wrong = [
        {**ROW, "measure": "no_such"},
        {**ROW, "value": "12,5"},
        "a text",
        {"measure": "gdp"},
        {**ROW, "x": [1]},
        {**ROW, "region": SANSHUI, "value": "－"},
    ]

    found = source.told("facts", [{**ROW, "period": "2025-05", "note": "of May"}, *wrong])

    assert {name: found[name] for name in NAMED} == {"accepted": 1, "repeated": 0}
    assert [(one["row"], one["code"], one["column"]) for one in found["refused"]] == [
        (2, "unknown_measure", "measure"),
        (3, "not_a_number", "value"),
        (4, "not_an_object", ""),
        (5, "blank", "region"),
        (6, "not_a_value", "x"),
    ]
    assert found["refused"][1]["message"] == {"zh": "“12,5”不是数字", "en": "“12,5” is not a number"}
    assert (found["passed_over"], found["unused"]) == (1, ["note"])
    assert standing(container, ROW) == 101.5


def test_the_next_refresh_makes_a_snapshot_of_what_came(container: Container, source: SourceSystem) -> None:
    with_value = {**ROW, "region": SANSHUI, "value": 4711.0}
    before = container.reader.version(container_scope())

    source.told("facts", [with_value])
    container.prepare()

    assert container.reader.version(container_scope()) > before
    assert standing(container, with_value) == 4711.0


def container_scope() -> Any:
    return Actor.cockpit().scope


@pytest.mark.parametrize("headers", [{}, {"Idempotency_Key": "0001-abc"}], ids=["body", "key"])
def test_the_same_delivery_again_is_answered_as_the_first_time_and_lands_once(
    headers: dict[str, str], container: Container, source: SourceSystem
) -> None:
    rows = [{**ROW, "value": 77 + len(headers)}, {**ROW, "region": "nowhere"}, {**ROW, "period": "x" * 3000}]
    first = source.post("facts", rows, **headers)
    landed = batches(container)

    again = source.post("facts", rows, **headers)

    assert first.status_code == again.status_code == 200
    assert first.json == again.json
    assert ("Idempotency-Replayed" in first.headers, again.headers["Idempotency-Replayed"]) == (False, "true")
    assert batches(container) == landed


def test_a_key_stands_for_one_body(container: Container, source: SourceSystem) -> None:
    source.told("facts", [{**ROW, "value": 5}], Idempotency_Key="one")
    landed = batches(container)

    answer = source.post("facts", [{**ROW, "value": 6}], Idempotency_Key="one")

    assert (answer.status_code, (answer.json or {})["error"]) == (422, "key-reused")
    assert batches(container) == landed
    assert standing(container, ROW) == 5


def test_a_new_key_brings_back_a_value_that_stood_before(container: Container, source: SourceSystem) -> None:
    for key, value in (("a", 1), ("b", 2), ("c", 1)):
        found = source.told("facts", [{**ROW, "value": value}], Idempotency_Key=f"back-{key}")
        assert found["accepted"] == 1

    assert standing(container, ROW) == 1


def test_what_stands_already_is_repeated_and_makes_no_vintage(container: Container, source: SourceSystem) -> None:
    source.told("facts", [{**ROW, "value": 31}])
    other = {**ROW, "region": SANSHUI}
    other["value"] = round((standing(container, other) or 0.0) * 1.01, 3)  # a figure out of all proportion would wait

    found = source.told("facts", [{**ROW, "value": 31}, other])

    assert (found["accepted"], found["repeated"], found["refused"]) == (1, 1, [])


def test_the_same_key_of_another_source_or_kind_is_another(server: Flask) -> None:
    both = SourceSystem(server, SourceGrant(("facts",), ("bureau-a", "bureau-b")))

    first = both.told("facts?source=bureau-a", [{**ROW, "value": 41}], Idempotency_Key="shared")
    second = both.told("facts?source=bureau-b", [{**ROW, "value": 42}], Idempotency_Key="shared")

    assert second["batch"] > first["batch"]


@pytest.mark.parametrize("kind", ["application/x-ndjson", "text/csv"])
def test_lines_come_as_well_as_a_list(kind: str, container: Container, source: SourceSystem) -> None:
    value = 51.5 if kind == "text/csv" else 52.25
    lines = {
        "application/x-ndjson": json.dumps({**ROW, "value": value}) + "\n\n",
        "text/csv": f"Measure,region,period,value\nsupport_payments,{CHANCHENG},2025-05,{value}\n",
    }

    assert source.told("facts", lines[kind].encode(), kind=kind)["accepted"] == 1
    assert standing(container, ROW) == value


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        (b"{}", "application/json", 400, "bad-batch"),
        (b"[]", "application/json", 400, "bad-batch"),
        (b"[", "application/json", 400, "bad-batch"),
        (b"{}\nx", "application/x-ndjson", 400, "bad-batch"),
        (b"[1]", "text/plain", 400, "bad-batch"),
        (b"[" + b"1," * 5000 + b"1]", "application/json", 413, "too-large"),
        (b"[" + b" " * 1024 * 1024 + b"]", "application/json", 413, "too-large"),
        (b"[" * 100_000, "application/json", 400, "bad-batch"),
    ],
    ids=["object", "empty", "cut", "line", "media", "rows", "bytes", "deep"],
)
def test_what_cannot_be_read_is_refused_as_a_whole(
    body: bytes, kind: str, status: int, code: str, container: Container, source: SourceSystem
) -> None:
    landed = batches(container)

    answer = source.post("facts", body, kind=kind)

    assert (answer.status_code, (answer.json or {})["error"]) == (status, code)
    assert batches(container) == landed


def test_a_token_is_good_for_its_kinds_its_sources_and_its_regions(server: Flask) -> None:
    narrow = SourceSystem(server, SourceGrant(("facts",), ("bureau-a", "bureau-b")), CHANCHENG)

    answers = [
        narrow.post("events", [{}]),
        narrow.post("readings", [{}]),
        narrow.post("facts", [ROW]),
        narrow.post("facts?source=bureau-c", [ROW]),
        narrow.post("facts?sauce=bureau-a", [ROW]),
    ]
    found = narrow.told("facts?source=bureau-a", [{**ROW, "value": 9}, {**ROW, "region": SANSHUI}])

    assert [(one.status_code, (one.json or {})["error"]) for one in answers] == [
        (403, "no-right"),
        (403, "no-right"),
        (400, "which-source"),
        (403, "other-source"),
        (400, "unknown-parameter"),
    ]
    assert (found["accepted"], [one["code"] for one in found["refused"]]) == (1, ["not_yours"])


@pytest.mark.parametrize("kind", ["read", "ingest", "metrics"])
def test_no_other_token_delivers_for_a_source(kind: str, server: Flask) -> None:
    assert SourceSystem(server, kind=kind).post("facts", [ROW]).status_code == 403


def test_events_are_masked_replaced_and_refused_as_those_of_a_file(container: Container, source: SourceSystem) -> None:
    town = next(iter(container.catalogue.regions.children(CHANCHENG)))
    order = {"id": "900000001", "received": "2025-06-01 08:00", "region": town, "topic": "noise"}

    found = source.told(
        "events",
        [
            {**order, "text": "噪声大，请回电 13812345678", "closed": "2025-06-01T10:00:00+08:00"},
            {**order, "id": "900000002", "region": "13812345678"},
            {"text": "13812345678"},
        ],
    )

    assert found["accepted"] == 1
    assert [one["code"] for one in found["refused"]] == ["unknown_region", "blank"]
    with reading(container.engine).connect() as connection:
        texts = connection.execute(select(order_text.c.text).where(order_text.c.text.like("%噪声大%"))).scalars().all()
        kept = repr(connection.exec_driver_sql("SELECT * FROM quarantine").fetchall())
    assert len(texts) == 1
    assert "13812345678" not in "".join(texts) + kept + json.dumps(found)
    assert source.post("events?kind=no-such", [order]).status_code == 400


def test_devices_enter_the_register_and_an_id_keeps_its_holder(container: Container, source: SourceSystem) -> None:
    town, quantity = next(iter(container.catalogue.regions.children(CHANCHENG))), "pm25"
    assert quantity in container.catalogue.vitals.quantities
    one = {"id": "posted-1", "name_zh": "站", "quantities": [quantity], "region": town, "every": 60}
    one |= {"owner": next(iter(container.catalogue.units)), "facts": {"noise_class": "2"}, "lon": 113.1, "lat": 23.0}

    first = source.told("devices", [one, {**one, "id": "posted-2", "lon": 0}])
    second = source.told("devices", [{**one, "owner": list(container.catalogue.units)[1]}])

    assert (first["accepted"], [row["code"] for row in first["refused"]]) == (1, ["impossible_place"])
    assert (second["accepted"], [row["code"] for row in second["refused"]]) == (0, ["duplicate_id"])
    assert "posted-1" in container.door.register().channels
