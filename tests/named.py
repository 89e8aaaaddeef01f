"""What is wrong with one piece of code that a document names: a sentence, or nothing."""

from __future__ import annotations

import hashlib
import re
import shlex
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

import click
from flask import Flask

from app import create_commands
from data.core.clock import MOMENT
from data.core.settings import Settings, SettingsError
from data.core.states import State
from data.pipeline.files.formats import FORMATS
from indicators.calendar.periods import Period, PeriodError
from indicators.formula.functions import FUNCTIONS
from pages import PAGES
from tests import needs
from tests.documents import ROOT, words_of_code
from web.actions.endpoint import register_actions
from web.api.deliveries import offer_deliveries
from web.api.numbers import offer
from web.api.readings import receive
from web.health import register_health
from web.live.event_stream import stream
from web.live.open_streams import StreamLimits
from web.metrics import MetricsCollector, offer_metrics
from web.rendering.route import Router
from web.security.sign_in_views import register_sign_in

MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
HABITS = dict(re.findall(r"^([a-z]+):.*?## (.*)$", MAKEFILE, re.MULTILINE))
TO_BE_WRITTEN = {"lights.csv", "assets.csv"}  # by the reader
HOME = re.compile(r"""home / ["']([\w.]+)["']""")  # what the source puts into the data folder


class Environment(dict[str, str]):
    """An environment that remembers what was asked for."""

    def __init__(self, **given: str) -> None:
        super().__init__(given)
        self.asked: set[str] = set()

    def get(self, key: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.asked.add(key)
        return super().get(key, default)


@cache
def settings_read() -> frozenset[str]:
    """The environment variables that Settings asks for."""
    environment = Environment()
    Settings.from_environment(environment)
    return frozenset(environment.asked)


@cache
def commands() -> dict[str, click.Command]:
    """The cockpit's own commands by what is typed: `load`, `account create`."""
    server = create_commands(Settings.from_environment({"COCKPIT_HOME": str(ROOT / "var")}))
    return dict(_commands(server.cli.commands))


def _commands(found: Mapping[str, click.Command], before: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in found.items():
        if isinstance(command, click.Group):
            yield from _commands(command.commands, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def command_of(line: list[str]) -> tuple[str, list[str]]:
    """The command that the words after `flask --app app` name, and the words after it."""
    one, two = " ".join(line[:1]), " ".join(line[:2])
    return (two, line[2:]) if two in commands() else (one, line[1:])


@cache
def words() -> frozenset[str]:
    """Everything that code or definitions know by name."""
    metrics = re.findall(r'family\("(\w+)"', (ROOT / "web" / "metrics.py").read_text(encoding="utf-8"))
    proxy = re.findall(r"[\w-]+", (ROOT / "docs" / "deploy" / "nginx.conf").read_text(encoding="utf-8"))
    return words_of_code() | {state.name.lower() for state in State} | {f"cockpit_{m}" for m in metrics} | {*proxy}


def options(command: click.Command) -> dict[str, click.Parameter]:
    """A command's options by each way to write them."""
    return {name: p for p in command.params for name in (*p.opts, *p.secondary_opts) if name.startswith("--")}


def _never(*_: object) -> NoReturn:
    raise AssertionError("nothing is read here")


@cache
def addresses() -> frozenset[str]:
    """Every address as documents write it, each variable as <>."""
    server = Flask("rules", static_folder=None)
    offer(server, _never)
    register_health(server, _never, _never, _never, _never)
    offer_metrics(server, MetricsCollector(_never, _never, _never, _never))
    receive(server, _never, _never)
    offer_deliveries(server, _never, _never)
    stream(server, _never, StreamLimits(0, 0, 0), _never, _never)
    rules = [rule.rule for rule in server.url_map.iter_rules()] + [page.rule for page in PAGES] + ["/sign-in"]
    return frozenset(without_names(rule) for rule in rules if "<path:" not in rule)  # those answer: nothing here


@cache
def further_addresses() -> frozenset[str]:
    """Addresses that people are led to and never type: those of the doors and of acts."""
    server = Flask("rules", static_folder=None)
    server.register_blueprint(register_sign_in(_never))  # type: ignore[arg-type]  # nobody calls
    server.register_blueprint(register_actions(_never))  # type: ignore[arg-type]
    return frozenset(without_names(rule.rule) for rule in server.url_map.iter_rules())


def without_names(rule: str) -> str:
    """A rule or a documented address with its variables as <>."""
    return re.sub(r"<[^>]*>", "<>", rule)


def fault_of(text: str) -> str | None:
    """Why a document must not say this; None when it may."""
    for begins, check in CHECKS:
        if begins(text):
            return check(text)
    lost = [word for word in re.findall(r"[A-Za-z_][\w-]*", text) if word not in words()]
    return f"no code or definition knows {', '.join(lost)}" if lost else None


def _command(text: str) -> str | None:
    line = shlex.split(text)
    at = line.index("app") + 1 if "--app" in line else 0
    name, rest = command_of(line[at:])
    if name not in commands():
        return f"there is no command {name!r}"
    return next((fault for fault in _option_faults(commands()[name], rest)), None)


def _option_faults(command: click.Command, line: list[str]) -> Iterator[str]:
    known = options(command)
    for place, word in enumerate(line):
        if not word.startswith("--"):
            continue
        if word not in known:
            yield f"{command.name} has no option {word}"
        elif not getattr(known[word], "is_flag", False):
            yield from _value_faults(known[word], line[place + 1 : place + 2])


def _value_faults(option: click.Parameter, value: list[str]) -> Iterator[str]:
    try:
        for text in value:
            option.type.convert(text, option, None)
    except click.BadParameter as error:
        yield str(error)


def _option(text: str) -> str | None:
    name = text.split()[0]
    having = [command for command in commands().values() if name in options(command)]
    faults = (fault for command in having for fault in _option_faults(command, text.split()))
    return next(faults, None) if having else f"no command has {name}"


def _make(text: str) -> str | None:
    target, *variables = text.split()[1:] or ["help"]
    if target not in HABITS:
        return f"the Makefile has no target {target!r}"
    for name, _, value in (variable.partition("=") for variable in variables):
        if f"$({name})" not in MAKEFILE:
            return f"the Makefile does not use {name}"
        if "/" in value and not (ROOT / value).exists():
            return f"there is no file {value}"
    return None


def _python(text: str) -> str | None:
    line = text.split()[1:]
    file = ROOT / (line[1].replace(".", "/") + ".py" if line[0] == "-m" else line[0])
    return None if file.is_file() or file.with_suffix("").is_dir() else f"there is no {file.name}"


def _setting(text: str) -> str | None:
    name, _, value = text.partition("=")
    if name == "CHROMIUM":
        read = f'"{name}"' in Path(needs.__file__).read_text(encoding="utf-8")
        return None if read else "tests.needs does not read it"
    if name not in settings_read():
        return None if not value and name in words() else f"Settings does not read {name}"
    try:
        Settings.from_environment({name: value})
    except SettingsError as error:
        return str(error)
    return None


def _address(text: str) -> str | None:
    path = urlsplit(text).path
    if without_names(path) in addresses() | further_addresses():
        return None
    if path.startswith("/api/"):
        known = [re.sub("<>", "[^/]+", rule) for rule in addresses()]
        return None if any(re.fullmatch(rule, path) for rule in known) else f"nothing stands at {path}"
    return None if Router(PAGES).visit_address(text).page else f"no screen stands at {path}"


def _url(text: str) -> str | None:
    given = Settings.from_environment({})
    return None if text == f"http://{given.host}:{given.port}" else "that is not the default address"


def _path(text: str) -> str | None:
    place = re.sub(r"^(COCKPIT_HOME|var)/", "", text)
    if place != text:
        files = [name for room in ("data", "runtime", "web", "demo") for name in _files(room)]
        source = "".join((ROOT / f).read_text(encoding="utf-8") for f in ("app.py", *files))
        first = place.split("/")[0]
        return None if first in {*HOME.findall(source), ""} else f"nothing puts {first} into the data folder"
    if f"{text.rstrip('/')}/" in (ROOT / ".gitignore").read_text(encoding="utf-8").split():
        return None
    places = [ROOT / text, ROOT / "indicators" / "catalogue" / text, *(ROOT.rglob(text) if "/" not in text else [])]
    return None if text in TO_BE_WRITTEN or any(path.exists() for path in places) else f"there is no {text}"


def _files(room: str) -> list[str]:
    return [str(file.relative_to(ROOT)) for file in (ROOT / room).rglob("*.py")]


def _formula(text: str) -> str | None:
    name, given = text.split("(")[0], text.count(",") + 1
    return None if FUNCTIONS[name].arity == given else f"{name} takes {FUNCTIONS[name].arity} arguments"


def _moment(text: str) -> str | None:
    try:
        if not (MOMENT.fullmatch(text) and date.fromisoformat(text[:10])):
            Period.parse(text)
        return None
    except (PeriodError, ValueError) as error:
        return str(error)


def _digest(text: str) -> str | None:
    found = [hashlib.sha256(file.read_bytes()).hexdigest() for file in (ROOT / "assets" / "vendor").glob("*.js")]
    return None if text in found else "no file of assets/vendor has this hash"


def _nothing(text: str) -> str | None:
    return None


CHECKS = (
    (lambda t: "flask" in t.split()[0] and "--app" in t, _command),
    (lambda t: t.endswith("/flask"), _nothing),  # the program itself
    (lambda t: t.split()[0] == "make", _make),
    (lambda t: t.split()[0].endswith("python"), _python),
    (lambda t: t.startswith("--"), _option),
    (lambda t: re.fullmatch(r"[0-9a-f]{64}", t), _digest),
    (lambda t: re.fullmatch(r"[A-Z][A-Z_]+(=\S+)?", t) and t not in {"PAGE"}, _setting),
    (lambda t: t.startswith("http"), _url),
    (lambda t: t.startswith("/"), _address),
    (lambda t: re.fullmatch(r"(19|20)\d\d.*", t), _moment),
    (lambda t: re.fullmatch(r"[\d.]+", t) or not re.search(r"[A-Za-z]", t), _nothing),  # a number, Chinese, signs
    (
        lambda t: re.fullmatch(r"\.(xlsx?|xlsb|et|ods|csv|txt|html|jsonl|parquet)", t),
        lambda t: None if t in FORMATS.split(", ") else f"{t} is not read",
    ),
    (lambda t: "(" not in t and ("/" in t or re.search(r"\.(py|md|yaml|toml|conf|csv|json|lock|js)$", t)), _path),
    (lambda t: t.split("(")[0] in FUNCTIONS and "(" in t, _formula),
)
