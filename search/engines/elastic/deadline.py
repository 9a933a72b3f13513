"""A bound on waiting that nothing stretches: by the clock, not by what arrives.

A time-out of a socket starts again with each byte received, does not cover the look-up of a name,
and counts once per address tried. So the work is done by a thread, and whoever asked waits for it
that long and no longer; what it still reads is then cut off, so that the thread ends as well.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Generic, TypeVar

from urllib3.connection import HTTPConnection, HTTPSConnection

T = TypeVar("T")

# Threads given up that have not ended yet. More of them means that the server holds whatever is
# sent to it: nothing more is sent then.
GIVEN_UP_AT_MOST = 16

_current = threading.local()
_given_up: set[threading.Thread] = set()


class Overdue(Exception):
    """The work was not done in time."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises; Overdue when that takes longer. `work` runs in another
    thread: it must not use the database, whose connections belong to the thread that opened
    them."""
    _given_up.difference_update([thread for thread in list(_given_up) if not thread.is_alive()])
    if len(_given_up) >= GIVEN_UP_AT_MOST:
        raise Overdue(f"{GIVEN_UP_AT_MOST} answers are still held by the server")
    task = _Task(work)
    thread = threading.Thread(target=task.run, name="elasticsearch", daemon=True)
    thread.start()
    if not task.done.wait(seconds):
        _given_up.add(thread)
        task.give_up()
        raise Overdue(f"no answer within {seconds:g} s")
    return task.result()


class _Task(Generic[T]):
    """Work, and what came of it."""

    def __init__(self, work: Callable[[], T]) -> None:
        self.done = threading.Event()
        self.given_up = False
        self.connection: HTTPConnection | None = None
        self.socket: socket.socket | None = None
        self._work = work
        self._results: list[T] = []
        self._error: BaseException | None = None

    def run(self) -> None:
        _current.task = self
        try:
            self._results.append(self._work())
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
            self._error = error
        self.done.set()

    def result(self) -> T:
        if self._error is not None:
            raise self._error
        return self._results[0]

    def give_up(self) -> None:
        self.given_up = True
        # A connection lets go of its socket as soon as it knows that it is not to be used again,
        # long before the answer is read; and has one that nobody was told of while it connects.
        held = self.socket
        if held is None and self.connection is not None:
            held = self.connection.sock
        if held is not None:
            with suppress(OSError):  # closed meanwhile
                held.shutdown(socket.SHUT_RDWR)


class _GivenUp(OSError):
    """Nobody waits for this any more."""


def _take(connection: HTTPConnection) -> None:
    task: _Task[Any] | None = getattr(_current, "task", None)
    if task is not None:
        task.connection, task.socket = connection, connection.sock
        if task.given_up:
            raise _GivenUp("the answer is not waited for any more")


class PromptConnection(HTTPConnection):
    """A connection that can be cut off by whoever waits for it."""

    def connect(self) -> None:
        _take(self)
        super().connect()
        _take(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _take(self)
        super().request(*args, **kwargs)


class PromptSecureConnection(HTTPSConnection):
    """Likewise over TLS."""

    def connect(self) -> None:
        _take(self)
        super().connect()
        _take(self)

    def request(self, *args: Any, **kwargs: Any) -> None:
        _take(self)
        super().request(*args, **kwargs)
