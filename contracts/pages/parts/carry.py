"""What a reader takes away of a fiche: its note, its address, by e-mail or as a QR code, or to be
compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.safestring import SafeString

from contracts.drawings.qr import qr
from contracts.pages.forms import ComparisonForm

_QR = "Code QR : l’adresse de cette fiche"


@dataclass(frozen=True)
class Carry:
    """`note` is the address of the note (contracts.deciding.note), `mail` that of a message which
    the reader has only to send, `compare` that of its comparison, empty for a kind that is
    not compared."""

    url: str
    note: str
    mail: str
    qr: SafeString
    compare: str

    @classmethod
    def of(cls, title: str, gist: str, url: str, *, compared: bool) -> Carry:
        told = {"subject": title, "body": "\r\n\r\n".join(part for part in (gist, url) if part)}
        mail = f"mailto:?{urlencode(told, quote_via=quote)}"
        compare = ComparisonForm.of_pages([url]).url if compared else ""
        return cls(url=url, note=f"{url}note.pdf", mail=mail, qr=qr(url, _QR), compare=compare)
