"""SQL that means different things on different engines stays out of the modules that speak SQL."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = (
    "runtime",
    "demo",
    "web",
    "pages",
    "queries",
    "components",
    "tasks",
    "monitoring",
    "access",
    "data",
    "indicators",
)


def speaks_sql(path: Path) -> bool:
    text = path.read_text(encoding="utf-8")
    return "from sqlalchemy" in text or "import sqlalchemy" in text


def faults(code: str) -> list[str]:
    """Each construct that does not port, with its line."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.FloorDiv):
            found.append(f"{node.lineno}: // differs between engines")
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        keywords = {keyword.arg for keyword in node.keywords}
        if name == "distinct" and node.args:
            found.append(f"{node.lineno}: DISTINCT ON is ignored by some engines")
        if name == "filter" and isinstance(node.func, ast.Attribute):
            found.append(f"{node.lineno}: FILTER fails on some engines")
        if name == "nullif" and "type_" not in keywords:
            found.append(f"{node.lineno}: nullif without a type loses decimals")
        if name == "timedelta":
            found.append(f"{node.lineno}: reckon moments before the query")
        if name == "over":
            found.append(f"{node.lineno}: windows over facts do not scale out")
        if name in {"nulls_last", "nulls_first", "percentile_cont", "text"}:
            found.append(f"{node.lineno}: {name} does not port")
    return found


MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py") if speaks_sql(path))


PYTHON = "Python's own numbers and days, worked out before the query"
POSTGRESQL = "asks PostgreSQL alone, for what only it has"
EXCEPTIONS = {  # module: how many constructs, and why they may stay
    "data/backup/postgresql_dump.py": (5, POSTGRESQL),
    "data/storage/leadership.py": (2, POSTGRESQL),
    "data/status/storage_probe.py": (2, POSTGRESQL),
    "data/feeds/kinds/sql.py": (2, "a city's own statement for its own database, and the mark bound into it"),
    "data/forecast/replay.py": (1, PYTHON),
    "data/hotline/event_counts.py": (
        1,
        "the hour of whole seconds: integers on both sides, divided whole by SQLAlchemy",
    ),
    "data/hotline/refresh.py": (6, PYTHON),
    "data/migrations/operations/release_0_2_0/alerts.py": (
        1,
        "the condition of a partial index, the same on both engines",
    ),
    "data/migrations/warehouse/v0007_deliveries_watched.py": (
        4,
        "run once, on SQLite and PostgreSQL; days are Python's",
    ),
    "data/warehouse/delivery_counts.py": (1, PYTHON),
    "data/operations/tasks/counts.py": (2, PYTHON),
    "data/telemetry/current_state.py": (2, PYTHON),
    "data/telemetry/device_queries.py": (1, PYTHON),
    "demo/city/build.py": (1, PYTHON),
}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_sql_modules_use_only_what_ports(path: Path) -> None:
    may, _ = EXCEPTIONS.get(str(path.relative_to(ROOT)), (0, ""))
    found = faults(path.read_text(encoding="utf-8"))
    assert len(found) == may, found


def test_every_exception_is_for_a_module_that_speaks_sql() -> None:
    assert set(EXCEPTIONS) <= {str(path.relative_to(ROOT)) for path in MODULES}


@pytest.mark.parametrize(
    "code",
    [
        "select(a).distinct(a.c.x)",
        "func.count().filter(a.c.x > 1)",
        "a.c.x / func.nullif(a.c.y, 0)",
        "a.c.x // 100",
        "a.c.at - timedelta(days=1)",
        "func.sum(a.c.x).over()",
        "text('select 1')",
    ],
)
def test_the_lint_finds_what_does_not_port(code: str) -> None:
    assert len(faults(code)) == 1
