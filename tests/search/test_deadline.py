"""Waiting that nothing stretches, for a server that may hold whatever is sent to it."""

from __future__ import annotations

import threading
import time

import pytest
import urllib3

from search.engines.elastic import deadline
from search.engines.elastic.deadline import Overdue, within
from tests.search import rubbish_server as rubbish
from tests.search.rubbish_server import http, serving

pytestmark = pytest.mark.sqlite


@pytest.fixture(autouse=True)
def room_for_three(monkeypatch):
    monkeypatch.setattr(deadline, "_room", threading.BoundedSemaphore(3))


def get(port: int) -> bytes:
    return urllib3.request("GET", f"http://127.0.0.1:{port}/", timeout=60, retries=False).data


def test_what_is_done_in_time_is_returned_or_raised_as_it_is():
    for _ in range(5):
        assert within(5, lambda: "answer") == "answer"
        with pytest.raises(ZeroDivisionError):
            within(5, lambda: 1 / 0)
    with serving(rubbish.always(http(b"whole"))) as server:
        assert within(5, lambda: get(server.port)) == b"whole"


@pytest.mark.parametrize(
    "answer",
    [
        rubbish.silent,
        rubbish.endless,
        rubbish.dripping(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 10_000, pause=0.02),
        rubbish.dripping(b" " * 10_000, after=http(length=10_000), pause=0.02),
    ],
    ids=["silent", "endless", "dripping headers", "dripping body"],
)
def test_nobody_waits_longer_whatever_the_server_sends(answer):
    with serving(answer) as server:
        started = time.monotonic()
        with pytest.raises(Overdue, match=r"no answer within 0\.3 s"):
            within(0.3, lambda: get(server.port))
        assert 0.3 <= time.monotonic() - started < 3


def test_a_server_that_holds_every_thread_is_sent_nothing_more():
    held = threading.Event()
    for _ in range(3):
        with pytest.raises(Overdue, match="no answer"):
            within(0.001, held.wait)
    with pytest.raises(Overdue, match="still held"):
        within(1, lambda: "an answer")
    held.set()
    until = time.monotonic() + 5
    while deadline._room._value < 3 and time.monotonic() < until:
        time.sleep(0.01)
    assert within(1, lambda: "an answer") == "an answer"
