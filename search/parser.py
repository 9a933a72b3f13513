"""How what a reader types becomes a Query: words, "phrases", and minus before what is unwanted.

Nothing typed is an error. Words are looked for by their stem; a phrase in quotes (" or « » or
“ ”) by the words themselves, in this order, stop words included. Stop words outside quotes are
left out, unless nothing else was typed: they are then looked for themselves. A quote that is never
closed, an operator or a sign means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from search.analysis import Term, terms
from search.query import Alternative, Group, Query

_PIECE = re.compile(
    r"(?P<minus>(?:(?<=\s)|^)-(?=[\w\"«“]))?"
    r"(?:\"(?P<straight>[^\"]*)\"|«(?P<french>[^»]*)»|“(?P<curly>[^”]*)”|(?P<words>[^\s\"«»“”]+)|.)",
    re.DOTALL,
)


def parse(text: str) -> Query:
    """The query that `text` asks. Repeated words count once."""
    wanted: list[Alternative] = []
    ignored: list[Alternative] = []
    excluded: list[Alternative] = []
    sequence: list[str] = []
    for minus, quoted, piece in _pieces(text):
        found = list(terms(piece))
        if minus:
            excluded.extend(_whole(found, quoted))
            continue
        sequence.extend(term.exact for term in found)
        for alternative in _alternatives(found, quoted):
            if alternative.exact and not quoted:
                ignored.append(alternative)
            else:
                wanted.append(alternative)
    if not wanted and not excluded:
        wanted = ignored
    return Query(
        groups=tuple(Group((alternative,)) for alternative in dict.fromkeys(wanted)),
        excluded=tuple(dict.fromkeys(excluded)),
        sequence=tuple(sequence),
    )


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
