"""The file that somebody adds to a proposal: what it may be is read in its bytes, never in its name.

Nothing here opens it for a reader: it is kept as it came, and given as a download to the desk alone.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
from dataclasses import dataclass
from typing import Any

import filetype
from PIL import Image

from contracts.tables.archive import Archive, FileRefused

LARGEST = 5 * 1024 * 1024  # bytes
ACCEPTED = ".pdf,.docx,.odt,.jpg,.jpeg,.png"
_MOST_PIXELS = 40_000_000
_LONGEST_STEM = 80
_ZIP = b"PK\x03\x04"
# The ending that the name gets, by what the bytes are.
_ENDINGS = {"application/pdf": "pdf", "image/jpeg": "jpg", "image/png": "png"}
_OTHER_KIND = (
    "Ce fichier n’est ni un PDF, ni un texte DOCX ou ODT, ni une image JPEG ou PNG : enregistrez-le "
    "sous l’une de ces formes, puis joignez-le de nouveau."
)
_DAMAGED = "Cette image est abîmée ou incomplète : enregistrez-la de nouveau, puis joignez-la."


@dataclass(frozen=True)
class SentFile:
    """A file that may be kept, under a clean name."""

    name: str
    content: bytes


def read(uploaded: Any) -> SentFile:
    """What a form was sent, checked. Raises FileRefused."""
    if uploaded.size > LARGEST:
        raise FileRefused(
            f"Ce fichier dépasse {LARGEST // 1024 // 1024} Mo : réduisez-le, ou donnez son adresse "
            "comme source."
        )
    content = uploaded.read()
    ending = _office_ending(content) if content.startswith(_ZIP) else _ending(content)
    if not ending:
        raise FileRefused(_OTHER_KIND)
    return SentFile(clean_name(uploaded.name, ending), content)


def _ending(content: bytes) -> str:
    ending = _ENDINGS.get(filetype.guess_mime(content) or "", "")
    if ending in {"jpg", "png"}:
        _check_image(content)
    return ending


def _office_ending(content: bytes) -> str:
    """Empty for another zipped file than a text."""
    archive = Archive(content)
    if "word/document.xml" in archive.names:
        return "docx"
    kind = archive.read("mimetype") if "mimetype" in archive.names else b""
    return "odt" if kind.strip() == b"application/vnd.oasis.opendocument.text" else ""


def clean_name(name: str, ending: str) -> str:
    """Letters, digits and dashes of the name, without its folders, with this ending: « Fête &
    marché.PDF » is « Fete-marche.pdf »."""
    stem = re.split(r"[\\/]", name)[-1].rpartition(".")[0] or "fichier"
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode()
    kept = re.sub(r"[^A-Za-z0-9]+", "-", plain).strip("-")[:_LONGEST_STEM].strip("-")
    return f"{kept or 'fichier'}.{ending}"


def _check_image(content: bytes) -> None:
    """What its head says is counted before any pixel is read."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=["JPEG", "PNG"]) as image:
                width, height = image.size
                if width * height > _MOST_PIXELS:
                    raise FileRefused(
                        f"Cette image a trop de pixels : {_MOST_PIXELS // 1_000_000} millions au "
                        "plus. Réduisez-la d’abord."
                    )
                image.verify()
    except Image.DecompressionBombError as bomb:
        raise FileRefused(_DAMAGED) from bomb
    except (OSError, SyntaxError, ValueError) as damaged:
        raise FileRefused(_DAMAGED) from damaged
