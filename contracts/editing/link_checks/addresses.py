"""Every address outside of the site that readers are led to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlsplit

from django.apps import apps
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from contracts.models import Source
from contracts.models.upkeep.link import ExternalLink

_HREF = re.compile(r"""href=\\?["'](https?://[^"'\\\s]+)""")
_LONGEST = 800


def in_use() -> set[str]:
    """Of sources, and of the links of texts of public pages."""
    urls = set(Source.objects.exclude(url="").values_list("url", flat=True))
    return {one for one in urls | set(_in_texts()) if len(one) <= _LONGEST}


def remember() -> tuple[int, int]:
    """Make the table equal to what is in use: how many are new, how many are forgotten."""
    found = in_use()
    known = set(ExternalLink.objects.values_list("address", flat=True))
    new = [ExternalLink(address=one, host=_host(one)) for one in sorted(found - known)]
    ExternalLink.objects.bulk_create(new, batch_size=500, ignore_conflicts=True)
    left = sorted(known - found)
    for start in range(0, len(left), 500):
        ExternalLink.objects.filter(address__in=left[start : start + 500]).delete()
    return len(new), len(left)


def _in_texts() -> Iterator[str]:
    for model in apps.get_models():
        if not issubclass(model, Page):
            continue
        fields = [one for one in model._meta.local_fields if isinstance(one, RichTextField)]
        streams = [one for one in model._meta.local_fields if isinstance(one, StreamField)]
        if fields or streams:
            for page in model._default_manager.filter(live=True).iterator():
                texts = [str(getattr(page, one.name)) for one in fields]
                texts += [repr(list(getattr(page, one.name).raw_data)) for one in streams]
                for text in texts:
                    yield from map(unescape, _HREF.findall(text))


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""
