"""E-mail addresses: what is typed for one, which ones are such, how a text is rid of them."""

from __future__ import annotations

import unicodedata

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

_LINK = "mailto:"
_AFTER = ".,;:>"


def mended(typed: str) -> str:
    """An address without what phones and copied links put around it, and marks that nobody sees.

    « mailto:Ada@ys.fr?subject=… » is « Ada@ys.fr », as « <ada@ys.fr>. » is « ada@ys.fr ». Nothing
    is guessed: a space inside stays, for whoever reads it to refuse.
    """
    seen = "".join(character for character in typed if unicodedata.category(character) != "Cf")
    address = seen.strip().removeprefix("<")
    if address[: len(_LINK)].lower() == _LINK:
        address = address[len(_LINK) :].partition("?")[0].lstrip()
    end = len(address)
    while end and (address[end - 1].isspace() or address[end - 1] in _AFTER):
        end -= 1
    return address[:end]


def is_valid(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True


def mailbox_key(address: str) -> str:
    """« Mairie@Ys.FR » is « mairie@ys.fr »: no mailbox of today tells them apart."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


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
