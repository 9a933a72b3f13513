"""Help for a search with few results: a spelling correction, and partial matches.

Of a question, of a sentence, or of words of which one is likely a slip, what holds every word does so
by chance: what comes closest is then put before the results that it outdoes, and these come in the
order of closeness.

Nothing is computed that is not needed, and an outage of what helps takes no result away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import takewhile

from django.db import DatabaseError

from search.answers import everyday, expansions
from search.answers.corrections import Correction, correct
from search.answers.hints import ShownHint
from search.answers.partial_matches import MOST, closest, shown
from search.answers.unknown_words import Reading
from search.engines.base import SearchUnavailable
from search.engines.database import DatabaseEngine
from search.models import SearchDocument
from search.query.form import SearchForm
from search.query.parser import QUESTION_WORDS
from search.query.request import Group, Query, SearchRequest, Sort
from search.query.results import Hit, SearchResponse
from search.query.synonyms import wording
from search.text.analysis import fold

# A search with no more results than this is helped.
FEW = 9
# How many are shown of what stands under a value.
MOST_UNDER = 10
# How many are put before the results of a sentence: so many words to find, fewer where it asks.
MOST_BEFORE = 3
_WORDS_OF_A_SENTENCE = 4
_WORDS_OF_A_QUESTION = 3


@dataclass(frozen=True)
class Assistance:
    """`closest` are documents that are no result of the search: the first results of the
    correction when the search has none itself (`of_correction`); what stands under the value to which
    the words lead (`of_value`, its label); else what comes closest, of which `before` are those that
    come closer than any result, and `order` the keys of all, results too."""

    correction: Correction | None = None
    closest: tuple[Hit, ...] = ()
    of_correction: bool = False
    of_value: str = ""
    before: tuple[Hit, ...] = ()
    order: tuple[str, ...] = ()

    @property
    def beside(self) -> tuple[Hit, ...]:
        """All that is shown beside the results."""
        return self.before + self.closest

    def ordered(self, hits: tuple[Hit, ...]) -> tuple[Hit, ...]:
        """The results in their order: that of closeness where there is one."""
        places = {key: place for place, key in enumerate(self.order)}
        return tuple(sorted(hits, key=lambda hit: places.get(hit.key, len(places))))


NO_ASSISTANCE = Assistance()


def assist(
    form: SearchForm, response: SearchResponse, hints: Iterable[ShownHint] = ()
) -> Assistance:
    """What helps with this search, which was answered so and for which this is proposed."""
    if response.total > FEW or response.pages.current > 1 or not form.request.query.groups:
        return NO_ASSISTANCE
    already = {hit.key for hit in response.hits}
    exact = [hint for hint in hints if hint.is_all]
    try:
        token = response.index_token
        if named := next((hint for hint in exact if hint.facet), None):
            return Assistance(closest=_under(named, form, already, token), of_value=named.label)
        reading = Reading.of(response.request, token)
        correction = correct(form, response.total, reading, token)
        if exact:
            # A page answers: what holds some of its words has nothing to do with it.
            return Assistance(correction)
        if correction is not None and not response.total and not _is_long(correction.form.request):
            return Assistance(
                correction, _first_results(correction.form, token), of_correction=True
            )
        if response.hits and _are_by_chance(response.request, correction):
            near = closest(form, MOST + len(already), reading=reading, token=token)
            return _around(correction, near, already)
        near = closest(form, leaving_out=already, reading=reading, token=token)
        return Assistance(correction, near)
    except (DatabaseError, SearchUnavailable):
        return NO_ASSISTANCE


def _are_by_chance(request: SearchRequest, correction: Correction | None) -> bool:
    """Whether the few that hold every word do so by chance: what is corrected has more results, or so
    many words are to be found that no single one of them matters."""
    query = request.query
    is_exact = request.exact or any(group.alternatives[0].exact for group in query.groups)
    if is_exact or query.excluded or request.effective_sort is not Sort.RELEVANCE:
        return False
    return correction is not None or _is_long(request)


def _is_long(request: SearchRequest) -> bool:
    """Whether it is a question or a sentence, of which no single word matters."""
    query = request.query
    asks = "?" in request.q or query.typed[0] in QUESTION_WORDS
    return len(query.groups) >= (_WORDS_OF_A_QUESTION if asks else _WORDS_OF_A_SENTENCE)


def _around(correction: Correction | None, near: tuple[Hit, ...], already: set[str]) -> Assistance:
    """What comes closest, before the results and after them."""
    closer = tuple(takewhile(lambda hit: hit.key not in already, near))[:MOST_BEFORE]
    others = tuple(hit for hit in near if hit.key not in already and hit not in closer)
    order = tuple(hit.key for hit in near)
    return Assistance(correction, others, before=closer, order=order)


def _under(named: ShownHint, form: SearchForm, already: set[str], token: str) -> tuple[Hit, ...]:
    """What stands under a value: first what says one of its words that starts with what was typed
    (« covoit » for « covoiturage »), then what says most of the words that were typed and of its
    own (« manque de médecins »: « médecins », « hôpital »), then the most recent; the most recent alone
    where none of its words starts so. What has a text comes before what is a name and links alone."""
    typed = "".join(form.request.query.typed)
    words_of = everyday.words_of(named.facet, named.code, token)
    like = [words for words in words_of if "".join(fold(words).split()).startswith(typed)]
    under = form.without_words().toggled(named.facet, named.code)
    request = replace(under.request, facets=(), page_size=MOST_UNDER + len(already))
    said, close = _any_of(like), _any_of([*form.request.query.typed, *words_of])
    queries = (said, close, request.query) if like else (request.query,)
    engine = DatabaseEngine()
    keys = [key for query in queries for key in engine.match(replace(request, query=query)).keys]
    kept = [key for key in dict.fromkeys(keys) if key not in already]
    rows = SearchDocument.objects.in_bulk(kept, field_name="key")
    kept.sort(key=lambda key: key in rows and not rows[key].body)
    return shown(said, kept[:MOST_UNDER], rows)


def _any_of(texts: Iterable[str]) -> Query:
    """What looks for one of these wordings."""
    found = [one.alternative("") for text in texts if (one := wording(text)) is not None]
    return Query((Group(tuple(found)),)) if found else Query()


def _first_results(form: SearchForm, token: str) -> tuple[Hit, ...]:
    request = expansions.widened(replace(form.request, facets=(), page_size=MOST), token).request
    return shown(request.query, DatabaseEngine().match(request).keys)
