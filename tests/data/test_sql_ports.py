"""SQL that means different things on different engines stays out of the modules that speak SQL."""

import ast
from pathlib import Path

import pytest

DATA = Path(__file__).parents[2] / "data"


def speaks_sql(path: Path) -> bool:
    return "from sqlalchemy import" in path.read_text(encoding="utf-8")


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


@pytest.mark.parametrize("path", sorted(filter(speaks_sql, DATA.glob("*.py"))), ids=lambda path: path.name)
def test_sql_modules_use_only_what_ports(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


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
