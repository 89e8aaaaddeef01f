"""The example of a proxy says what the cockpit needs of one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask

from runtime.buffered_server import LARGEST_BODY
from runtime.client_timeouts import ClientTimeouts
from web.live.event_stream import HEARTBEAT, STREAM

EXAMPLE = Path(__file__).parents[2] / "docs" / "deploy" / "nginx.conf"
Block = dict[str, list[str]]
UNITS = {"s": 1, "k": 1024, "m": 1024**2}


@pytest.fixture(scope="module")
def blocks() -> dict[str, Block]:
    """What each block says itself, by its head ("server", "location /"); of two with one head the first."""
    text = re.sub(r"#.*", "", EXAMPLE.read_text("utf-8"))
    found: list[tuple[str, Block]] = [("", {})]
    open_: list[Block] = [found[0][1]]
    for said, mark in re.findall(r"([^;{}]*)([;{}])", text):
        words = said.split()
        if mark == "{":
            found.append((" ".join(words), {}))
            open_.append(found[-1][1])
        elif mark == "}":
            assert not words, f"{said!r} does not end with a semicolon"
            open_.pop()
        else:
            open_[-1].setdefault(words[0], []).append(" ".join(words[1:]))
    assert len(open_) == 1, "every block is closed"
    return dict(reversed(found))


def amount(text: str) -> int:
    return int(text[:-1]) * UNITS[text[-1]]


def test_slow_clients_are_waited_for_at_the_proxy_and_not_for_ever(blocks: dict[str, Block]) -> None:
    server, mine = blocks["server"], ClientTimeouts()

    assert amount(server["client_header_timeout"][0]) <= mine.head
    assert amount(server["client_body_timeout"][0]) <= mine.body
    assert amount(server["send_timeout"][0]) <= mine.unread
    assert amount(blocks["upstream cockpit"]["keepalive_timeout"][0]) < mine.idle
    assert blocks["location /"]["proxy_request_buffering"] == ["on"]
    assert blocks["location /"]["proxy_buffering"] == ["on"]


def test_the_stream_is_passed_on_as_it_comes_and_lives_between_two_beats(blocks: dict[str, Block]) -> None:
    stream = blocks[f"location = {STREAM}"]

    assert stream["proxy_buffering"] == ["off"]
    assert amount(stream["proxy_read_timeout"][0]) > 2 * HEARTBEAT


def test_the_largest_form_passes_and_nothing_that_the_cockpit_would_not_take(
    blocks: dict[str, Block], cockpit: Flask
) -> None:
    largest = max(act.largest for act in cockpit.extensions["acts"].values())

    assert largest <= amount(blocks["server"]["client_max_body_size"][0]) <= LARGEST_BODY


def test_what_a_stranger_claims_about_its_address_is_not_passed_on(blocks: dict[str, Block]) -> None:
    headers = dict(one.split(" ", 1) for one in blocks["server"]["proxy_set_header"])

    assert headers["X-Forwarded-For"] == "$remote_addr"
    assert headers["X-Forwarded-Proto"] == "$scheme"
    assert headers["Host"] == "$host"
