"""Calls that wait for the end of a transaction, gathered so that there is one of each.

It stands here because `search` is the package that every other may import.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, transaction

Value = TypeVar("Value")


def call_once_after_commit(
    call: Callable[[list[Value]], object], value: Value, *, using: str = DEFAULT_DB_ALIAS
) -> None:
    """Have `call` called once, after the transaction in course has committed, with the values of
    all that asked for it in that transaction, the first to ask first; at once when there is none.
    An error of it is logged, and touches nothing of what was committed.

    A savepoint that is rolled back takes along the call that was asked for within it. Whoever found
    that call waiting was within the same savepoint, so that nobody else's value is lost with it. A
    value of a savepoint that was rolled back may be among the others.
    """
    for _savepoints, waiting, *_ in transaction.get_connection(using).run_on_commit:
        gathered = getattr(waiting, "__self__", None)
        if isinstance(gathered, _Gathered) and gathered.gathers(call):
            gathered.values.append(value)
            return
    # A method, since Django names what failed by its __qualname__.
    transaction.on_commit(_Gathered(call, value).deliver, using=using, robust=True)


class _Gathered(Generic[Value]):
    def __init__(self, call: Callable[[list[Value]], object], value: Value) -> None:
        self.values = [value]
        self._call = call
        self._is_over = False

    def gathers(self, call: Callable[[list[Value]], object]) -> bool:
        # One that was called already may still be listed: by a test that runs what waits, or while
        # the calls of this commit are under way.
        return self._call == call and not self._is_over

    def deliver(self) -> None:
        self._is_over = True
        self._call(self.values)
