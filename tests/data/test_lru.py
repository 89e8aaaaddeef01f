"""A bounded memory keeps what is asked for and forgets what is not."""

from __future__ import annotations

from data.core.lru import LruCache


def test_what_is_asked_for_stays_and_what_nobody_asked_for_goes() -> None:
    made: list[str] = []
    memory = LruCache[str](2)

    def ask(key: str) -> str:
        return memory.get(key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    assert [ask(key) for key in ("a", "b", "a", "c", "a", "b")] == ["a", "b", "a", "c", "a", "b"]
    assert made == ["a", "b", "c", "b"]  # b went for c, since a had been asked for again
