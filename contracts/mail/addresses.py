"""E-mail addresses: which ones are such, and how they are taken out of a text."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email


def is_valid(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def without_addresses(text: str) -> str:
    """The text on one line; an address that somebody typed in it does not stay."""
    return " ".join("[adresse retirée]" if "@" in word else word for word in text.split())


def without_mailbox(text: str, address: str) -> str:
    """What a server answered, without the address that it refuses: it repeats it, or what stands
    before its « @ »."""
    mailbox = address.partition("@")[0].casefold()
    words = without_addresses(text).split()
    if len(mailbox) > 2:
        words = ["[adresse retirée]" if mailbox in word.casefold() else word for word in words]
    return " ".join(words)
