"""The glossary from A to Z, and the page of a term."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse

from contracts.models.glossary import Term
from contracts.pages.parts import structured_data
from contracts.pages.parts.breadcrumbs import Step, structured_trail
from contracts.pages.parts.citations import Citations
from contracts.pages.parts.glossary_links import TermLinks
from search.text.collation import title_key

ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
TITLE = "Glossaire"


@dataclass(frozen=True)
class TermDetail:
    term: str
    slug: str
    url: str
    expansion: str
    definition: str
    category: str
    synonyms: tuple[str, ...]
    see_also: tuple[tuple[str, str], ...]  # (term, address)


@dataclass(frozen=True)
class Letter:
    """A letter of the alphabet, with its terms; most letters of a young glossary have none."""

    letter: str
    terms: tuple[TermDetail, ...]

    @property
    def anchor(self) -> str:
        return f"lettre-{self.letter.lower()}"


class GlossaryContext:
    def __init__(self, terms: Iterable[Term], request: HttpRequest):
        self.request = request
        found: dict[str, list[TermDetail]] = {}
        for term in sorted(terms, key=lambda term: title_key(term.term)):
            found.setdefault(initial(term.term), []).append(term_detail(term))
        others = sorted(set(found) - set(ALPHABET))
        self.letters = tuple(
            Letter(letter, tuple(found.get(letter, ()))) for letter in [*others, *ALPHABET]
        )
        self.count = sum(len(letter.terms) for letter in self.letters)

    @property
    def structured_data(self) -> structured_data.Thing:
        url = self.request.build_absolute_uri(reverse("glossary"))
        terms = [
            structured_data.term(view.term, url=self.request.build_absolute_uri(view.url))
            for letter in self.letters
            for view in letter.terms
        ]
        return structured_data.graph(
            structured_data.term_set(TITLE, url=url, terms=terms),
            structured_trail(self.request, (), TITLE),
        )


class TermContext:
    def __init__(self, term: Term, request: HttpRequest):
        self.request = request
        citations = Citations()
        self.term = term_detail(term)
        self.marks = citations.cite_row(term)
        self.definition = TermLinks(own=self.term.url).linked(self.term.definition)
        self.references = citations.references
        self.trail = (Step(TITLE, reverse("glossary")),)

    @property
    def structured_data(self) -> structured_data.Thing:
        term = structured_data.term(
            self.term.term,
            definition=self.term.definition,
            url=self.request.build_absolute_uri(self.term.url),
            set_url=self.request.build_absolute_uri(reverse("glossary")),
            names=(*([self.term.expansion] if self.term.expansion else ()), *self.term.synonyms),
        )
        return structured_data.graph(
            term, structured_trail(self.request, self.trail, self.term.term)
        )


def term_detail(term: Term) -> TermDetail:
    return TermDetail(
        term=term.term,
        slug=term.slug,
        url=term.get_absolute_url(),
        expansion=term.expansion,
        definition=term.definition,
        category=term.get_category_display(),
        synonyms=tuple(synonym.text for synonym in term.synonyms.all()),
        see_also=_published(term.see_also.all()),
    )


def initial(text: str) -> str:
    first = title_key(text)[:1].upper()
    return first if first in ALPHABET else "#"


def _published(terms: Iterable[Term]) -> tuple[tuple[str, str], ...]:
    return tuple((term.term, term.get_absolute_url()) for term in terms if term.live)
