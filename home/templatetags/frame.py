"""What every page's frame needs: icons."""

from django import template
from django.utils.safestring import SafeString, mark_safe
from lucide.templatetags.lucide import lucide as lucide_svg

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon of the Lucide set, inlined; decorative, because words always stand beside it."""
    return mark_safe(lucide_svg(name, width=size, height=size, **{"aria-hidden": "true"}))  # noqa: S308
