"""The audit: only grows, and tells when it was changed, thinned, re-ordered or cut off. On both engines."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from data.core.clock import WallClock, to_epoch
from data.operations import Operations
from data.operations.audit import audit
from data.operations.audit.audit import AuditFilter
from data.operations.audit.audit_chain import BEGINNING, STRONGEST, AuditEntry, digest_of, linked
from data.operations.audit.audit_logger import AuditLogger
from data.operations.audit.audit_tables import KEPT_AT_LEAST
from tests.clocks import Turned

KEY = b"k" * 32
NOW = to_epoch(WallClock().now())  # the database judges the age of rows by its own clock
Tamper = Callable[[Operations], None]


@pytest.fixture
def record(operations: Operations) -> AuditLogger:
    """An audit of twenty rows, of today."""
    made = AuditLogger(operations, Turned(datetime.fromtimestamp(NOW, UTC)), KEY)
    for number in range(20):
        made.note_alone(AuditEntry("sign-in", f"account:{number}", "leader", reason="password", address="192.0.2.7"))
    return made


def codes(record: AuditLogger) -> set[str]:
    return {broken.code for broken in record.verify().broken}


def unguarded(operations: Operations, *statements: str) -> None:
    """Do what only somebody can who owns the database: take the guards away first."""
    family = operations.engine.dialect.name
    on = " ON audit" if family == "postgresql" else ""
    guards = ("audit_stays", "audit_whole") if on else ("audit_stays", "audit_kept", "audit_grows")
    with operations.writing() as connection:
        for guard in guards:
            connection.execute(text(f"DROP TRIGGER {guard}{on}"))
        for statement in statements:
            connection.execute(text(statement))


def test_what_was_written_verifies(record: AuditLogger) -> None:
    verdict = record.verify()

    assert (verdict.whole, verdict.rows) == (True, 20)


def test_an_empty_audit_is_whole(operations: Operations) -> None:
    assert AuditLogger(operations, Turned(), KEY).verify().whole


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET reason = 'x' WHERE seq = 3",
        "UPDATE audit SET at = at - 1",
        "DELETE FROM audit WHERE seq = 20",
        "DELETE FROM audit",
    ],
)
def test_the_database_refuses_to_change_or_remove(statement: str, record: AuditLogger, operations: Operations) -> None:
    def change() -> None:
        with operations.writing() as connection:
            connection.execute(text(statement))

    with pytest.raises(Exception, match=r"append-only|six months"):
        change()
    assert record.verify().whole


def test_a_row_cannot_be_put_in_the_place_of_another(record: AuditLogger, operations: Operations) -> None:
    replace = {"sqlite": "INSERT OR REPLACE", "postgresql": "INSERT"}[operations.engine.dialect.name]
    columns = "seq, at, actor, role, event, object, outcome, reason, address, algorithm, previous, digest"

    def put() -> None:
        with operations.writing() as connection:
            connection.execute(text(f"{replace} INTO audit ({columns}) SELECT {columns} FROM audit WHERE seq = 3"))

    with pytest.raises(Exception, match=r"append-only|unique|duplicate"):
        put()


def test_postgresql_refuses_to_empty_the_table(record: AuditLogger, operations: Operations) -> None:
    if operations.engine.dialect.name == "sqlite":
        return  # there is no such statement

    def empty() -> None:
        with operations.writing() as connection:
            connection.execute(text("TRUNCATE audit"))

    with pytest.raises(Exception, match="append-only"):
        empty()


SWAP = (
    "UPDATE audit SET seq = 1000 WHERE seq = 5",
    "UPDATE audit SET seq = 5 WHERE seq = 6",
    "UPDATE audit SET seq = 6 WHERE seq = 1000",
)
SWAP_CONTENT = tuple(
    f"UPDATE audit SET {column} = (SELECT {column} FROM audit WHERE seq = 7) WHERE seq = 8"
    for column in ("actor", "digest", "previous")
)


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (("UPDATE audit SET reason = 'x' WHERE seq = 3",), {"changed"}),
        (("UPDATE audit SET outcome = 'done', actor = 'account:1' WHERE seq = 20",), {"changed"}),
        (("UPDATE audit SET at = at - 3600 WHERE seq = 1",), {"changed"}),
        (("DELETE FROM audit WHERE seq = 10",), {"removed"}),
        (("DELETE FROM audit WHERE seq = 1",), {"removed"}),
        (("DELETE FROM audit WHERE seq > 17",), {"cut-off"}),
        (("DELETE FROM audit",), {"cut-off"}),
        (SWAP, {"changed"}),
        (SWAP_CONTENT, {"changed"}),
        (("UPDATE audit SET algorithm = 'md5' WHERE seq = 4",), {"unknown-algorithm"}),
        (("DELETE FROM audit WHERE seq > 17", "DELETE FROM audit_end"), {"cut-off"}),
        (("UPDATE audit_end SET seq = 25 WHERE name = 'last'",), {"cut-off", "unsealed"}),
    ],
)
def test_what_somebody_who_owns_the_database_does_is_found_out(
    statements: tuple[str, ...], expected: set[str], record: AuditLogger, operations: Operations
) -> None:
    unguarded(operations, *statements)

    assert codes(record) == expected


def test_a_chain_that_was_written_anew_from_a_place_on_lacks_the_seal(
    record: AuditLogger, operations: Operations
) -> None:
    """The best forgery there is without the key: cut off, forged, chained rightly, the end corrected."""
    with operations.reading() as connection:
        kept = audit.read(connection, AuditFilter(), before=18, limit=1)[0]
    forged = linked(18, NOW, AuditEntry("sign-in", "account:1", "leader"), kept.digest)
    said = {"d": forged.digest, "p": forged.previous, "a": STRONGEST, "at": NOW}
    unguarded(operations, "DELETE FROM audit WHERE seq > 17")
    with operations.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO audit VALUES (18, :at, 'account:1', 'leader', 'sign-in', '', 'done', '', '', :a, :p, :d)"
            ),
            said,
        )
        connection.execute(text("UPDATE audit_end SET seq = 18, digest = :d WHERE name = 'last'"), said)

    assert codes(record) == {"unsealed"}
    assert "unsealed" in {b.code for b in AuditLogger(record.operations, record.clock, b"another key").verify().broken}


def test_a_record_that_was_replaced_by_an_older_copy_lacks_what_was_noted(record: AuditLogger) -> None:
    noted = record.verify().last

    assert record.includes(noted)
    assert not record.includes("0" * 63 + "1")


def test_rows_of_many_writers_stand_in_one_line(record: AuditLogger) -> None:
    def note(n: int) -> None:
        record.note_alone(AuditEntry("act", f"account:{n}"))

    with ThreadPoolExecutor(6) as writers:
        list(writers.map(note, range(60)))

    verdict = record.verify()
    assert (verdict.whole, verdict.rows) == (True, 80)


def test_while_others_write_a_check_sees_one_moment(record: AuditLogger) -> None:
    def write() -> None:
        for _ in range(30):
            record.note_alone(AuditEntry("act"))

    with ThreadPoolExecutor(3) as people:
        writing = [people.submit(write) for _ in range(2)]
        verdicts = [record.verify() for _ in range(20)]
        for one in writing:
            one.result()

    assert all(verdict.whole for verdict in verdicts), verdicts


def test_a_change_that_is_taken_back_leaves_no_entry(record: AuditLogger, operations: Operations) -> None:
    def note_and_fail() -> None:
        with operations.writing() as connection:
            record.note(connection, AuditEntry("act"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        note_and_fail()

    assert record.verify().rows == 20


def test_only_what_is_older_than_six_months_is_let_go_and_the_rest_verifies(operations: Operations) -> None:
    clock = Turned(datetime.fromtimestamp(NOW, UTC) - timedelta(days=400))
    record = AuditLogger(operations, clock, KEY)
    for days in (0, 100, 100, 100, 99):  # 400, 300, 200, 100 days ago, and yesterday
        clock.turn(days=days)
        record.note_alone(AuditEntry("act"))
    clock.turn(days=1)
    noted = record.verify().last

    assert record.prune() == 3

    verdict = record.verify()
    assert (verdict.whole, verdict.rows) == (True, 2)
    assert record.includes(noted)
    assert record.prune() == 0
    record.note_alone(AuditEntry("act"))
    assert record.verify().rows == 3


def test_a_pruned_record_that_lost_more_than_it_should_is_found_out(operations: Operations) -> None:
    clock = Turned(datetime.fromtimestamp(NOW, UTC) - timedelta(days=400))
    record = AuditLogger(operations, clock, KEY)
    for _ in range(5):
        record.note_alone(AuditEntry("act"))
        clock.turn(days=100)
    clock.turn(days=-100)
    record.prune()
    unguarded(operations, "DELETE FROM audit WHERE seq = 4")

    assert "removed" in codes(record)


def test_nobody_can_ask_for_less_than_six_months(operations: Operations) -> None:
    with operations.writing() as connection, pytest.raises(ValueError, match="six months"):
        audit.prune(connection, NOW, KEY, keep=KEPT_AT_LEAST - 1)


def test_entries_are_found_by_what_they_say(operations: Operations) -> None:
    clock = Turned(datetime.fromtimestamp(NOW, UTC))
    record = AuditLogger(operations, clock, KEY)
    record.note_alone(AuditEntry("sign-in", "account:1", outcome="failed", reason="100%_sure", address="192.0.2.7"))
    clock.turn(hours=1)
    record.note_alone(
        AuditEntry("act", "account:2", object="device:9"), AuditEntry("act", "account:1", outcome="refused")
    )

    def seqs(**wanted: Any) -> list[int]:
        with operations.reading() as connection:
            return [link.seq for link in audit.read(connection, AuditFilter(**wanted), None, 10)]

    assert seqs() == [3, 2, 1]
    assert seqs(event="act") == [3, 2]
    assert seqs(actor="account:1") == [3, 1]
    assert seqs(outcome="refused") == [3]
    assert seqs(words="device:9") == [2]
    assert seqs(words="100%_s") == [1]
    assert seqs(words="%") == [1]
    assert seqs(since=NOW + 1) == [3, 2]
    assert seqs(until=NOW) == [1]
    with operations.reading() as connection:
        assert [link.seq for link in audit.read(connection, AuditFilter(), before=3, limit=1)] == [2]
        assert audit.events(connection) == ["act", "sign-in"]


ENTRIES = st.builds(AuditEntry, *[st.text(max_size=30)] * 7)


@given(ENTRIES, ENTRIES, st.integers(1, 2**40), st.integers(0, 2**40))
def test_two_different_rows_never_have_one_digest(one: AuditEntry, other: AuditEntry, seq: int, at: int) -> None:
    same = one == other

    assert (digest_of(seq, at, one, "sha256", BEGINNING) == digest_of(seq, at, other, "sha256", BEGINNING)) == same
    assert digest_of(seq, at, one, "sha256", BEGINNING) != digest_of(seq + 1, at, one, "sha256", BEGINNING)


def test_a_digest_is_what_the_document_says() -> None:
    entry = AuditEntry("sign-in", "account:7", "leader", "", "done", "password", "192.0.2.7")
    said = [3, 1_800_000_000, "sign-in", "account:7", "leader", "", "done", "password", "192.0.2.7", "sha256", "00"]
    written = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    assert digest_of(3, 1_800_000_000, entry, "sha256", "00") == hashlib.sha256(written).hexdigest()
    assert ("sm3" if "sm3" in hashlib.algorithms_available else "sha256") == STRONGEST
    if STRONGEST == "sm3":  # the digest of "abc" in GB/T 32905-2016, appendix A
        vector = "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        assert hashlib.new("sm3", b"abc").hexdigest() == vector
