"""What the documents name exists: commands, options, settings, files, addresses, words; and their example is right."""

from __future__ import annotations

import re
import shlex
import struct
from pathlib import Path
from typing import Any, get_args
from urllib.parse import urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_commands
from data.core.actor import Actor
from data.core.settings import Settings
from data.ingest.load_targets import REQUIRED as REGISTER_COLUMNS
from data.ingest.measure_contract import REQUIRED
from demo.container import DemoContainer
from indicators.definitions.input_limits import CELL_CHARACTERS, TABLE_ROWS
from indicators.definitions.model import SourceKind
from tests.documents import ROOMS, ROOT, Document, code, refusals
from tests.named import HABITS, addresses, command_of, commands, fault_of, options, settings_read, without_names
from web.api.numbers import offer
from web.api.readings import MOST
from web.api.terms import BASES

DOCS = ROOT / "docs"
READMES = tuple(Document(ROOT / f"README{suffix}.md") for suffix in ("", ".zh-CN"))
TRANSLATED = ("settings", "screens", "loading", "definitions", "devices", "numbers", "operations")  # what a user needs
PAIRS = (READMES, *((Document(DOCS / f"{name}.md"), Document(DOCS / f"{name}.zh-CN.md")) for name in TRANSLATED))
DOCUMENTS = (
    *READMES,
    *map(Document, sorted(DOCS.rglob("*.md"))),
    Document(ROOT / "CHANGELOG.md"),
    Document(ROOT / "assets" / "vendor" / "README.md"),
)
COLUMNS, REASONS, COMMANDS = range(3)  # tables of loading.md
MARKS, TARGETS = range(2)  # tables of numbers.md
HABITS_TABLE, CHANGES = range(2)  # tables of contributing.md
PICTURE = 300_000  # bytes
README_SIZE = range(4_500, 7_500)  # bytes: what fits into a few minutes
HOSTS = {"127.0.0.1", "db.example.org", "cockpit.example.org"}


def both(name: str) -> pytest.MarkDecorator:
    """A page of `docs/` in each of its languages."""
    return pytest.mark.parametrize("document", PAIRS[TRANSLATED.index(name) + 1], ids=lambda d: d.path.name)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.path.name)
def test_every_piece_of_code_in_a_document_exists(document: Document) -> None:
    faults = {text: fault for text in dict.fromkeys(document.spans) if (fault := fault_of(text))}
    assert not faults


@pytest.mark.parametrize("document", [d for d in DOCUMENTS if d.commands], ids=lambda d: d.path.name)
def test_every_line_for_the_shell_can_be_typed(document: Document) -> None:
    words = [(shlex.split(line)[1:] if line.startswith("export") else [line]) for line in document.commands]
    assert not {word: fault for line in words for word in line if (fault := fault_of(word))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.path.name)
def test_every_link_leads_somewhere_within_the_repository(document: Document) -> None:
    assert not [link for link in document.links if not (document.path.parent / link).exists()]
    assert {urlsplit(url).hostname for url in re.findall(r"\w+://[^\s`)]+", document.text)} <= HOSTS


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
def test_a_readme_is_short_and_leads_to_every_page(document: Document) -> None:
    assert document.path.stat().st_size in README_SIZE
    chinese = document.path.name.endswith(".zh-CN.md")
    pages = {page.path for pair in PAIRS[1:] for page in pair if page.path.name.endswith(".zh-CN.md") == chinese}
    pages |= {page for page in DOCS.rglob("*.md") if page.name.split(".")[0] not in TRANSLATED}
    assert pages <= {(document.path.parent / link).resolve() for link in document.links}


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
def test_pictures_are_of_the_size_of_a_screen_and_light(document: Document) -> None:
    pictures = [link for link in document.links if link.endswith(".png")]
    assert len(pictures) == 2
    for picture in pictures:
        content = (ROOT / picture).read_bytes()
        assert struct.unpack(">II", content[16:24]) == (1600, 900)
        assert len(content) < PICTURE


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: pair[0].path.name)
def test_both_languages_say_the_same(pair: tuple[Document, Document]) -> None:
    english, chinese = pair
    assert english.blocks == chinese.blocks
    assert english.headings == chinese.headings
    assert [len(table) for table in english.tables] == [len(table) for table in chinese.tables]
    assert set(english.spans) == set(chinese.spans)
    first, *links = english.links  # the first changes language
    assert first == chinese.path.name
    assert [without_language(link) for link in links] == [without_language(link) for link in chinese.links[1:]]
    assert chinese.links[0] == english.path.name


def test_a_page_in_chinese_has_its_twin_and_is_held_to_it() -> None:
    assert {page.name for page in DOCS.glob("*.zh-CN.md")} == {f"{name}.zh-CN.md" for name in TRANSLATED}


def without_language(link: str) -> str:
    """A link to either language of a page, as one."""
    return link.replace(".zh-CN.", ".")


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
def test_a_readme_lists_every_room(document: Document) -> None:
    places = set(document.table(-1))
    assert places == {"app.py", *(f"{room}/" for room in ROOMS)}
    assert {f"{folder.name}/" for folder in ROOT.iterdir() if len([*folder.glob("**/*.py")]) > 1} - {".venv/"} <= places


def test_the_habits_are_listed() -> None:
    habits = Document(DOCS / "contributing.md").table(HABITS_TABLE)
    listed = {*habits, *READMES[0].table(0)}
    assert listed == {f"make {name}" for name in HABITS if name != "help"}
    assert all("make help" in readme.spans for readme in READMES)


def test_to_change_something_go_where_it_is() -> None:
    changes = Document(DOCS / "contributing.md").tables[CHANGES]
    kinds = " ".join(row[0] for row in changes)
    assert all(kind in kinds for kind in ("formula function", "sign", "screen", "engine", "state of a task", "export"))
    for kind, places, tests in changes:
        named = [text for text in code(places) if "/" in text or text.endswith(".toml")]
        assert named, kind
        assert not [path for path in (*named, *code(tests)) if not (ROOT / path).exists() and "make" not in path]
        assert tests, kind


@both("settings")
def test_every_setting_is_listed_with_its_default(document: Document) -> None:
    table = document.table(0)
    assert set(table) == settings_read() | {"CHROMIUM"}
    given = Settings.from_environment({})
    assert code(table["HOST"][0]) == [given.host]
    assert code(table["PORT"][0]) == [str(given.port)]
    assert Path(code(table["COCKPIT_HOME"][0])[0]).resolve() == given.home
    assert (code(table["COCKPIT_CITY"][0]) == ["demo"]) == given.demo
    for name, url in (
        ("WAREHOUSE_URL", given.warehouse_url),
        ("OPERATIONS_URL", given.operations_url),
        ("READINGS_URL", given.readings_url),
    ):
        assert url == "sqlite:///" + code(table[name][0])[0].replace("COCKPIT_HOME", str(given.home))


@both("screens")
def test_every_address_is_listed(document: Document) -> None:
    assert {without_names(path) for path in document.table(0)} | {"/api/v1/openapi.json"} == addresses()


@both("loading")
class TestLoading:
    """What a page leaves out is as wrong as what it makes up."""

    def test_every_command_is_listed_with_every_option(self, document: Document) -> None:
        rows = document.table(COMMANDS).items()
        table = {command_of(shlex.split(line)[3:])[0]: line + said[0] for line, said in rows}
        assert set(table) == set(commands())
        everywhere = " ".join(document.spans)
        for name, command in commands().items():
            wanted = {p.opts[0] for p in options(command).values()} - {"--refresh"}
            assert not [option for option in wanted if option not in table[name] and option not in everywhere]

    def test_the_columns_and_reasons_of_files_are_listed(self, document: Document) -> None:
        assert list(document.table(COLUMNS)) == [*REQUIRED, "state", "unit"]
        values = (f"data/pipeline/values/{kind}.py" for kind in ("measures", "numbers", "periods", "regions", "texts"))
        every_kind = ("data/pipeline/contract.py", *values)
        assert set(document.table(REASONS)) == refusals("data/ingest/measure_contract.py", *every_kind)
        register = code(document.table(COMMANDS)["flask --app app load-targets FILE"][0])
        assert [word for word in register if word in REGISTER_COLUMNS] == list(REGISTER_COLUMNS)
        assert refusals("data/ingest/load_targets.py") <= set(register)

    def test_the_limits_of_files_are_those_of_the_code(self, document: Document) -> None:
        assert f"{TABLE_ROWS:,}" in document.prose
        assert f"{CELL_CHARACTERS:,}" in document.prose


@both("devices")
def test_a_delivery_is_as_large_as_the_code_takes(document: Document) -> None:
    assert re.findall(r"\b\d,\d{3}\b", document.prose) == [f"{MOST:,}"]


@both("numbers")
def test_every_mark_is_listed(document: Document) -> None:
    assert set(document.table(MARKS)) == set(BASES) - {"unknown"}
    assert set(document.table(TARGETS)) == set(get_args(SourceKind))


def values_at(visitor: FlaskClient, address: str) -> list[dict[str, Any]]:
    """The values that the interface answers with."""
    answer = visitor.get(address).json
    assert answer is not None
    values: list[dict[str, Any]] = answer["values"]
    return values


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
def test_a_readme_says_what_its_example_computes(document: Document, readme_example: FlaskClient) -> None:
    address = next(text for text in document.spans if text.startswith("/api/") and "I222" in text)
    (value,) = values_at(readme_example, address)
    rows = [float(line.split(",")[3]) for line in document.files["assets.csv"].splitlines()[1:]]
    shown = re.search(r"\*\*([\d.]+) %\*\*", document.text)
    assert shown is not None
    assert round(value["value"], 1) == float(shown[1]) == round(rows[1] / rows[0] * 100, 1)


@both("definitions")
def test_the_tutorial_says_what_its_example_computes(document: Document, example: FlaskClient) -> None:
    address = next(text for text in document.spans if text.startswith("/api/") and "C001" in text)
    (value,) = values_at(example, address)
    told = re.search(r"\*\*([\d.]+) %\*\*(.*?)\n\n", document.text, re.DOTALL)
    assert told is not None
    shown, story = told.groups()
    assert round(value["value"], 1) == float(shown)
    numbers = {float(number) for number in re.findall(r"\d+(?:\.\d)?", story)}
    computed = {
        value["numerator"],
        value["denominator"],
        value["expected"],
        _mean_of_rates(document.files["lights.csv"]),
    }
    assert numbers == {*computed, 2.0}  # and the tolerance, as the definition says
    assert value["status"] in code(story)
    assert values_at(example, address.replace("440604", "440600")) == []  # the city: four did not deliver


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A visitor of the interface for programs after the tutorial's files were written and its command was typed."""
    return typed(Document(DOCS / "definitions.md"), tmp_path_factory.mktemp("tutorial"), "8 rows loaded, 0 refused")


@pytest.fixture(scope="module")
def readme_example(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """The same for the README."""
    return typed(READMES[0], tmp_path_factory.mktemp("readme"), "2 rows loaded, 0 refused")


def typed(document: Document, folder: Path, answer: str) -> FlaskClient:
    """Write a document's files into a folder, type its command to load a CSV there, and look at what comes of it."""
    for name, content in document.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    settings = Settings.from_environment({"COCKPIT_HOME": str(folder / "var")})
    load = next(shlex.split(line) for line in document.commands if line.endswith(".csv"))
    said = create_commands(settings).test_cli_runner().invoke(args=[*load[3:-1], str(folder / load[-1])])
    assert answer in said.output
    server = Flask("example")
    container = DemoContainer(settings)
    offer(server, lambda as_of: container.context(Actor.cockpit(), as_of))
    return server.test_client()


def _mean_of_rates(content: str) -> float:
    """Plain arithmetic over the example's rows: all lights and lit ones of each town take turns."""
    values = [float(line.split(",")[3]) for line in content.splitlines()[1:]]
    rates = [lit / every * 100 for every, lit in zip(values[::2], values[1::2], strict=True)]
    return sum(rates) / len(rates)


@pytest.mark.parametrize(
    "wrong",
    [
        "make lnit",
        "make test ARGS=tests/test_nothing.py",
        "make run SPEED=2",
        "flask --app app laod FILE",
        "flask --app app load FILE --sauce x",
        "flask --app app import-geography FILE --level village",
        "--sauce",
        "--scale many",
        "COCKPIT_HOUSE",
        "PORT=99999",
        "COCKPIT_CITY=mine",
        "http://127.0.0.1:8051",
        "/plans/x",
        "/functions",
        "/api/v2/indicators",
        "python application.py",
        "python -m indicators.shema",
        "data/nothing.py",
        "COCKPIT_HOME/nowhere/",
        "var/nowhere/x.yaml",
        "2025Q5",
        "2025-02-30T08:00",
        "share(a)",
        "off_trak",
        "data-indicatr",
        "context.raeder",
        "0" * 64,
    ],
)
def test_what_does_not_exist_is_found_out(wrong: str) -> None:
    assert fault_of(wrong)
