"""What holds of every table of transitions, whatever its states, guards and effects are."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.workflow import AcceptedTransition, Guard, Refusal, TargetChoice, Transition, TransitionTable, reject

STATES = ("draft", "open", "done")
NAMES = ("start", "finish", "note")


@dataclass(frozen=True)
class Subject:
    """Something with a state, and how often it was changed."""

    state: str
    changes: int = 0


@dataclass(frozen=True)
class Case:
    """A subject and a notebook of everything that was called."""

    subject: Subject
    called: list[str] = field(default_factory=list)


Row = Transition[str, Case, Subject, str]
Table = TransitionTable[str, Case, Subject, str]


def guard(name: str, refuses: bool) -> Guard[Case]:
    """A guard that notes that it was asked."""

    def asked(case: Case) -> Refusal | None:
        case.called.append(name)
        return reject(name, count=case.subject.changes) if refuses else None

    return asked


def row(
    name: str,
    sources: frozenset[str],
    target: str | TargetChoice[str, Case] | None,
    who: tuple[bool, ...] = (),
    form: tuple[bool, ...] = (),
) -> Row:
    """A row whose guards refuse (True) or not; effect and record note that they were called."""

    def effect(case: Case) -> Subject:
        case.called.append("effect")
        return Subject(case.subject.state, case.subject.changes + 1)

    def record(case: Case, after: Subject) -> str:
        case.called.append("record")
        return f"{case.subject} → {after}"

    return Transition(
        name,
        sources,
        target,
        tuple(guard(f"who{n}", refuses) for n, refuses in enumerate(who)),
        tuple(guard(f"form{n}", refuses) for n, refuses in enumerate(form)),
        effect,
        record,
    )


def table_of(*rows: Row) -> Table:
    """A table that puts the state into its subject, and nothing else."""
    return TransitionTable(
        lambda case: case.subject.state, lambda _, __, after, state: Subject(state, after.changes), rows
    )


answers = st.lists(st.booleans(), max_size=4).map(tuple)
targets: st.SearchStrategy[str | TargetChoice[str, Case] | None] = st.one_of(
    st.none(),
    st.sampled_from(STATES),
    st.sampled_from(STATES).map(lambda state: TargetChoice(frozenset({state, "open"}), lambda _: state)),
)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A table with a row for some of the names, each from some of the states."""
    rows = [
        row(name, draw(st.frozensets(st.sampled_from(STATES))), draw(targets), draw(answers), draw(answers))
        for name in draw(st.sets(st.sampled_from(NAMES)))
    ]
    return table_of(*rows)


asked = given(tables(), st.sampled_from(STATES), st.sampled_from(NAMES))


def expected(table: Table, state: str, name: str) -> tuple[Row | None, list[str], str | None]:
    """The row, the guards in order up to the first that refuses, and which one that is."""
    found = next((one for one in table if one.name == name and state in one.sources), None)
    if found is None:
        return None, [], "not-in-this-state"
    trial, order = Case(Subject(state)), []
    for one in (*found.who, *found.form):
        refusal = one(trial)
        order.append(trial.called[-1])
        if refusal is not None:
            return found, order, refusal.code
    return found, order, None


@asked
def test_guards_are_asked_in_order_and_none_behind_the_first_that_refuses(table: Table, state: str, name: str) -> None:
    case = Case(Subject(state))
    _, order, _ = expected(table, state, name)

    table.refusal(case, name)

    assert case.called == order


@asked
def test_what_is_refused_changes_and_records_nothing(table: Table, state: str, name: str) -> None:
    case = Case(Subject(state, 7))
    _, order, code = expected(table, state, name)

    answer = table.apply(case, name)

    assert case.subject == Subject(state, 7)
    if code is None:
        assert isinstance(answer, AcceptedTransition)
    else:
        assert isinstance(answer, Refusal)
        assert (answer.code, case.called) == (code, order)


@asked
def test_what_is_accepted_leads_where_its_row_says_and_is_recorded_from_the_same_change(
    table: Table, state: str, name: str
) -> None:
    case = Case(Subject(state, 7))

    answer = table.apply(case, name)

    if isinstance(answer, AcceptedTransition):
        found, order, _ = expected(table, state, name)
        assert found is not None
        assert case.called == [*order, "effect", "record"]
        assert (answer.source, answer.target) in found.ways
        assert (answer.transition, answer.source, answer.after) == (name, state, Subject(answer.target, 8))
        assert answer.entry == f"{case.subject} → {answer.after}"


@asked
def test_an_offer_looks_at_who_asks_and_not_at_what_is_given(table: Table, state: str, name: str) -> None:
    case = Case(Subject(state))
    _, order, code = expected(table, state, name)

    offers = table.offers(case)

    assert list(offers) == list(table.names)
    assert not [one for one in case.called if not one.startswith("who")]
    refusal = table.offer(case, name)
    assert offers.get(name, refusal) == refusal
    stands_against = code if code == "not-in-this-state" or (order and order[-1].startswith("who")) else None
    assert (refusal.code if refusal else None) == stands_against


@asked
def test_a_refusal_beforehand_is_the_one_that_is_given_when_it_is_tried(table: Table, state: str, name: str) -> None:
    answer = table.apply(Case(Subject(state)), name)

    assert table.refusal(Case(Subject(state)), name) == (answer if isinstance(answer, Refusal) else None)


def test_a_state_without_a_row_is_told_with_what_was_wanted() -> None:
    table = table_of(row("start", frozenset({"draft"}), "open"))

    assert table.apply(Case(Subject("done")), "start") == reject("not-in-this-state", state="done", transition="start")


def test_a_transition_has_one_row_in_each_state() -> None:
    first, second = row("start", frozenset({"draft", "open"}), "open"), row("start", frozenset({"open"}), "done")

    with pytest.raises(ValueError, match="two rows for start from open"):
        table_of(first, second)


def test_a_choice_leads_to_one_of_its_states() -> None:
    elsewhere: TargetChoice[str, Case] = TargetChoice(frozenset({"open"}), lambda _: "done")
    table = table_of(row("start", frozenset({"draft"}), elsewhere))

    with pytest.raises(ValueError, match="start does not lead to done"):
        table.apply(Case(Subject("draft")), "start")
