"""The source that has an address already: the base is looked up, the address never asked."""

from __future__ import annotations

from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from contracts.models import Source

# Added by who shares a link, to know where readers come from.
_OF_SHARING = ("utm_", "mtm_", "pk_", "fbclid", "gclid", "xtor", "at_medium", "at_campaign")


def host_of(url: str) -> str:
    """Without « www. », in lower case; empty for what is no address."""
    try:
        return (urlsplit(url.strip()).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def page_key(url: str) -> str:
    """The same for the addresses of one page, whatever their scheme, « www. », last slash, anchor
    or marks of sharing; empty for what is no address."""
    host = host_of(url)
    if not host or "\0" in url:  # which no database is asked for
        return ""
    parts = urlsplit(url.strip())
    asked = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_OF_SHARING)
    ]
    return f"{host}{unquote(parts.path).rstrip('/')}?{urlencode(sorted(asked))}"


def source_at(url: str) -> Source | None:
    """The one whose address is that of the same page, or None."""
    key = page_key(url)
    if not key:
        return None
    near = Source.objects.filter(url__icontains=host_of(url)).order_by("pk")
    return next((source for source in near if page_key(source.url) == key), None)
