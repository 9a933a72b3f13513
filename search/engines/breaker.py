"""Circuit breaker: after a failure, an engine is not asked again for a while."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TypeVar

from search.engines.base import SearchRefused, SearchUnavailable

T = TypeVar("T")

logger = logging.getLogger(__name__)

PAUSE = 30.0


class Breaker:
    """Lets calls through until one fails; then none for `pause` seconds; then one at a time, until
    one succeeds. Told by SearchUnavailable alone. For all the threads of a process."""

    def __init__(self, pause: float = PAUSE) -> None:
        self.pause = pause
        self._lock = threading.Lock()
        self._closed_until: float | None = None  # None: open to all
        self._trying = False

    def call(self, work: Callable[[], T]) -> T:
        """What `work` returns or raises; SearchUnavailable at once when it is not to be tried."""
        is_trial = self._enter()
        try:
            answer = work()
        except SearchRefused:
            self._answered()
            raise
        except SearchUnavailable as error:
            self._failed(error)
            raise
        finally:
            if is_trial:
                self._trying = False
        self._answered()
        return answer

    def _enter(self) -> bool:
        """Whether this call is the one that tries again; SearchUnavailable when it is not let in."""
        with self._lock:
            if self._closed_until is None:
                return False
            if self._trying or time.monotonic() < self._closed_until:
                raise SearchUnavailable("did not answer a moment ago, and is not asked again yet")
            self._trying = True
            return True

    def _answered(self) -> None:
        with self._lock:
            was_closed = self._closed_until is not None
            self._closed_until = None
        if was_closed:
            logger.warning("the search server answers again")

    def _failed(self, error: SearchUnavailable) -> None:
        with self._lock:
            self._closed_until = time.monotonic() + self.pause
        logger.warning(
            "the search server is unavailable (%s): the database answers, for %g s at least",
            error,
            self.pause,
        )
