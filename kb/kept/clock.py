"""Until when pages hold though nobody changes anything: days begin, sessions begin and end.

Whatever is kept is thrown away at the next such moment of the whole site. There are about a dozen a
day, and no page has to say on which of them it hangs.

Every page is dated at its foot with the day that it is in Paris, the time zone of the settings. An
application whose pages hang on other moments sets an attribute `next_moment` of its AppConfig in
`ready()`, as it does for its jobs (`kb.jobs`): a function of the present that gives the next one, or
None.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from threading import Lock

from django.apps import apps
from django.utils import timezone

from contracts.values.dates.midnight import next_midnight
from kb.kept.revision import Revision


class Clock:
    """Asks the applications once for each revision of the content."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._of: Revision | None = None
        self._until = dt.datetime.min.replace(tzinfo=dt.UTC)

    def holds_until(self, revision: Revision) -> dt.datetime:
        """The next moment at which a page of this revision may say something else."""
        now = timezone.now()
        with self._lock:
            if self._of == revision and now < self._until:
                return self._until
        until = next_moment(now)
        with self._lock:
            self._of, self._until = revision, until
        return until


def next_moment(now: dt.datetime) -> dt.datetime:
    moments: Iterator[dt.datetime | None]
    asked = (getattr(config, "next_moment", None) for config in apps.get_app_configs())
    moments = (ask(now) for ask in asked if ask is not None)
    midnight = next_midnight(now, timezone.get_default_timezone())
    return min([midnight, *(moment for moment in moments if moment is not None)])
