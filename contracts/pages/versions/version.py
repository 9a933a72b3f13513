"""One text of a fiche that readers had, and its address below that of the fiche."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from contracts.values.dates.french_calendar import french_date

VERSIONS = "versions/"


@dataclass(frozen=True)
class Version:
    """`number` is the pk of its revision; `moment` is when readers had it, the last time it was
    published. `current` is the one online; the text of one that is not `kept` was erased."""

    number: int
    moment: dt.datetime
    current: bool = False
    kept: bool = True

    @property
    def day(self) -> dt.date:
        return timezone.localdate(self.moment)

    @property
    def code(self) -> str:
        """« 2026-11-29-123 »: what its address ends with."""
        return f"{self.day.isoformat()}-{self.number}"

    @property
    def words(self) -> str:
        return f"version du {french_date(self.day)}"

    @property
    def exact(self) -> str:
        """« 29 novembre 2026, 14 h 05 »: two versions may be of one day."""
        at = timezone.localtime(self.moment)
        return f"{french_date(self.day)}, {at.hour} h {at.minute:02}"

    def address(self, fiche: str) -> str:
        """Below that of the fiche."""
        return f"{fiche}{VERSIONS}{self.code}/"


def current_version(revision: int | None, published: dt.datetime | None) -> Version | None:
    """The one online, from what the row of a page says. None for a page that was made live without
    a revision, as only programs do: its next publication gives it one."""
    if revision is None or published is None:
        return None
    return Version(revision, published, current=True)
