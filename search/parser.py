"""How what a reader types becomes a Query: words, "phrases", and minus before what is unwanted.

Nothing typed is an error. Words are looked for by their stem; a phrase in quotes (" or « » or
“ ”) by the words themselves, in this order, stop words included. Stop words outside quotes are
left out, unless nothing else was typed: they are then looked for themselves. So are the words that
only ask (« existe-t-il », « que veut dire », « exemples de »): an answer does not repeat them. A
quote that is never closed, an operator or a sign means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.analysis import Term, terms
from search.query import Alternative, Group, Query

_PIECE = re.compile(
    r"(?P<minus>(?:(?<=\s)|^)-(?=[\w\"«“]))?"
    r"(?:\"(?P<straight>[^\"]*)\"|«(?P<french>[^»]*)»|“(?P<curly>[^”]*)”|(?P<words>[^\s\"«»“”]+)|.)",
    re.DOTALL,
)

# Words that only ask, as they are folded; stop words among them say what must stand beside.
_ASKING_TEXT = """
    existe, existent, exemple, exemples, definition, definitions, signifie, signifient,
    signification, veut dire, veulent dire, combien, pas, faut, lequel, laquelle, lesquels,
    lesquelles, je cherche, nous cherchons, on cherche, je recherche, nous recherchons, je veux,
    je voudrais, nous voulons, nous voudrions, on veut, on voudrait, je souhaite, nous souhaitons,
    est il possible, comment faire, comment faire pour, ou trouver, liste de, liste des, qui parle,
    qui parlent, puis je, pouvons nous, peuvent
"""
_ASKING = frozenset(tuple(words.split()) for words in _ASKING_TEXT.replace("\n", " ").split(","))
_LONGEST_ASKING = max(map(len, _ASKING))


class _Wanted(NamedTuple):
    """What one of the words typed asks for; `counts` is false for a word that is left out."""

    alternative: Alternative
    words: tuple[str, ...]
    counts: bool


def parse(text: str) -> Query:
    """The query that `text` asks. Repeated words count once."""
    typed: list[_Wanted] = []
    excluded: list[Alternative] = []
    for minus, quoted, piece in _pieces(text):
        found = list(terms(piece))
        if minus:
            excluded.extend(_whole(found, quoted))
            continue
        asking = set() if quoted else _asking([term.exact for term in found])
        for place, alternative in enumerate(_alternatives(found, quoted)):
            left_out = not quoted and (alternative.exact or place in asking)
            typed.append(_Wanted(alternative, alternative.words, not left_out))
    counting = [place for place, one in enumerate(typed) if one.counts]
    if counting:
        typed = typed[counting[0] : counting[-1] + 1]
        wanted = [one.alternative for one in typed if one.counts]
    else:
        wanted = [] if excluded else [one.alternative for one in typed]
    return Query(
        groups=tuple(Group((alternative,)) for alternative in dict.fromkeys(wanted)),
        excluded=tuple(dict.fromkeys(excluded)),
        sequence=tuple(word for one in typed for word in one.words),
    )


def _asking(words: list[str]) -> set[int]:
    """The places of the words that only ask."""
    places: set[int] = set()
    for start in range(len(words)):
        for length in range(1, _LONGEST_ASKING + 1):
            if tuple(words[start : start + length]) in _ASKING:
                places.update(range(start, start + length))
    return places


def _pieces(text: str) -> Iterator[tuple[bool, bool, str]]:
    """(minus?, quoted?, text) for each piece; words not quoted that follow each other stay
    together, because an elision or a hyphen is understood from what surrounds it."""
    pending: list[str] = []
    for match in _PIECE.finditer(text):
        minus = match["minus"] is not None
        quoted = next(
            (
                part
                for part in (match["straight"], match["french"], match["curly"])
                if part is not None
            ),
            None,
        )
        if quoted is None and not minus:
            pending.append(match.group())
            continue
        if pending:
            yield False, False, "".join(pending)
            pending = []
        if quoted is not None:
            yield minus, True, quoted
        else:
            yield True, False, match["words"] or ""
    if pending:
        yield False, False, "".join(pending)


def _alternatives(found: list[Term], quoted: bool) -> Iterator[Alternative]:
    if quoted:
        if found:
            words = tuple(term.exact for term in found)
            yield Alternative(terms=words, words=words, exact=True)
        return
    for term in found:
        if term.stem:
            yield Alternative(terms=(term.stem,), words=(term.exact,))
        else:
            yield Alternative(terms=(term.exact,), words=(term.exact,), exact=True)


def _whole(found: list[Term], quoted: bool) -> Iterator[Alternative]:
    """What a minus excludes: « -bois-énergie » is the two words together, not one or the other."""
    stemmed = [term for term in found if term.stem]
    if quoted or len(stemmed) < 2:
        yield from _alternatives(found, quoted)
        return
    yield Alternative(
        terms=tuple(term.stem for term in stemmed), words=tuple(term.exact for term in stemmed)
    )
