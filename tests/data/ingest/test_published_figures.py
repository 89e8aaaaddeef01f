"""The published figures: what the files hold, how they land, and what was known when."""

import csv
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, func, select

from data.core.clock import DEMO_START
from data.core.states import State
from data.ingest.published_figures import batches_of, load_published
from data.ingest.published_files import PUBLISHED, PublishedFigure, read_figures
from data.pipeline.refusal import DeliveryRefused
from data.warehouse.facts import read_columns
from data.warehouse.tables import batch, fact, source
from indicators.calendar.periods import Period
from indicators.catalogue.catalogue import CATALOGUE, Catalogue, load_catalogue
from indicators.measures.facts import Basis

CITY, SHUNDE = 440600, 440606
DISTRICTS = (440604, 440605, 440606, 440608, 440607)
At = Callable[..., datetime]


@pytest.fixture(scope="module")
def whole() -> Catalogue:
    return load_catalogue(CATALOGUE)


@pytest.fixture(scope="module")
def figures(whole: Catalogue) -> tuple[PublishedFigure, ...]:
    return read_figures(whole)


def known(engine: Engine, catalogue: Catalogue, moment: datetime | None = None) -> dict[tuple[str, int, str], float]:
    """Every standing figure, or those that stood at a moment."""
    with engine.connect() as connection:
        columns = read_columns(connection, catalogue, as_of=moment)
    return {
        (columns.measures[m], int(region), Period.from_code(int(code)).id): float(value)
        for m, region, code, value in zip(columns.measure, columns.region, columns.period, columns.value, strict=True)
    }


def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PUBLISHED, tmp_path / "published"))


def add(file: Path, *lines: str) -> int:
    """Append lines to a file; the number of the first of them."""
    before = len(file.read_text(encoding="utf-8").splitlines())
    with file.open("a", encoding="utf-8") as text:
        text.write("".join(f"{line}\n" for line in lines))
    return before + 1


def test_all_figures_of_the_plan_and_of_the_city_are_there(figures: tuple[PublishedFigure, ...]) -> None:
    assert sum(figure.id.startswith("B") for figure in figures) == 63
    assert sum(figure.id.startswith("T") for figure in figures) == 6
    assert sum(figure.ref != "S" for figure in figures) >= 300


def test_every_figure_has_a_dated_source_with_a_name(figures: tuple[PublishedFigure, ...], whole: Catalogue) -> None:
    with (PUBLISHED / "sources.csv").open(encoding="utf-8", newline="") as text:
        listed = {row["ref"] for row in csv.DictReader(text)}
    assert {figure.ref for figure in figures} == listed
    assert all(whole.sources[ref].grade for ref in listed)


def test_no_document_reports_a_past_before_it_was_there(figures: tuple[PublishedFigure, ...]) -> None:
    for figure in figures:
        if figure.state in (State.NONE, State.FINAL, State.PRELIMINARY) and figure.qualifier == "exact":
            assert Period.parse(figure.period).first_day() <= figure.published_on, figure


def test_published_parts_agree_with_their_wholes(figures: tuple[PublishedFigure, ...]) -> None:
    value = {(f.measure, f.region, f.period, f.ref): f.value for f in figures}
    for year, ref, city in (("2020", "R98", 949.88), ("2021", "R98c", 961.26)):
        total = sum(value["resident_population", code, year, ref] for code in DISTRICTS)
        assert total == pytest.approx(city, abs=0.01)
    assert sum(value["registered_population", code, "2021", "R98c"] for code in DISTRICTS) == pytest.approx(484.13)
    assert sum(value["population_share_published", code, "2020", "R98"] for code in DISTRICTS) == pytest.approx(100)
    shares = [value[f"gdp_{k}_share_published", CITY, "2024", "R86"] for k in ("primary", "secondary", "tertiary")]
    assert sum(shares) == pytest.approx(100)


def test_shundes_printed_growth_leads_back_to_a_third_of_the_citys_gdp(figures: tuple[PublishedFigure, ...]) -> None:
    value = {(f.measure, f.region, f.period): f.value for f in figures}
    grown = value["gdp_growth_since_2020_published", SHUNDE, "2025"]
    base = value["gdp", SHUNDE, "2025"] / (1 + grown / 100)
    assert base / value["gdp", CITY, "2020"] == pytest.approx(1 / 3, abs=0.01)


def test_all_figures_land_once_however_often_they_are_loaded(sqlite_warehouse: Engine, whole: Catalogue) -> None:
    first = load_published(sqlite_warehouse, whole)
    again = load_published(sqlite_warehouse, whole)
    assert first.to_come == first.already == 0
    assert (again.landed, again.already, again.batches) == (0, first.landed, ())
    with sqlite_warehouse.connect() as connection:
        assert connection.execute(select(func.count()).select_from(fact)).scalar_one() == first.landed
        assert connection.execute(select(func.count()).select_from(batch)).scalar_one() == len(first.batches)


def test_figures_land_on_either_engine(warehouse: Engine, whole: Catalogue) -> None:
    report = load_published(warehouse, whole)
    assert known(warehouse, whole)["gdp", CITY, "2023"] == 13276
    assert report.landed >= 370


def test_what_a_report_expects_of_a_year_is_not_its_figure(sqlite_warehouse: Engine, whole: Catalogue, at: At) -> None:
    load_published(sqlite_warehouse, whole)
    key = ("gdp", CITY, "2021")
    assert known(sqlite_warehouse, whole)[key] == 12156.54
    assert key not in known(sqlite_warehouse, whole, at(2022, 2, 10))  # "over 1.16 trillion expected" was known then


def test_the_vintages_carry_their_state_and_document(sqlite_warehouse: Engine, whole: Catalogue) -> None:
    load_published(sqlite_warehouse, whole)
    query = (
        select(fact.c.value, fact.c.state, batch.c.source_id)
        .join(batch, batch.c.id == fact.c.batch)
        .where(fact.c.region == CITY, fact.c.period == 202140, fact.c.value > 11_000, fact.c.value < 13_000)
        .order_by(batch.c.loaded_at)
    )
    with sqlite_warehouse.connect() as connection:
        rows = [tuple(row) for row in connection.execute(query)]
        grade = connection.execute(select(source.c.grade).where(source.c.id == "R88b")).scalar_one()
    assert rows == [(11600.0, State.FORECAST, "R88d"), (12156.54, State.PRELIMINARY, "R88b")]
    assert grade == whole.sources["R88b"].grade


def test_a_target_of_the_year_is_not_what_was_reached(sqlite_warehouse: Engine, whole: Catalogue, at: At) -> None:
    load_published(sqlite_warehouse, whole)
    key = ("base_stations_5g_new", CITY, "2020")
    assert key not in known(sqlite_warehouse, whole, at(2020, 6, 1))
    assert known(sqlite_warehouse, whole)[key] == 7541


def test_what_came_out_after_the_demonstrations_day_is_not_there_on_that_day(
    sqlite_warehouse: Engine, whole: Catalogue
) -> None:
    late = {("gdp", SHUNDE, "2025"), ("market_entities", CITY, "2025")}
    report = load_published(sqlite_warehouse, whole, known_by=DEMO_START)
    assert report.to_come > 0
    assert not late & set(known(sqlite_warehouse, whole))
    assert load_published(sqlite_warehouse, whole).landed == report.to_come
    assert late <= set(known(sqlite_warehouse, whole))
    assert not late & set(known(sqlite_warehouse, whole, DEMO_START))


def test_only_aims_and_the_plans_own_words_have_the_plans_basis(sqlite_warehouse: Engine, whole: Catalogue) -> None:
    load_published(sqlite_warehouse, whole)
    query = select(fact.c.state, batch.c.source_id, fact.c.basis).join(batch, batch.c.id == fact.c.batch)
    with sqlite_warehouse.connect() as connection:
        for state, ref, basis in connection.execute(query):
            planned = ref == "S" or state == State.PLAN
            assert basis == (Basis.PLAN if planned else Basis.PUBLISHED)


def test_a_corrected_figure_is_a_new_batch_and_the_old_one_stays(
    sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path
) -> None:
    folder = copy(tmp_path)
    load_published(sqlite_warehouse, whole, folder=folder)
    file = folder / "trade_retail.csv"
    file.write_text(file.read_text(encoding="utf-8").replace("6637.8", "6637.9"), encoding="utf-8")
    report = load_published(sqlite_warehouse, whole, folder=folder)
    assert len(report.batches) == 1
    assert known(sqlite_warehouse, whole)["trade_total", CITY, "2022"] == 6637.9
    with sqlite_warehouse.connect() as connection:
        values = connection.execute(select(fact.c.value).where(fact.c.value.in_([6637.8, 6637.9]))).scalars().all()
    assert sorted(values) == [6637.8, 6637.9]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("no_such_measure,440600,2023,1,exact,,R85,", "unknown_measure"),
        ("gdp,440699,2023,1,exact,,R85,", "unknown_region"),
        ("gdp,440600,2023-06,1,exact,,R85,", "wrong_grain"),
        ("gdp,440606003,2023,1,exact,,R85,", "wrong_level"),
        ("gdp,440600,some day,1,exact,,R85,", "bad_period"),
        ("gdp,440600,2031,1,exact,,R85,", "bad_period"),
        ("gdp,440600,2022,12 34,exact,,R85,", "not_a_number"),
        ("gdp,440600,2022,-1,exact,,R85,", "impossible_value"),
        ("gdp,440600,2022,1,roughly,,R85,", "unknown_qualifier"),
        ("gdp,440600,2022,1,exact,guess,R85,", "unknown_state"),
        ("gdp,440600,2022,1,forecast,,R85,", "unknown_state"),
        ("gdp,440600,2022,1,exact,,R01,", "unknown_source"),
        ("gdp,440600,2023,13276,exact,,R85,", "duplicate"),
        ("gdp,440600,2022,1,exact,,R85,a remark, with a comma", "too_many_cells"),
    ],
)
def test_a_faulty_row_stops_the_load_with_file_line_and_reason(
    sqlite_warehouse: Engine, whole: Catalogue, tmp_path: Path, row: str, code: str
) -> None:
    folder = copy(tmp_path)
    line = add(folder / "gdp.csv", row)
    with pytest.raises(DeliveryRefused) as caught:
        load_published(sqlite_warehouse, whole, folder=folder)
    [fault] = caught.value.refusals
    assert (fault.file, fault.row, fault.code) == ("gdp.csv", line - 1, code)
    assert known(sqlite_warehouse, whole) == {}


def test_all_faults_are_told_at_once(whole: Catalogue, tmp_path: Path) -> None:
    folder = copy(tmp_path)
    add(folder / "gdp.csv", "gdp,440600,2022,x,exact,,R85,", "nothing,440600,2022,1,exact,,R85,")
    add(folder / "sources.csv", "R01,one day,day", "R999,2024-01-01,day", "R85,2024-01-01,day", "R02,2024-01-01,often")
    (folder / "odd.csv").write_text("measure,region\n", encoding="utf-8")
    with pytest.raises(DeliveryRefused) as caught:
        read_figures(whole, folder)
    assert [(fault.file, fault.code) for fault in caught.value.refusals] == [
        ("sources.csv", "bad_date"),
        ("sources.csv", "unknown_source"),
        ("sources.csv", "duplicate"),
        ("sources.csv", "bad_date"),
        ("gdp.csv", "not_a_number"),
        ("gdp.csv", "unknown_measure"),
        ("odd.csv", "missing_column"),
    ]


def test_a_folder_without_dates_of_its_sources_is_refused(whole: Catalogue, tmp_path: Path) -> None:
    with pytest.raises(DeliveryRefused) as caught:
        read_figures(whole, tmp_path)
    assert [(fault.file, fault.code) for fault in caught.value.refusals] == [("sources.csv", "no_such_file")]


def test_batches_come_in_the_order_of_publication(figures: tuple[PublishedFigure, ...]) -> None:
    batches = batches_of(figures)
    days = [batch[0].published_on for batch in batches]
    assert days == sorted(days)
    assert len({batch[0].code for batch in batches}) == len(batches)
    assert sum(map(len, batches)) == len(figures)
