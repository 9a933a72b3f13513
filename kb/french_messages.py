"""French typography of what Django, Wagtail and its scripts say: their French is typed as English is,
with straight apostrophes and without spaces before a colon."""

from __future__ import annotations

import re
from gettext import NullTranslations

from django.utils.translation import trans_real

from contracts.values.french.typography import french_html, french_throughout

# An apostrophe between letters, or of a word cut short before what is put there later; others are
# quotes.
_APOSTROPHE = re.compile(
    r"(?<=\w)'(?=\w)|(?<=\s[cdjlmnst])'|(?<=\A[cdjlmnst])'|(?<=\bqu)'", re.IGNORECASE
)
_QUOTED = re.compile(r"(?<![\w=])\"([^\"<>]+)\"(?![\w>])")
_merge = trans_real.DjangoTranslation.merge


def typeset(message: str) -> str:
    """A message of a catalogue, its tags and its variables left as they are."""
    return french_html(message, _typeset_text)


def _typeset_text(text: str) -> str:
    text = _QUOTED.sub(r"« \1 »", text).replace("...", "…")
    quoted = _APOSTROPHE.sub("’", text).split("'")
    return "'".join(french_throughout(part) for part in quoted)


def _merge_typeset(self: trans_real.DjangoTranslation, other: NullTranslations) -> None:
    catalogue = getattr(other, "_catalog", None)
    if catalogue and self.language().startswith("fr"):
        # It is shared by all who read the same file: a new one, not this one changed.
        other._catalog = {  # type: ignore[attr-defined]
            key: typeset(text) if key and isinstance(text, str) else text
            for key, text in catalogue.items()
        }
    _merge(self, other)


def install() -> None:
    """From now on, catalogues in French are typeset as they are read."""
    trans_real.DjangoTranslation.merge = _merge_typeset  # type: ignore[method-assign]
    # A library asks for a message as its models are imported: what was read for it is read again.
    trans_real._translations = {}  # type: ignore[attr-defined]
    trans_real._default = None  # type: ignore[attr-defined]
