"""Term dictionary: the words of the index, their document counts, and near spellings.

Kept in each process. A word that comes with a new document is learnt at once, its count is only
brought up to date when everything is read anew: counts serve to choose between spellings, and what
is proposed is always checked against the index itself.
"""
# ruff: noqa: S608 (statements are made of the constants of search.index.fulltext)

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.db import connection
from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.engines.index_reader import IndexReader
from search.index.cache import RevisionCache
from search.index.fulltext import DOCUMENTS, FULLTEXT, VECTOR
from search.index.snapshot import Revision, Snapshot, removed_between
from search.models import TERM_COLUMNS, SearchDocument
from search.text.analysis import EXACT_MARK

# Shorter words are near too many others; longer ones may hold two errors.
CORRECTED_FROM = 4
TWO_ERRORS_FROM = 8

_SHORTEST_PART = 3  # of two words written as one
# With more documents changed than this, the words are read anew.
_MANY = 1_000

_VOCABULARY = "search_words"
_AFTER_MARK = chr(ord(EXACT_MARK) + 1)


@dataclass(frozen=True)
class Vocabulary:
    """Words are folded: without accents or capitals."""

    revision: Revision
    documents: Mapping[str, int]  # by word
    by_length: Mapping[int, list[str]]

    def __contains__(self, word: str) -> bool:
        return word in self.documents

    def nearest(self, typed: str, most: int) -> list[str]:
        """The words that the writer may have meant, the likeliest first: the fewest errors, then
        letters swapped rather than others, the same first letter, the most documents."""
        if len(typed) < CORRECTED_FROM or not typed.isalpha():
            return []
        errors = 1 if len(typed) < TWO_ERRORS_FROM else 2
        letters = sorted(typed)
        near = [
            (distance, sorted(word) != letters, word[0] != typed[0], -self.documents[word], word)
            for length in range(len(typed) - errors, len(typed) + errors + 1)
            for word, distance, _ in process.extract(
                typed, self.by_length.get(length, []), scorer=OSA.distance,
                score_cutoff=errors, limit=None,
            )
            if word != typed
        ]  # fmt: skip
        return [word for *_, word in sorted(near)[:most]]

    def parted(self, typed: str) -> list[tuple[str, str]]:
        """The two words that were written as one, the likeliest first: both are common."""
        places = range(_SHORTEST_PART, len(typed) - _SHORTEST_PART + 1)
        pairs = [(typed[:place], typed[place:]) for place in places]
        known = [pair for pair in pairs if pair[0] in self and pair[1] in self]
        return sorted(known, key=lambda pair: -min(self.documents[word] for word in pair))


def _read(held: Vocabulary | None, snapshot: Snapshot) -> Vocabulary:
    if held is not None:
        with connection.cursor() as cursor:
            removed = removed_between(cursor, held.revision, snapshot.revision)
        changed = _changed(held.revision) if removed is not None else None
        if changed is not None:
            new = {
                term[1:]
                for columns in changed
                for terms in columns
                for term in terms.split()
                if term.startswith(EXACT_MARK) and term[1:] not in held
            }
            return _made(snapshot.revision, {**held.documents, **dict.fromkeys(new, 1)})
    return _made(snapshot.revision, dict(_words()))


def _made(revision: Revision, documents: Mapping[str, int]) -> Vocabulary:
    by_length: dict[int, list[str]] = {}
    for word in documents:
        if word.isalpha():
            by_length.setdefault(len(word), []).append(word)
    return Vocabulary(revision, documents, by_length)


def _changed(since: Revision) -> list[tuple[str, ...]] | None:
    """The terms of the documents changed since; None when they are many."""
    rows = SearchDocument.objects.filter(revision__gt=since.number)
    changed = list(rows.values_list(*TERM_COLUMNS)[: _MANY + 1])
    return changed if len(changed) <= _MANY else None


def _words() -> Iterator[tuple[str, int]]:
    """Every word, with the number of documents in which it stands."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{_VOCABULARY} "
                f"USING fts5vocab(main, {FULLTEXT}, row)"
            )
            cursor.execute(
                f"SELECT substr(term, 2), doc FROM temp.{_VOCABULARY} WHERE term >= %s AND term < %s",
                [EXACT_MARK, _AFTER_MARK],
            )
        else:
            cursor.execute(
                f"SELECT substr(term, 2), count(*) FROM {DOCUMENTS}, "
                f"unnest(tsvector_to_array({VECTOR})) AS one(term) "
                "WHERE starts_with(term, %s) GROUP BY term",
                [EXACT_MARK],
            )
        yield from cursor.fetchall()


_vocabularies = RevisionCache(_read)


def present(token: str = "") -> tuple[Vocabulary, Snapshot]:
    """The words of the index as it is now, or in the state of this `token`, and its snapshot."""
    snapshot = IndexReader().snapshot(token)
    return _vocabularies.at(snapshot), snapshot
