"""The values of a page as lines of Markdown (CommonMark)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from contracts.pages.parts.citations import Marks, NumberedSource
from contracts.pages.parts.facts import FactLine, Value
from contracts.pages.parts.glossary_links import without_links
from contracts.pages.parts.texts import Cited, MilestoneDetail, SectionDetail
from contracts.values.recorded_count import NOT_KNOWN

_SIGNS = re.compile(r"([\\`*_\[\]<>])")
_AT_START = re.compile(r"^(#|[-+] |\d+[.)] )")


def escaped(text: str) -> str:
    """On one line, with nothing that Markdown would take for its own."""
    line = _SIGNS.sub(r"\\\1", " ".join(text.split()))
    return _AT_START.sub(r"\\\1", line)


def heading(text: str, level: int = 2) -> Iterator[str]:
    yield ""
    yield f"{'#' * level} {escaped(text)}"
    yield ""


def item(text: str, marks: Marks = (), label: str = "", details: Iterable[str] = ()) -> str:
    """« - **Label :** text (detail) [3, p. 12] »."""
    before = f"**{escaped(label)} :** " if label else ""
    after = "".join(f" ({escaped(one)})" for one in details if one)
    return f"- {before}{escaped(text)}{after}{cited(marks)}"


def cited(marks: Marks) -> str:
    return "".join(f" [{escaped(mark.words)}]" for mark in marks)


def texts(items: Iterable[Cited]) -> Iterator[str]:
    for one in items:
        yield item(one.plain, one.marks)


def sections(told: Iterable[SectionDetail], level: int = 2) -> Iterator[str]:
    for one in told:
        yield from heading(one.heading, level)
        yield from texts(one.items)


def facts(lines: Iterable[FactLine]) -> Iterator[str]:
    """Values of sources that disagree are all told."""
    for line in lines:
        if not line.values:
            yield item(NOT_KNOWN, label=line.heading)
        for value in line.values:
            yield _value(line, value)


def _value(line: FactLine, value: Value) -> str:
    details = [*value.notes]
    if line.divergent:
        details.append("valeur retenue" if value.retained else "les sources divergent")
    return item(value.shown, value.marks, line.heading, details)


def milestones(found: Iterable[MilestoneDetail]) -> Iterator[str]:
    for one in found:
        state = () if one.done else (one.state_label,)
        yield item(without_links(one.text), one.marks, str(one.date or "Sans date"), state)


def sources(references: Iterable[NumberedSource]) -> Iterator[str]:
    for one in references:
        source = one.source
        told = (source.title, source.publisher, str(source.published_on or ""), source.reference)
        address = f" <{source.url}>" if source.url else ""
        yield f"{one.number}. {', '.join(escaped(part) for part in told if part)}.{address}"
