"""Addresses of the contact form: where it is, the page that it is about, and what was received."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from home.contact.models import ReaderMessage

_SALT = "home.contact.received"
_field: Any = ReaderMessage._meta.get_field("page")
LONGEST: int = _field.max_length


@dataclass(frozen=True)
class PageConcerned:
    """The page that somebody writes about, and the part of it: a path of this site, or empty."""

    path: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict, host: str) -> PageConcerned:
        """What is no page of this site is left out."""
        return cls.read(data.get("page", ""), host) or cls()

    @classmethod
    def read(cls, text: str, host: str) -> PageConcerned | None:
        """None unless this is an address of this site, whole or from its first slash on."""
        text = text.strip()
        if not text:
            return cls()
        # A backslash or a mark that nobody sees is read as another address by some browsers.
        if (
            not text.isprintable()
            or "\\" in text
            or not url_has_allowed_host_and_scheme(text, {host})
        ):
            return None
        split = urlsplit(text)
        path = split.path + (f"?{split.query}" if split.query else "")
        path += f"#{split.fragment}" if split.fragment else ""
        if not path.startswith("/") or path.startswith("//") or len(path) > LONGEST:
            return None
        return cls(path)


def form_address(request: HttpRequest) -> str:
    """The form, told from which page one comes. A link that is for one person alone is not told:
    whoever reads the message could follow it."""
    match = request.resolver_match
    address = reverse("contact")
    is_secret = match is not None and "token" in match.kwargs
    if is_secret or request.path.startswith(address) or len(request.path) > LONGEST:
        return address
    return f"{address}?{urlencode({'page': request.path}, safe='/')}"


def received_address(message: ReaderMessage) -> str:
    """The page that says what becomes of this message, for whoever sent it."""
    token = Signer(sep="~", salt=_SALT).sign(message.sent_as.hex)
    return reverse("contact_received", args=[token])


def number_received(token: str) -> uuid.UUID | None:
    """The `sent_as` of a message; None when this site never signed it."""
    try:
        return uuid.UUID(Signer(sep="~", salt=_SALT).unsign(token))
    except (BadSignature, ValueError):
        return None
