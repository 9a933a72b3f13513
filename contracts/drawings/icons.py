"""Icons of the Lucide set, inlined, each drawn once: at each call the library copies the tree of an
icon and writes it anew, and a list has some thirty."""

from functools import lru_cache
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide

_DECORATIVE = {"aria-hidden": "true"}  # words always stand beside it


@lru_cache(maxsize=512)
def icon(name: str, **attributes: Any) -> SafeString:
    """The icon with these attributes: « stroke », « width »."""
    return SafeString(lucide(name, **attributes))


def decorative(name: str, size: int) -> SafeString:
    """An icon of so many pixels, which is not read aloud."""
    return icon(name, width=size, height=size, **_DECORATIVE)


@lru_cache(maxsize=128)
def vignette(name: str) -> SafeString:
    """The sign of a fiche without a picture, in lists: decorative, the words of its card tell it all.
    Coloured by the stylesheet for its kind."""
    drawing = icon(name, **{"class": "vignette"}, **_DECORATIVE)
    return mark_safe("".join(line.strip() for line in drawing.splitlines()))  # noqa: S308
