"""How files of editorial pages become pages."""

from __future__ import annotations

from typing import Any

from wagtail.models import Page

from contracts.catalogue.fiches import connect_fiche, fill_fiche
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import ListOf, Map, Text
from contracts.catalogue.specs import FICHE, FICHE_REQUIRED, SOURCED_TEXT
from home.models import EditorialPage

EDITORIAL = Map(
    {
        **FICHE,
        "sections": ListOf(
            Map(
                {"heading": Text(160, 2), "paragraphs": ListOf(SOURCED_TEXT, least=1)},
                required=("heading", "paragraphs"),
            )
        ),
    },
    required=FICHE_REQUIRED,
)


def fill_editorial(page: EditorialPage, data: dict[str, Any], refs: Refs) -> None:
    fill_fiche(page, data, refs)
    body: list[tuple[str, Any]] = []
    for section in data.get("sections", ()):
        body.append(("heading", section["heading"]))
        for paragraph in section["paragraphs"]:
            sourced = refs.sourced(paragraph)
            value = {
                "text": paragraph["text"],
                "source": sourced["source"],
                "second_source": sourced["second_source"],
            }
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
