"""What every page's frame needs: icons, and the address at which the page is shared."""

from django import template
from django.template import Context
from django.utils.encoding import escape_uri_path
from django.utils.safestring import SafeString
from wagtail.models import Page

from contracts.drawings.icons import decorative

register = template.Library()


@register.simple_tag
def icon(name: str, size: int = 20) -> SafeString:
    """An icon of the Lucide set, inlined; decorative, because words always stand beside it."""
    return decorative(name, size)


@register.simple_tag(takes_context=True)
def shared_address(context: Context) -> str:
    """The one absolute address of what is shown, percent-encoded: that of the list as it was asked
    (`head`), that of the page (an alias shows another one), or the path alone."""
    request, head, page = context["request"], context.get("head"), context.get("page")
    if head is not None:
        address = head.address
    else:
        address = page.get_url(request) if isinstance(page, Page) else None
    return str(request.build_absolute_uri(address or escape_uri_path(request.path)))


@register.simple_tag(takes_context=True)
def absolute_address(context: Context, address: str) -> str:
    """An address of this site as it is typed from a sheet of paper."""
    return str(context["request"].build_absolute_uri(address))
