"""The sign of a fiche without a picture, in lists: decorative, the words of its card tell it all."""

from typing import Any

from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide


def vignette(icon: str) -> SafeString:
    """This icon of the Lucide set, coloured by the stylesheet for its kind."""
    attributes: dict[str, Any] = {"class": "vignette", "aria-hidden": "true"}
    drawing = lucide(icon, **attributes)
    return mark_safe("".join(line.strip() for line in drawing.splitlines()))  # noqa: S308
