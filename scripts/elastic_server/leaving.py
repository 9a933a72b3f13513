"""How a command that holds a server leaves: once, and not before the server is erased."""

from __future__ import annotations

import signal
import sys

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def leave_once() -> None:
    """Let the first signal raise SystemExit, and the next ones wait for the end of the cleaning: an
    impatient second Ctrl-C would leave a server behind."""
    for number in SIGNALS:
        signal.signal(number, _leave)


def _leave(number: int, _frame: object) -> None:
    for each in SIGNALS:
        signal.signal(each, signal.SIG_IGN)
    sys.exit(128 + number)
