"""Loading a file on the screen: handed in, looked at, mended, signed; nobody else sees it, and nothing lands before."""

from __future__ import annotations

import io
import json
import re
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import func, select

from data.core.settings import Settings
from data.warehouse.tables import batch, fact
from demo.container import DemoContainer
from tests.visitors import Visitor, entered, fields_of

UNIT = "industry-it-bureau"


@pytest.fixture(scope="module")
def container(small_city: Settings) -> DemoContainer:
    """The data side of the city that these tests' server shows."""
    return DemoContainer(small_city)


def handed_in(visitor: Visitor, content: bytes, name: str = "五月.csv") -> str:
    """Hands a file in; the address that leads to it."""
    form = fields_of(visitor.get("/data/load").get_data(as_text=True), "/act/data.upload")
    file = (io.BytesIO(content), name)
    answer = visitor.post(
        "/act/data.upload", data=form | {"source": UNIT, "file": file}, content_type="multipart/form-data"
    )
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def counted(container: DemoContainer) -> tuple[int, int]:
    with container.engine.connect() as connection:
        of = [connection.execute(select(func.count()).select_from(table)).scalar_one() for table in (batch, fact)]
    return of[0], of[1]


def test_a_file_is_looked_at_mended_and_signed_and_lands_with_the_persons_name(
    cockpit: Flask, container: DemoContainer
) -> None:
    steward, unknown = entered(cockpit, "steward"), f"机架{uuid4().hex[:6]}"
    rows = f"指标,地区,期间,数值\n{unknown},禅城区,2019-01,61\n数据中心机架,南海区,2019-01,abc\n"
    before = counted(container)

    address = handed_in(steward, rows.encode())
    page = steward.get(address).get_data(as_text=True)
    assert counted(container) == before, "a look writes nothing"
    assert re.search(r'data-number="refused">2<', page)
    mend = fields_of(page, "/act/data.mend")
    named = json.dumps([unknown, "racks"], ensure_ascii=False)
    assert steward.post("/act/data.mend", data=mend | {"names": named}).status_code == 303
    page = steward.get(address).get_data(as_text=True)
    landed = steward.post("/act/data.land", data=fields_of(page, "/act/data.land") | {"accept": "1"})

    assert landed.status_code == 303, landed.get_data(as_text=True)
    assert counted(container) == (before[0] + 1, before[1] + 1)
    assert "这个文件已不在" in steward.get(address).get_data(as_text=True)
    number = landed.headers["Location"].rsplit("-", 1)[1]
    with container.engine.connect() as connection:
        by = connection.execute(select(batch.c.loaded_by).where(batch.c.id == int(number))).scalar_one()
    assert by.startswith("account:")
    audit = entered(cockpit, "audit-admin").get("/admin/audit").get_data(as_text=True)
    assert f"batch:{number}" in audit


def test_a_file_is_its_persons_and_loading_is_the_stewards(cockpit: Flask) -> None:
    steward, leader = entered(cockpit, "steward"), entered(cockpit)
    address = handed_in(steward, "指标,地区,期间,数值\n".encode())

    assert leader.get("/data/load").status_code == 403
    assert leader.get(address).status_code == 403
    upload = address.rsplit("/", 1)[1]
    assert leader.post("/act/data.land", data={"upload": upload, "csrf": leader.token()}).status_code == 403
    assert steward.post("/act/data.land", data={"upload": "0" * 32, "csrf": steward.token()}).status_code == 404


def test_a_template_reads_back(cockpit: Flask) -> None:
    steward = entered(cockpit, "steward")
    template = steward.get(f"/data/template/{UNIT}.industrial-economy-platform.csv").get_data().decode("utf-8-sig")
    head, *lines = template.splitlines()
    racks = next(place for place, line in enumerate(lines) if line.startswith("数据中心机架,禅城区,"))
    measure, region, period, _, unit = lines[racks].split(",")
    lines[racks] = ",".join((measure, region, period, "6310", unit))

    page = steward.get(handed_in(steward, "\r\n".join([head, *lines]).encode(), "模板.csv")).get_data(as_text=True)

    assert re.search(r'data-number="refused">0<', page)
    assert "数据中心机架" in page
    assert re.search(r'data-number="(accepted|same)">1<', page)
