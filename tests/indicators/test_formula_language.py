"""The formula language: what it accepts, what it refuses, and that it never executes anything."""

import ast
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indicators.formula import parser
from indicators.formula.meaning import fraction, in_words
from indicators.formula.parser import parse
from indicators.formula.tree import Binary, Call, Constant, FormulaError, Name, Negative, Node, measures

LETTERS = st.text(alphabet="abcxyz_019.+-*/(), \n\t'\"[]{}:;=%@!\\", max_size=80)
SNIPPETS = [
    *"+-*/(),.'[]:",
    "share",
    "per",
    "growth",
    "gdp",
    "__import__",
    "eval",
    "exec",
    "open",
    "lambda",
    "os",
    "9e9",
]
WORDS = st.lists(st.sampled_from(SNIPPETS), max_size=40).map(" ".join)
_LEAVES = st.one_of(st.integers(0, 99).map(str), st.sampled_from(["gdp", "people", "due"]))
FORMULAS = st.recursive(
    _LEAVES,
    lambda part: st.one_of(
        st.tuples(part, st.sampled_from("+-*/"), part).map(lambda p: f"({p[0]} {p[1]} {p[2]})"),
        st.tuples(part, part).map(lambda p: f"share({p[0]}, {p[1]})"),
        part.map(lambda p: f"growth({p})"),
    ),
    max_leaves=6,
)


def _is_tree(node: Node) -> bool:
    if isinstance(node, Negative):
        return _is_tree(node.part)
    if isinstance(node, Binary):
        return _is_tree(node.left) and _is_tree(node.right)
    if isinstance(node, Call):
        return all(map(_is_tree, node.parts))
    return isinstance(node, Constant | Name)


@given(st.one_of(st.text(max_size=200), LETTERS, WORDS))
@example("__import__('os').system('true')")
@example("().__class__")
@example("gdp; gdp")
@example("gdp if gdp else 1")
@example("gdp ** 99999")
@example("1e99")
def test_any_text_is_a_tree_or_a_formula_error_and_nothing_else(text: str) -> None:
    try:
        tree = parse(text)
    except FormulaError:
        return
    assert _is_tree(tree)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('pathlib').Path({0!r}).touch()",
        "open({0!r}, 'w')",
        "exec(\"open({0!r}, 'w')\")",
        "(lambda: open({0!r}, 'w'))()",
        "share(open({0!r}, 'w'), gdp)",
        "gdp.__class__.__base__.__subclasses__()",
        "[open({0!r}, 'w') for gdp in (1,)]",
    ],
)
def test_a_text_that_is_a_program_is_refused_and_does_nothing(tmp_path: Path, text: str) -> None:
    trace = tmp_path / "trace"
    with pytest.raises(FormulaError):
        parse(text.format(str(trace)))
    assert not trace.exists()


def test_the_language_names_nothing_that_could_execute_a_text() -> None:
    sources = [ast.parse(file.read_text("utf-8")) for file in Path(parser.__file__).parent.rglob("*.py")]
    names = {node.id for source in sources for node in ast.walk(source) if isinstance(node, ast.Name)}
    assert not names & {"eval", "exec", "compile", "__import__", "open", "getattr", "globals"}


@given(FORMULAS)
def test_what_follows_the_grammar_is_accepted_with_all_its_measures(text: str) -> None:
    written = [word for word in ("gdp", "people", "due") if word in text]
    assert set(measures(parse(text))) == set(written)


@pytest.mark.parametrize("text", ["(" * 40 + "gdp" + ")" * 40, "-" * 200 + "gdp", "growth(" * 30 + "gdp" + ")" * 30])
def test_deep_nesting_is_refused(text: str) -> None:
    with pytest.raises(FormulaError, match="nested"):
        parse(text)


def test_a_very_long_formula_is_refused() -> None:
    with pytest.raises(FormulaError, match="characters"):
        parse("gdp + " * 5000 + "gdp")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "gdp gdp",
        "share(gdp)",
        "per(gdp, 1)",
        "growth()",
        "sum(gdp)",
        "gdp +",
        "(gdp",
        "gdp)",
        "GDP",
        "1..2",
        "gdp * " + "9" * 400,
    ],
)
def test_what_does_not_follow_the_grammar_is_refused(text: str) -> None:
    with pytest.raises(FormulaError):
        parse(text)


def test_multiplication_binds_before_addition_and_equals_go_from_the_left() -> None:
    assert parse("gdp - people - due * 2") == parse("((gdp - people) - (due * 2))")


@pytest.mark.parametrize(
    ("text", "numerator", "denominator", "factor"),
    [
        ("share(a + b, c)", "a + b", "c", 100),
        ("per(a, b, 10000)", "a", "b", 10000),
        ("ratio(a, b)", "a", "b", 1),
        ("a / b", "a", "b", 1),
        ("a / b * 1000", "a", "b", 1000),
    ],
)
def test_a_quotient_at_the_top_gives_numerator_and_denominator(
    text: str, numerator: str, denominator: str, factor: float
) -> None:
    found = fraction(parse(text))
    assert found is not None
    assert (found.numerator, found.denominator, found.factor) == (parse(numerator), parse(denominator), factor)


@pytest.mark.parametrize("text", ["a", "a + b / c", "growth(a)", "a * b"])
def test_other_formulas_have_none(text: str) -> None:
    assert fraction(parse(text)) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("share(a + b, c)", "(A + B) ÷ C × 100"),
        ("per(a, b, 10000)", "A ÷ B × 10,000"),
        ("growth(a)", "(A ÷ last A − 1) × 100"),
        ("a - b * 2", "A − (B × 2)"),
        ("a / share(b, c)", "A ÷ (B ÷ C × 100)"),
        ("per(a, b, c)", "A ÷ B × C"),
        ("-a", "−A"),
    ],
)
def test_a_formula_reads_as_people_write_it(text: str, words: str) -> None:
    assert in_words(parse(text), str.upper, "last {name}") == words
