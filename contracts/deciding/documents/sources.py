"""The sources of a paper, listed at its end by their numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from contracts.deciding.documents.blocks import (
    Block,
    HeadingBlock,
    ListBlock,
    ListItem,
    Span,
    with_spans,
)
from contracts.deciding.documents.writing import line, linked, soft, source_anchor, text
from contracts.deciding.note.values import source_details
from contracts.pages.parts.citations import NumberedSource
from contracts.values.dates.french_calendar import french_date

SOURCES = "Sources"
_NOT_CONSULTED = "date de consultation non renseignée"
_CONSULTED_WHERE_TOLD = "Date de consultation\u00a0: non renseignée, sauf où elle est dite."


@dataclass(frozen=True)
class ListedSource:
    """`consulted` is « consultée le 3 mars 2026 », or says that this is not known, or nothing."""

    number: int
    title: str
    details: tuple[str, ...]
    address: str
    consulted: str


def listed(numbered: NumberedSource) -> ListedSource:
    source = numbered.source
    consulted = source.consulted_on
    return ListedSource(
        number=numbered.number,
        title=source.title,
        details=source_details(source),
        address=source.url,
        consulted=f"consultée le {french_date(consulted)}" if consulted else _NOT_CONSULTED,
    )


def in_a_row(
    blocks: Iterable[Block], sources: Iterable[ListedSource]
) -> tuple[tuple[Block, ...], tuple[ListedSource, ...]]:
    """The same blocks and the sources that they cite, numbered from 1 in the order in which they are
    cited: nobody looks for a number that a paper leaves out."""
    by_anchor = {source_anchor(one.number): one for one in sources}
    numbers: dict[str, int] = {}

    def renumbered(span: Span) -> Span:
        if span.anchor not in by_anchor:
            return span
        number = numbers.setdefault(span.anchor, len(numbers) + 1)
        words = span.text.removeprefix(f"[{by_anchor[span.anchor].number}")
        return replace(span, text=f"[{number}{words}", anchor=source_anchor(number))

    made = with_spans(tuple(blocks), renumbered)
    cited = (replace(by_anchor[anchor], number=number) for anchor, number in numbers.items())
    return made, tuple(cited)


def source_blocks(sources: Iterable[ListedSource]) -> Iterator[Block]:
    yield HeadingBlock(1, SOURCES)
    sources = tuple(sources)
    items = tuple(map(_source, sources))
    if any(one.consulted == _NOT_CONSULTED for one in sources):
        yield text(soft(_CONSULTED_WHERE_TOLD))
    if items:
        yield ListBlock(items)
    else:
        yield text(soft("Aucune source n’est citée."))


def _source(source: ListedSource) -> ListItem:
    consulted = "" if source.consulted == _NOT_CONSULTED else source.consulted
    details = (*source.details, *filter(None, [consulted]))
    spans = [Span(source.title), *(soft(f" · {detail}") for detail in details)]
    if source.address:
        spans += [Span(" – "), linked(source.address)]
    return ListItem(line(*spans), source.number, source_anchor(source.number))
