"""How files of editorial pages and of questions become pages."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from wagtail.models import Page

from contracts.catalogue.columns import Column, Row, columns
from contracts.catalogue.fiches import connect_fiche, fill_fiche
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Choice, Keys, Lines, ListOf, Map, Sources, Text
from contracts.catalogue.specs import FICHE
from home.models import EditorialPage, QuestionPage
from home.site_pages import SitePageCode

_PARAGRAPH = Map({"text": Text(2000, 1), "source": Sources()}, required=("text", "source"))
_SECTION = Map(
    {"heading": Text(160, 2), "paragraphs": ListOf(_PARAGRAPH)}, required=("heading", "paragraphs")
)
# A page about the site may be published without them; none of those that files hold is.
_STATED = {
    **FICHE,
    **{key: replace(FICHE[key], required=True) for key in ("gist", "gist_source")},
    "everyday_words": Column(Lines(Text(80, 2)), ("everyday_words",)),
}
EDITORIAL = Row(EditorialPage, {**_STATED, "sections": Column(ListOf(_SECTION))})
QUESTION = Row(
    QuestionPage,
    {
        **_STATED,
        **columns(QuestionPage, "part", "position", "unknown"),
        "answer": Column(ListOf(_PARAGRAPH)),
        "site_pages": Column(ListOf(Choice(SitePageCode.values)), ("site_pages",)),
    },
)


def fill_editorial(page: EditorialPage, data: Keys, refs: Refs, spec: Row) -> None:
    fill_fiche(page, data, refs, spec)
    body: list[tuple[str, Any]] = []
    for section in data.get("sections", ()):
        body.append(("heading", section.get("heading", "")))
        body += [_paragraph(paragraph, refs) for paragraph in section.get("paragraphs", ())]
    page.body = body


def fill_question(page: QuestionPage, data: Keys, refs: Refs, spec: Row) -> None:
    fill_fiche(page, data, refs, spec)
    page.body = [_paragraph(paragraph, refs) for paragraph in data.get("answer", ())]


def _paragraph(data: Keys, refs: Refs) -> tuple[str, Any]:
    first, second = [*Sources().value(data.get("source", []), refs), None, None][:2]
    value = {"text": data.get("text", ""), "source": first, "second_source": second}
    return "sourced_paragraph", value


def _parent(home: Page) -> Page:
    """« Comprendre », or the home page when an editor took it away or renamed its address."""
    return home.get_children().filter(slug="comprendre").first() or home


def _questions(home: Page) -> Page:
    """« Questions », where it still is, else where editorial pages are made."""
    above = _parent(home)
    return above.get_children().filter(slug="questions").first() or above


def register_kinds() -> None:
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
    register(
        FicheKind(
            folder="questions",
            model=QuestionPage,
            spec=QUESTION,
            parent=_questions,
            fill=fill_question,
            connect=connect_fiche,
        )
    )
