"""How many of something are known. Nothing recorded is no zero: how many there are is not known."""

from __future__ import annotations

from dataclasses import dataclass

NOT_KNOWN = "non renseigné"


@dataclass(frozen=True)
class RecordedCount:
    """`number` is at least 1, or None for what is not known."""

    number: int | None = None

    @classmethod
    def of(cls, recorded: int) -> RecordedCount:
        """What so many rows say: none of them says nothing."""
        return cls(recorded or None)

    @property
    def known(self) -> bool:
        return self.number is not None

    def __str__(self) -> str:
        return NOT_KNOWN if self.number is None else str(self.number)
