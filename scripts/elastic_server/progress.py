"""The line that says what is awaited, and for how long."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Progress:
    """Called again and again while something is awaited: one line rewritten on a terminal, a line
    every ten seconds elsewhere. On the error output: the other one belongs to the command."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._started = time.monotonic()
        self._said = float("-inf")
        self._is_terminal = sys.stderr.isatty()

    def __call__(self, detail: str = "") -> None:
        now = time.monotonic()
        if now - self._said >= (0.5 if self._is_terminal else 10):
            self._said = now
            self._say(detail, end="" if self._is_terminal else "\n")

    def end(self, word: str) -> None:
        self._say(word, end="\n")

    def _say(self, detail: str, end: str) -> None:
        seconds = time.monotonic() - self._started
        line = f"• {self._what}… {seconds:.0f} s{f', {detail}' if detail else ''}"
        if self._is_terminal:
            line = f"\r{line}\033[K"  # and the end of a longer line is wiped
        print(line, end=end, file=sys.stderr, flush=True)


@contextmanager
def telling(what: str) -> Iterator[Progress]:
    progress = Progress(what)
    progress()
    try:
        yield progress
    except BaseException:
        progress.end("arrêté")
        raise
    progress.end("fait")
