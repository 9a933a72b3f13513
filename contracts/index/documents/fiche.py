"""What is found of every fiche. Each kind adds its own words, filters and card."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from wagtail.models import Page

from contracts import kinds
from contracts.index.documents.words import (
    joined,
    names_around,
    place_facets,
    richness,
)
from contracts.index.keys import page_key
from contracts.models.base import FichePage
from contracts.models.images.picture import Pictured
from contracts.models.rows.fact import group_facts
from contracts.models.territory import Territory, TerritoryGraph
from contracts.models.tool import ToolPage
from contracts.rules.listed import listed
from contracts.values.vocabulary import Agreement, LinkType
from search.index.documents import Document

_READ = (
    "themes",
    "tagged_items__tag",
    "facts__origin",
    "facts__destination",
    "statements",
    "milestones",
)


def fiche_lookups(*more: str | Prefetch) -> tuple[str | Prefetch, ...]:
    """What the document of a fiche reads around it, and what a kind reads besides."""
    tools = public_tools().filter(pk=OuterRef("pk"))
    targets = Page.objects.annotate(is_public_tool=Exists(tools))
    return (*_READ, *more, Prefetch("outgoing_links__target", targets))


def public_tools() -> QuerySet[ToolPage]:
    """The tools that readers find."""
    return listed(ToolPage.objects)


def fiche_document(
    page: FichePage,
    graph: TerritoryGraph,
    *,
    territories: Collection[Territory] = (),
    names: Iterable[str] = (),
    prose: Iterable[str] = (),
    tools: Iterable[str] | None = None,
    facets: Mapping[str, tuple[str, ...]] | None = None,
    card: Mapping[str, Any] | None = None,
    date: dt.date | None = None,
    weight: float = 1.0,
) -> Document:
    """The document of a fiche that was read with `fiche_lookups`.

    `territories` are those that it is about; `names` what a kind is also found by, and no excerpt
    quotes; `prose` what it tells besides what all fiches tell; `tools` the titles of the tools that it uses, when its links
    do not tell them all; `date` the one by which « le plus récent » sorts.
    """
    kind = kinds.of(type(page))
    labels = joined(
        [
            kind.label,
            *names,
            *(theme.label for theme in page.themes.all()),
            *(item.tag.name for item in page.tagged_items.all()),
            *(used_tools(page) if tools is None else tools),
            *names_around(territories, graph),
        ]
    )
    body = joined([*_text(page), *prose])
    return Document(
        key=page_key(page.pk),
        kind=kind.code,
        title=page.title,
        summary=page.gist,
        body=body,
        labels=labels,
        url=page.url or "",
        date=date,
        updated=page.last_published_at,
        facets={
            **place_facets(territories, graph),
            "theme": tuple(theme.slug for theme in page.themes.all()),
            "etiquette": tuple(item.tag.slug for item in page.tagged_items.all()),
            "completude": (page.completeness,),
            "sources": (Agreement.DIVERGENT,) if _sources_diverge(page) else (),
            # No filter of the site: what similar fiches are told by.
            "outil-lie": linked_tools(page),
            **(facets or {}),
        },
        card={
            "type_label": kind.label,
            "themes": [theme.label for theme in page.themes.all()],
            "mark": page.mark,
            "completeness": page.get_completeness_display(),
            **_picture(page),
            **(card or {}),
        },
        weight=weight * richness(page.gist, labels, body),
    )


def _sources_diverge(page: FichePage) -> bool:
    """Whether its page shows several values of one thing."""
    return any(group.divergent for group in group_facts(page.facts.all()))


def _picture(page: FichePage) -> dict[str, Any]:
    """What a card shows of it, its files made beforehand."""
    if not isinstance(page, Pictured) or page.picture is None:
        return {}
    made = page.picture.get_renditions("width-320", "width-640")
    small, large = made["width-320"], made["width-640"]
    return {
        "picture": {
            "src": small.url,
            "srcset": ", ".join(f"{one.url} {one.width}w" for one in (small, large)),
            "width": small.width,
            "height": small.height,
            "alt": page.picture.default_alt_text,
            "credit": page.picture.credit,
        }
    }


def used_tools(page: FichePage) -> list[str]:
    """The titles of the public tools that the links of a fiche say it uses."""
    return [
        link.target.title
        for link in page.outgoing_links.all()
        if link.type == LinkType.USES and link.target.is_public_tool
    ]


def linked_tools(page: FichePage) -> tuple[str, ...]:
    return tuple(
        str(link.target_id)
        for link in page.outgoing_links.all()
        if link.type == LinkType.USES and link.target.specific_class is ToolPage
    )


def _text(page: FichePage) -> Iterator[str]:
    yield from (str(fact) for fact in page.facts.all())
    yield from (statement.text for statement in page.statements.all())
    yield from (milestone.text for milestone in page.milestones.all())
