"""A delivery beside what stands: nothing new twice, contradictions told, jumps wait, layouts are known again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import Engine, func, select

from data.core.clock import FixedClock
from data.ingest.file_preview import Choices, land, preview
from data.ingest.load_measures import load_file
from data.pipeline.deliver import DeliveryReport
from data.pipeline.refusal import DeliveryRefused
from data.warehouse.batches import LEDGER
from data.warehouse.layout_mappings import mappings_of
from data.warehouse.tables import fact, fact_current
from indicators.catalogue.catalogue import Catalogue, load_catalogue

CLOCK = FixedClock(datetime(2026, 11, 30, 2, 0, tzinfo=UTC))
Load = Callable[..., DeliveryReport]
DISTRICTS = ("禅城区", "南海区", "顺德区", "高明区", "三水区")


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    """The product's own catalogue."""
    return load_catalogue()


@pytest.fixture
def load(sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path) -> Load:
    """Writes a CSV of measures with these lines and loads it."""
    names = iter(range(100))

    def write_and_load(*lines: str, head: str = "measure,region,period,value", **how: object) -> DeliveryReport:
        path = tmp_path / f"{next(names)}.csv"
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        return load_file(sqlite_warehouse, whole, path, CLOCK, **how)  # type: ignore[arg-type]

    return write_and_load


def count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(select(func.count()).select_from(fact)).scalar_one())


def codes(report: DeliveryReport) -> list[str]:
    return [notice.code for notice in report.notices]


def test_the_same_value_again_is_no_new_vintage(load: Load, sqlite_warehouse: Engine) -> None:
    load("trade_total,禅城区,2026-05,10.5")

    again = load("trade_total,禅城区,2026年5月,10.50", "trade_total,禅城区,2026-06,11")

    assert (again.accepted, again.repeated, count(sqlite_warehouse)) == (1, 1, 2)


def test_the_same_value_with_another_state_is_one(load: Load, sqlite_warehouse: Engine) -> None:
    load("trade_total,禅城区,2026-05,10.5,preliminary", head="measure,region,period,value,state")
    assert load("trade_total,禅城区,2026-05,10.5,final", head="measure,region,period,value,state").accepted == 1
    assert count(sqlite_warehouse) == 2


def test_two_names_of_one_span_that_contradict_each_other_are_told(load: Load) -> None:
    load("budget_revenue,禅城区,2023C12,100")

    [notice] = load("budget_revenue,禅城区,2023,90").notices

    assert (notice.code, notice.facts["value"], notice.facts["standing"]) == ("same_span", "90", "100")
    assert load("budget_revenue,禅城区,2024C12,100", "budget_revenue,禅城区,2024,100").notices == ()


def test_parts_and_wholes_that_disagree_are_told_with_the_amount(load: Load) -> None:
    districts = [f"budget_revenue,{name},2022,10" for name in DISTRICTS]
    [notice] = load(*districts, "budget_revenue,佛山市,2022,80").notices
    assert (notice.code, notice.facts["parts"], notice.facts["difference"]) == ("parts_and_whole", "50", "30")

    months = [f"budget_revenue,南海区,2021-{month:02d},1" for month in range(1, 13)]
    assert load(*months).notices == ()
    [later] = load("budget_revenue,南海区,2021,20").notices
    assert (later.facts["whole"], later.facts["parts"]) == ("20", "12")


def test_parts_that_miss_their_whole_by_rounding_are_no_contradiction(load: Load) -> None:
    parts = [
        f"retail_sales,{name},2026-05,{value}"
        for name, value in zip(DISTRICTS, (10.1, 20.2, 30.3, 4.4, 5.5), strict=True)
    ]
    assert load(*parts, "retail_sales,全市,2026-05,70.6").notices == ()


def test_totals_are_checked_and_never_taken_for_a_region(load: Load) -> None:
    report = load(
        "retail_sales,合计,2026-04,100", "retail_sales,禅城区,2026-04,20", "retail_sales,其中：禅城区城镇,2026-04,18"
    )

    assert (report.accepted, dict(report.passed_over)) == (1, {"of_which": 1, "total": 1})
    assert codes(report) == ["total_differs"]
    assert codes(load("retail_sales,禅城区,2026-03,20", "retail_sales,其中：城镇,2026-03,25")) == ["part_exceeds"]


def test_a_district_behind_of_which_is_that_district(load: Load) -> None:
    report = load(
        "retail_sales,全市,2026-04,100", "retail_sales,其中：禅城区,2026-04,18", "retail_sales,南海区,2026-04,30"
    )
    assert (report.accepted, dict(report.passed_over)) == (3, {})


@pytest.mark.parametrize(
    ("value", "waits"),
    [("265000", True), ("26.5", False), ("0.00265", True), ("31", False), ("265", True), ("0", False)],
)
def test_a_value_out_of_all_proportion_waits_for_a_person(
    load: Load, sqlite_warehouse: Engine, value: str, waits: bool
) -> None:
    load(*(f"fixed_investment,禅城区,2025-{month:02d},2{month}" for month in (4, 5, 6)))

    report = load(f"fixed_investment,禅城区,2026-04,{value}")

    assert (report.accepted, dict(report.reasons)) == ((0, {"out_of_proportion": 1}) if waits else (1, {}))
    if waits:
        with sqlite_warehouse.connect() as connection:
            [kept] = LEDGER.refused_rows(connection, report.batch)
        assert kept.refusal.facts["value"] == f"{float(value):,.4f}".rstrip("0").rstrip(".")


def test_what_waited_lands_when_it_is_accepted(
    load: Load, sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path
) -> None:
    path = tmp_path / "now.csv"
    load("fixed_investment,禅城区,2025-04,26")
    path.write_text(
        "measure,region,period,value\nfixed_investment,禅城区,2026-04,265000\nretail_sales,禅城区,2026-04,5\n"
    )
    assert load_file(sqlite_warehouse, whole, path, CLOCK).accepted == 1

    accepted = load_file(sqlite_warehouse, whole, path, CLOCK, accept_waiting=True)

    assert (accepted.accepted, accepted.repeated) == (1, 1)


def test_a_district_far_beyond_its_city_waits(load: Load) -> None:
    report = load(
        "retail_sales,全市,2026-05,318.9", "retail_sales,禅城区,2026-05,64.1", "retail_sales,顺德区,2026-05,1012000"
    )
    assert (report.accepted, dict(report.reasons)) == (2, {"beyond_whole": 1})


@pytest.mark.parametrize("unit", ["万元", "（万元）", "10k yuan"])
def test_a_unit_beside_the_value_is_converted(load: Load, sqlite_warehouse: Engine, unit: str) -> None:
    load(f"fixed_investment,禅城区,2026-04,265000,{unit}", head="measure,region,period,value,unit")
    with sqlite_warehouse.connect() as connection:
        assert connection.execute(select(fact_current.c.value)).scalar_one() == 26.5


def test_a_unit_of_another_dimension_or_none_that_is_known_is_refused(load: Load) -> None:
    lines = ("fixed_investment,禅城区,2026-04,2,万户", "fixed_investment,南海区,2026-04,2,贯")
    report = load(*lines, head="measure,region,period,value,unit")
    assert dict(report.reasons) == {"not_a_unit": 1, "other_unit": 1}


def test_former_names_are_read_and_told(load: Load) -> None:
    assert codes(load("fixed_investment,南海市,2001,5", "fixed_investment,440681,2001,5")) == ["former_name"] * 2


def test_a_name_of_a_column_that_is_there_twice_is_refused(load: Load) -> None:
    with pytest.raises(DeliveryRefused) as refused:
        load("gdp,佛山市,2024,1,2", head="measure,region,period,value,数值")
    assert refused.value.code == "duplicate_column"


def test_shares_of_a_format_that_hides_percentages_are_refused(
    sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path
) -> None:
    book = Path(__file__).parents[2] / "cases" / "investment.xls"
    report = load_file(sqlite_warehouse, whole, book, CLOCK)
    assert (report.accepted, [n.code for n in report.notices]) == (2, ["column_not_loaded", "sheet_passed_over"])
    with sqlite_warehouse.connect() as connection:
        assert sorted(connection.execute(select(fact_current.c.value)).scalars()) == [160.2, 240.7]


def table(folder: Path, month: int, *more: str, name: str = "报表") -> tuple[bytes, str]:
    """A workbook whose second column nothing in the catalogue is called like."""
    book = Workbook()
    sheet = book.active
    sheet.append([f"佛山市2026年1-{month}月投资情况"])
    sheet.append(["地区", "全口径投资", *more])
    for place, region in enumerate(DISTRICTS):
        sheet.append([region, 100 + place + month, *(5 for _ in more)])
    path = folder / f"{name}{month}.xlsx"
    book.save(path)
    return path.read_bytes(), path.name


def test_what_a_person_says_of_a_layout_is_known_the_next_time_and_a_changed_one_stops(
    sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path
) -> None:
    june = table(tmp_path, 6)
    seen = preview(sqlite_warehouse, whole, *june, CLOCK, source_id="bureau")
    assert [(one.kind, one.text) for one in seen.choices] == [("measure", "全口径投资")]
    assert {row.refusal.cell for row in seen.refused} == {f"Sheet!B{row}" for row in range(3, 8)}
    assert [cell.state for cell in seen.sheets[0].lines[2].cells] == ["", "refused"]

    said = Choices(names={"全口径投资": "fixed_investment"})
    assert preview(sqlite_warehouse, whole, *june, CLOCK, source_id="bureau", choices=said).report is not None
    assert count(sqlite_warehouse) == 0
    assert land(sqlite_warehouse, whole, *june, CLOCK, source_id="bureau", choices=said, person="lin").accepted == 5

    july = preview(sqlite_warehouse, whole, *table(tmp_path, 7), CLOCK, source_id="bureau")
    assert [(one.person, one.version) for one in july.mappings] == [("lin", 1)]
    assert july.report is not None
    assert july.report.accepted == 5
    assert [change.before for change in july.changes] == [None] * 5

    august = table(tmp_path, 8, "房地产开发投资")
    with pytest.raises(DeliveryRefused) as refused:
        land(sqlite_warehouse, whole, *august, CLOCK, source_id="bureau")
    assert (refused.value.code, refused.value.refusals[0].facts["new"]) == ("layout_changed", "房地产开发投资")
    assert preview(sqlite_warehouse, whole, *august, CLOCK, source_id="bureau").changed[0].version == 1
    again = Choices(names={"全口径投资": "fixed_investment", "房地产开发投资": ""}, new_layout=True)
    assert land(sqlite_warehouse, whole, *august, CLOCK, source_id="bureau", choices=again, person="wu").accepted == 5
    with sqlite_warehouse.connect() as connection:
        assert [(one.version, one.person) for one in mappings_of(connection, "bureau")] == [(1, "lin"), (2, "wu")]


def test_another_source_is_asked_anew(sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path) -> None:
    said = Choices(names={"全口径投资": "fixed_investment"})
    land(sqlite_warehouse, whole, *table(tmp_path, 6), CLOCK, source_id="bureau", choices=said)
    assert preview(sqlite_warehouse, whole, *table(tmp_path, 7), CLOCK, source_id="other").choices


def test_a_preview_shows_the_largest_jumps_first(load: Load, sqlite_warehouse: Engine, whole: Catalogue) -> None:
    load(*(f"retail_sales,{name},2026-05,10" for name in DISTRICTS))
    lines = "\n".join(
        f"retail_sales,{name},2026-05,{v}" for name, v in zip(DISTRICTS, (10, 11, 30, 9, 12), strict=True)
    )
    seen = preview(
        sqlite_warehouse,
        whole,
        f"measure,region,period,value\n{lines}".encode(),
        "a.csv",
        CLOCK,
        source_id="department",
    )
    assert [change.value for change in seen.changes] == [30, 12, 9, 11, 10]


def test_a_file_that_cannot_be_used_is_a_preview_with_its_reason(sqlite_warehouse: Engine, whole: Catalogue) -> None:
    assert preview(sqlite_warehouse, whole, b"", "a.csv", CLOCK, source_id="x").refusals[0].code == "empty_file"


def test_a_sheet_that_falls_into_hundreds_of_tables_is_refused_and_not_read_for_hours(
    sqlite_warehouse: Engine, whole: Catalogue
) -> None:
    text = "\n".join("2026年6月固定资产投资,,\n地区,本月,说明\n禅城区,1,好\n" for _ in range(500))
    seen = preview(sqlite_warehouse, whole, text.encode(), "a.csv", CLOCK, source_id="x")
    assert [one.code for one in seen.refusals] == ["too_large"]
