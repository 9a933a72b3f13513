"""Who writes each kind of mail: applications say so in AppConfig.ready."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from contracts.mail.message import Message
from contracts.mail.models import OutgoingMail

# What a mail says now; None when it has lost its object meanwhile.
Writer = Callable[[OutgoingMail], Message | None]

_writers: dict[str, Writer] = {}


def register(kinds: Iterable[str], writer: Writer) -> None:
    """Have the mails of these kinds written by this function, when they leave. Raises ValueError
    for a kind that another function writes."""
    for kind in kinds:
        if _writers.setdefault(kind, writer) is not writer:
            raise ValueError(f"Mails of the kind {kind!r} have a writer already.")


def message_of(mail: OutgoingMail) -> Message | None:
    """What this mail says now. Raises KeyError for a kind that nobody writes."""
    return _writers[mail.kind](mail)
