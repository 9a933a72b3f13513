"""Parse what a reader types into a Query: words, "phrases", and minus before what is unwanted.

Nothing typed is an error. Words are looked for by their stem; a phrase in quotes (" or « » or
“ ”) by the words themselves, in this order, stop words included. Stop words outside quotes are
left out, unless nothing else was typed: they are then looked for themselves. So are the words that
only ask (« existe-t-il », « que veut dire », « exemples de »): an answer does not repeat them. A
quote that is never closed, an operator or a sign means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from search.query.request import Alternative, Group, Query
from search.text.analysis import Term, terms

_PIECE = re.compile(
    r"(?P<minus>(?:(?<=\s)|^)-(?=[\w\"«“]))?"
    r"(?:\"(?P<straight>[^\"]*)\"|«(?P<french>[^»]*)»|“(?P<curly>[^”]*)”"
    # A minus takes away a whole number, spaces included.
    r"|(?P<words>[^\s\"«»“”]+(?:(?<=[0-9])(?<![0-9]{4})\s[0-9]{3}(?![0-9]))*)|.)",
    re.DOTALL,
)

# Words that only ask, as they are folded; stop words among them say what must stand beside.
_ASKING_TEXT = """
    existe, existent, exemple, exemples, definition, definitions, signifie, signifient,
    signification, veut dire, veulent dire, combien, pas, faut, lequel, laquelle, lesquels,
    lesquelles, je cherche, nous cherchons, on cherche, je recherche, nous recherchons, je veux,
    je voudrais, nous voulons, nous voudrions, on veut, on voudrait, je souhaite, nous souhaitons,
    est il possible, comment faire, comment faire pour, ou trouver, liste de, liste des, qui parle,
    qui parlent, puis je, pouvons nous, peuvent, travaille sur, travaillent sur, porte sur, portent sur, traite de,
    traitent de, a propos de, resultats du, resultats de, bilan du, bilan de, a donne, ont donne,
    ont convenu
"""
_ASKING = frozenset(tuple(words.split()) for words in _ASKING_TEXT.replace("\n", " ").split(","))
_LONGEST_ASKING = max(map(len, _ASKING))


# Words that begin a question, as they are folded.
_QUESTION_WORDS_TEXT = """
    combien comment laquelle lequel lesquelles lesquels ou pourquoi qu quand que quel quelle quelles
    quels qui quoi
"""
QUESTION_WORDS = frozenset(_QUESTION_WORDS_TEXT.split())


class _Value(IntEnum):
    """What a word typed is worth: words are looked for that have the highest value there is."""

    STOP = 0
    ASKING = 1
    SOUGHT = 2


class _Typed(NamedTuple):
    alternative: Alternative
    value: _Value


def parse(text: str) -> Query:
    """The query that `text` asks. Repeated words count once."""
    typed: list[_Typed] = []
    excluded: list[Alternative] = []
    for minus, quoted, piece in _pieces(text):
        found = list(terms(piece))
        if minus:
            excluded.extend(_whole(found, quoted))
        elif quoted:
            typed.extend(_Typed(one, _Value.SOUGHT) for one in _alternatives(found, quoted))
        else:
            typed.extend(_valued(found))
    highest = max((one.value for one in typed), default=_Value.STOP)
    if highest is _Value.STOP and excluded:
        typed = []
    places = [place for place, one in enumerate(typed) if one.value is highest]
    wanted = (typed[place].alternative for place in places)
    between = typed[places[0] : places[-1] + 1] if places else []
    return Query(
        groups=tuple(Group((alternative,)) for alternative in dict.fromkeys(wanted)),
        excluded=tuple(dict.fromkeys(excluded)),
        sequence=_words(between),
        typed=_words(typed),
    )


def _words(typed: list[_Typed]) -> tuple[str, ...]:
    return tuple(word for one in typed for word in one.alternative.words)


def _valued(found: list[Term]) -> Iterator[_Typed]:
    asking = _asking([term.exact for term in found])
    for place, one in enumerate(_alternatives(found, quoted=False)):
        if one.exact:
            yield _Typed(one, _Value.STOP)
        else:
            yield _Typed(one, _Value.ASKING if place in asking else _Value.SOUGHT)


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
        # Beside a word, a stop word does not say what to leave out: most pages hold it.
        yield from _alternatives(found if quoted else stemmed or found, quoted)
        return
    yield Alternative(
        terms=tuple(term.stem for term in stemmed), words=tuple(term.exact for term in stemmed)
    )
