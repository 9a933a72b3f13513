"""How files of editorial pages become pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wagtail.models import Page

from contracts.catalogue.columns import Column, Row
from contracts.catalogue.fiches import connect_fiche, fill_fiche
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys, ListOf, Map, Sources, Text
from contracts.catalogue.specs import FICHE
from home.models import EditorialPage

_PARAGRAPH = Map({"text": Text(2000, 1), "source": Sources()}, required=("text", "source"))
_SECTION = Map(
    {"heading": Text(160, 2), "paragraphs": ListOf(_PARAGRAPH)}, required=("heading", "paragraphs")
)
EDITORIAL = Row(
    EditorialPage,
    {
        **FICHE,
        # A page about the site may be published without them; none of those that files hold is.
        **{key: replace(FICHE[key], required=True) for key in ("gist", "gist_source")},
        "sections": Column(ListOf(_SECTION)),
    },
)


def fill_editorial(page: EditorialPage, data: Keys, refs: Refs, spec: Row) -> None:
    fill_fiche(page, data, refs, spec)
    body: list[tuple[str, Any]] = []
    for section in data.get("sections", ()):
        body.append(("heading", section.get("heading", "")))
        for paragraph in section.get("paragraphs", ()):
            first, second = [*Sources().value(paragraph.get("source", []), refs), None, None][:2]
            value = {"text": paragraph.get("text", ""), "source": first, "second_source": second}
            body.append(("sourced_paragraph", value))
    page.body = body


def _parent(home: Page) -> Page:
    """« Comprendre », or the home page when an editor took it away or renamed its address."""
    return home.get_children().filter(slug="comprendre").first() or home


def register_kind() -> None:
    """Called once, at start."""
    register(
        FicheKind(
            folder="editorial",
            stated="editorial",
            model=EditorialPage,
            spec=EDITORIAL,
            parent=_parent,
            fill=fill_editorial,
            connect=connect_fiche,
        )
    )
