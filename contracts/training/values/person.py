"""Who registers, and the override of an organiser: what an operation on seats is asked with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from contracts.mail.addresses import mailbox_key
from contracts.training.values.identity import name_key
from contracts.training.values.refusal import Refusal


@dataclass(frozen=True)
class Person:
    """What a person says of themself."""

    first_name: str
    last_name: str
    organisation: str
    function: str
    public: str
    email: str
    phone: str = ""
    needs: str = ""
    membership_declared: bool = False

    @classmethod
    def of(cls, registration: Any) -> Person:
        """As a registration holds it."""
        return cls(**{name: getattr(registration, name) for name in cls.__dataclass_fields__})

    def keys(self) -> dict[str, str]:
        """What tells this person from another one, under the names of the columns."""
        return {"email_key": mailbox_key(self.email), "name_key": name_key(self)}


@dataclass(frozen=True)
class Override:
    """An organiser does what the rules refuse, and says why: it is logged. No override makes a
    seat: for that, the capacity is raised."""

    by: str
    reason: str

    def __post_init__(self) -> None:
        if not self.reason.strip():
            raise Refusal(
                "Donnez la raison de la dérogation : elle est gardée au journal.", "reason"
            )
