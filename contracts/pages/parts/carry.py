"""What a reader takes away of a fiche: its note, its address, by e-mail or as a QR code, its card for
another site, to be put in a dossier or compared with others."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from django.utils.html import escape
from django.utils.safestring import SafeString

from contracts.drawings.qr import qr
from contracts.pages.forms import ComparisonForm, dossier_with

EMBEDDED = "encart/"  # below the address of a fiche (contracts.deciding.card)
_QR = "Code QR\u00a0: l’adresse de cette fiche"
# High enough for a long gist and the names of several parties; a narrower frame is scrolled.
_FRAME = '<iframe src="{}" title="{}" width="100%" height="520" loading="lazy"></iframe>'


@dataclass(frozen=True)
class Carry:
    """`note` is the address of the note (contracts.deciding.note), `mail` that of a message which
    the reader has only to send, `compare` that of its comparison, empty for a kind that is
    not compared, `dossier` that of a dossier which begins with it; `card` is its
    card for another site, and `frame` the HTML that shows it there."""

    url: str
    note: str
    mail: str
    qr: SafeString
    compare: str
    dossier: str
    card: str
    frame: str

    @classmethod
    def of(cls, pk: int, title: str, gist: str, url: str, *, compared: bool) -> Carry:
        compare = ComparisonForm.of_pages([url]).url if compared else ""
        return cls(
            url=url,
            note=f"{url}note.pdf",
            mail=mail_to_send(title, gist, url),
            qr=qr(url, _QR),
            compare=compare,
            dossier=dossier_with(pk),
            card=f"{url}{EMBEDDED}",
            # A text to copy, not to be shown as HTML: it is escaped once more where it is shown.
            frame=_FRAME.format(escape(f"{url}{EMBEDDED}"), escape(title)),
        )


def mail_to_send(subject: str, *paragraphs: str) -> str:
    """A link that opens a message to nobody yet, of these paragraphs; empty ones are left out."""
    told = {"subject": subject, "body": "\r\n\r\n".join(filter(None, paragraphs))}
    return f"mailto:?{urlencode(told, quote_via=quote)}"
