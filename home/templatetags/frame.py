"""What every page's frame needs: icons."""

from typing import Any

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as lucide_svg

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon of the Lucide set, inlined; decorative, because words always stand beside it."""
    attributes: dict[str, Any] = {"aria-hidden": "true"}
    return mark_safe(lucide_svg(name, width=size, height=size, **attributes))  # noqa: S308
