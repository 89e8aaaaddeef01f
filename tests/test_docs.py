"""What the documents name exists: commands, options, settings, files, addresses, words; and their example is right."""

from __future__ import annotations

import re
import shlex
import struct
from pathlib import Path
from typing import get_args
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
from indicators.definitions.model import SourceKind
from tests.documents import ROOMS, ROOT, Document, code, refusals
from tests.named import HABITS, addresses, command_of, commands, fault_of, options, settings_read, without_names
from web.api.numbers import BASES, offer

ENGLISH, CHINESE = Document(ROOT / "README.md"), Document(ROOT / "README.zh-CN.md")
READMES = (ENGLISH, CHINESE)
DOCUMENTS = (
    *READMES,
    *map(Document, sorted((ROOT / "docs").glob("*.md"))),
    Document(ROOT / "CHANGELOG.md"),
    Document(ROOT / "assets" / "vendor" / "README.md"),
)
MAKE, SETTINGS, ADDRESSES, COLUMNS, REASONS, COMMANDS, MARKS, TARGETS, PLACES = range(1, 10)  # tables of a README
PICTURE = 300_000  # bytes
HOSTS = {"127.0.0.1", "db.example.org"}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.path.name)
def test_every_piece_of_code_in_a_document_exists(document: Document) -> None:
    faults = {text: fault for text in dict.fromkeys(document.spans) if (fault := fault_of(text))}
    assert not faults


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
def test_every_line_for_the_shell_can_be_typed(document: Document) -> None:
    lines = [word for line in document.commands for word in (shlex.split(line)[1:] if "export" in line else [line])]
    assert lines
    assert not {line: fault for line in lines if (fault := fault_of(line))}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda d: d.path.name)
def test_every_link_leads_somewhere_within_the_repository(document: Document) -> None:
    assert not [link for link in document.links if not (document.path.parent / link).exists()]
    assert {urlsplit(url).hostname for url in re.findall(r"\w+://[^\s`)]+", document.text)} <= HOSTS


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
def test_pictures_are_of_the_size_of_a_screen_and_light(document: Document) -> None:
    pictures = [link for link in document.links if link.endswith(".png")]
    assert len(pictures) == 2
    for picture in pictures:
        content = (ROOT / picture).read_bytes()
        assert struct.unpack(">II", content[16:24]) == (1600, 900)
        assert len(content) < PICTURE


def test_both_readmes_say_the_same() -> None:
    assert ENGLISH.blocks == CHINESE.blocks
    assert ENGLISH.headings == CHINESE.headings
    assert [len(table) for table in ENGLISH.tables] == [len(table) for table in CHINESE.tables]
    assert set(ENGLISH.spans) == set(CHINESE.spans)
    assert ENGLISH.links[1:] == [
        link.replace(".zh-CN.", ".") for link in CHINESE.links[1:]
    ]  # the first changes language


@pytest.mark.parametrize("document", READMES, ids=lambda d: d.path.name)
class TestAReadme:
    """What a README leaves out is as wrong as what it makes up."""

    def test_lists_every_habit(self, document: Document) -> None:
        first = [code(row[0])[0] for row in (*document.tables[0], *document.tables[MAKE])]
        assert set(first) == {f"make {name}" for name in HABITS if name != "help"}
        assert "make help" in document.spans

    def test_lists_every_setting_with_its_default(self, document: Document) -> None:
        table = document.table(SETTINGS)
        assert set(table) == settings_read() | {"CHROMIUM"}
        given = Settings.from_environment({})
        assert code(table["HOST"][0]) == [given.host]
        assert code(table["PORT"][0]) == [str(given.port)]
        assert Path(code(table["COCKPIT_HOME"][0])[0]).resolve() == given.home
        assert (code(table["COCKPIT_CITY"][0]) == ["demo"]) == given.demo
        for name, url in (("WAREHOUSE_URL", given.warehouse_url), ("OPERATIONS_URL", given.operations_url)):
            assert url == "sqlite:///" + code(table[name][0])[0].replace("COCKPIT_HOME", str(given.home))

    def test_lists_every_address(self, document: Document) -> None:
        assert {without_names(path) for path in document.table(ADDRESSES)} | {"/api/v1/openapi.json"} == addresses()

    def test_lists_every_command_with_every_option(self, document: Document) -> None:
        rows = document.table(COMMANDS).items()
        table = {command_of(shlex.split(line)[3:])[0]: line + said[0] for line, said in rows}
        assert set(table) == set(commands())
        everywhere = " ".join(document.spans)
        for name, command in commands().items():
            wanted = {p.opts[0] for p in options(command).values()} - {"--refresh"}
            assert not [option for option in wanted if option not in table[name] and option not in everywhere]

    def test_lists_the_columns_and_reasons_of_files(self, document: Document) -> None:
        assert list(document.table(COLUMNS)) == [*REQUIRED, "state"]
        assert set(document.table(REASONS)) == refusals("data/ingest/measure_contract.py")
        register = code(document.table(COMMANDS)["flask --app app load-targets FILE"][0])
        assert [word for word in register if word in REGISTER_COLUMNS] == list(REGISTER_COLUMNS)
        assert refusals("data/ingest/load_targets.py") - {"duplicate"} <= set(register)

    def test_lists_every_mark(self, document: Document) -> None:
        assert set(document.table(MARKS)) == set(BASES) - {"unknown"}
        assert set(document.table(TARGETS)) == set(get_args(SourceKind))

    def test_lists_every_room(self, document: Document) -> None:
        assert {f"{room}/" for room in ROOMS} <= set(document.table(PLACES))

    def test_says_what_its_example_computes(self, document: Document, example: FlaskClient) -> None:
        address = next(text for text in document.spans if text.startswith("/api/") and "C001" in text)
        (value,) = example.get(address).json["values"]
        shown, story = re.search(r"\*\*([\d.]+) %\*\*(.*?)\n\n", document.text, re.DOTALL).groups()
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
        assert example.get(address.replace("440604", "440600")).json["values"] == []  # the city: four did not deliver


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A visitor of the interface for programs after the README's files were written and its command was typed."""
    folder = tmp_path_factory.mktemp("example")
    for name, content in ENGLISH.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(content, encoding="utf-8")
    settings = Settings.from_environment({"COCKPIT_HOME": str(folder / "var")})
    load = next(shlex.split(line) for line in ENGLISH.commands if line.endswith(".csv"))
    said = create_commands(settings).test_cli_runner().invoke(args=[*load[3:-1], str(folder / load[-1])])
    assert "8 rows loaded, 0 refused" in said.output
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
        "desk.raeder",
        "0" * 64,
    ],
)
def test_what_does_not_exist_is_found_out(wrong: str) -> None:
    assert fault_of(wrong)
