"""Which pages are listed, counted and found: those that readers see, each at one address."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction
from wagtail.query import PageQuerySet


def listed(pages: PageQuerySet) -> PageQuerySet:
    """The live ones that are open to everybody. An alias is none of them: it shows another page,
    which is listed itself. `public()` of Wagtail would ask a query more."""
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    restrictions = PageViewRestriction.objects.annotate(inside=path)
    restricted = Exists(restrictions.filter(inside__startswith=F("page__path")))
    return pages.live().filter(~restricted, alias_of__isnull=True)
