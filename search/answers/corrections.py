"""Spelling correction: words that no document holds, replaced by likely ones.

A correction is proposed only when the database engine, asked under the same filters, has results
for it; it is spelled as the documents spell it. Quotes and signs stay where they were typed, and
what a minus takes away is left alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice, product

from django.db.models.functions import Substr

from search.answers import expansions
from search.answers.unknown_words import APOSTROPHE, Reading, rewritten
from search.engines.database import DatabaseEngine
from search.index.cache import TokenCache
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.request import Alternative, Group, Query, SearchRequest, Sort
from search.text.analysis import terms

_MOST_WRONG = 4  # with more unknown words, nobody can tell what was meant
_TRIES = 6  # searches made to find one that has results

# How a word is spelled is read in the beginning of a few documents.
_READ_DOCUMENTS = 12
_READ_CHARACTERS = 4_000
_ENOUGH = 12

_BEFORE_A_WORD = ' \u00a0\u202f«"“(–—-'
_ENDS_A_SENTENCE = ".!?…:\n"


@dataclass(frozen=True)
class Correction:
    """Another search, and how many results it has under the same filters."""

    form: SearchForm
    total: int

    @property
    def q(self) -> str:
        return self.form.request.q

    @property
    def url(self) -> str:
        return self.form.url()


def correct(form: SearchForm, total: int, reading: Reading, token: str = "") -> Correction | None:
    """A search like this one, which has `total` results and was read so, that has more of them;
    `token` is that of the state of the index. May raise DatabaseError and SearchUnavailable."""
    slips = reading.slips(nothing_found=not total)
    if not slips or len(slips) > _MOST_WRONG or not all(slip.meant for slip in slips):
        return None
    choices = product(*(range(len(slip.meant)) for slip in slips))
    for chosen in islice(sorted(choices, key=sum), _TRIES):
        meant = [slip.meant[choice] for slip, choice in zip(slips, chosen, strict=True)]
        found = _count(form.with_words(rewritten(form.request.q, slips, meant)), token)
        if found > total:
            known = _known_spellings.at(token)
            spelled = [tuple(_spelling(word, known) for word in words) for words in meant]
            corrected = form.with_words(rewritten(form.request.q, slips, spelled))
            return Correction(corrected, found)
    return None


def _count(form: SearchForm, token: str) -> int:
    request = expansions.widened(form.request, token).request
    asked = replace(request, facets=(), page=1, page_size=1, sort=Sort.RECENT)
    return DatabaseEngine().match(asked).total


def _spelling(folded: str, known: dict[str, str]) -> str:
    """A word as the documents spell it most often, accents and capitals; but the capital that it
    has at the beginning of a sentence is not its own. What is elided stays before it."""
    elided, apostrophe, folded = folded.rpartition(APOSTROPHE)
    if folded not in known:
        known[folded] = _own_spelling(folded)
    return f"{elided}{apostrophe}{known[folded]}"


def _own_spelling(folded: str) -> str:
    alternative = Alternative(terms=(folded,), words=(folded,), exact=True)
    query = Query(groups=(Group((alternative,)),))
    asked = SearchRequest(query=query, page_size=_READ_DOCUMENTS, sort=Sort.RECENT)
    spellings: Counter[str] = Counter()
    for text in _texts(DatabaseEngine().match(asked).keys):
        spellings.update(_spellings(folded, text))
        if spellings.total() >= _ENOUGH:
            break
    return spellings.most_common(1)[0][0] if spellings else folded


def _spellings(folded: str, text: str) -> Iterator[str]:
    for term in terms(text):
        if term.exact == folded:
            spelling = text[term.start : term.end]
            before = text[: term.start].rstrip(_BEFORE_A_WORD)
            begins = not before or before[-1] in _ENDS_A_SENTENCE
            yield spelling.lower() if begins and spelling.istitle() else spelling


def _texts(keys: Iterable[str]) -> Iterator[str]:
    rows = SearchDocument.objects.filter(key__in=keys).annotate(
        beginning=Substr("body", 1, _READ_CHARACTERS)
    )
    for row in rows.order_by("key").values_list("title", "summary", "labels", "beginning"):
        yield "\n".join(row)


# Of words that documents hold, by their folded form: two queries each.
_known_spellings: TokenCache[dict[str, str]] = TokenCache(dict)
