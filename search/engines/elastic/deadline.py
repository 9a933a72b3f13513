"""Run work in a thread with a deadline by the clock, whatever the server sends.

A time-out of a socket starts again with each byte received, does not cover the look-up of a name,
and counts once per address tried. So the work is done by a thread, and whoever asked waits for it
that long and no longer. The thread goes on until its socket times out or the server ends; daemons
hold no process that ends, which is why this is no ThreadPoolExecutor.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, wait
from threading import BoundedSemaphore, Thread
from typing import TypeVar

T = TypeVar("T")

# Threads at work, waited for or not. When all are held by the server, nothing more is sent to it.
AT_ONCE = 32

_room = BoundedSemaphore(AT_ONCE)


class Overdue(Exception):
    """The work was not done in time."""


def within(seconds: float, work: Callable[[], T]) -> T:
    """What `work` returns or raises; Overdue when that takes longer. `work` runs in another
    thread: it must not use the database, whose connections belong to the thread that opened
    them."""
    room = _room
    if not room.acquire(blocking=False):
        raise Overdue(f"{AT_ONCE} answers are still held by the server")
    answer: Future[T] = Future()

    def run() -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 (raised again in the thread that waits)
            room.release()
            answer.set_exception(error)
        else:
            room.release()
            answer.set_result(result)

    Thread(target=run, name="elasticsearch", daemon=True).start()
    if not wait([answer], seconds).done:
        raise Overdue(f"no answer within {seconds:g} s")
    return answer.result()
