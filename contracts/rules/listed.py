"""Which pages are listed, counted and found: those that readers see, each at one address."""

from __future__ import annotations

from wagtail.query import PageQuerySet


def listed(pages: PageQuerySet) -> PageQuerySet:
    """The live ones that are open to everybody. An alias is none of them: it shows another page,
    which is listed itself."""
    return pages.live().public().filter(alias_of__isnull=True)
