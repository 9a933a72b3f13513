"""Asks the rules of the content of a file, on a page in memory, and says where each fault stands."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from contracts.catalogue.faults import Reader
from contracts.catalogue.kinds import FicheKind
from contracts.catalogue.refs import Origin, Refs
from contracts.catalogue.schema import Keys
from contracts.catalogue.specs import SOURCE
from contracts.rules.page import faults_of
from contracts.rules.publication import Fault

# Set so that a page in memory looks no content type up.
_NO_CONTENT_TYPE = -1


def check_page(kind: FicheKind, slug: str, data: Keys, refs: Refs, reader: Reader) -> None:
    """Tell the reader of the file all that the rules say of the page that it would make."""
    page = kind.model(slug=slug, content_type_id=_NO_CONTENT_TYPE)
    kind.fill(page, data, refs, kind.spec)
    _tell(faults_of(page), page, refs, reader)


def check_source(data: Keys, refs: Refs, reader: Reader) -> None:
    source = SOURCE.build(data, refs)
    _tell(source.faults(), source, refs, reader)


def located(fault: Fault, page: Any, refs: Refs) -> tuple[str, str]:
    """Where in its file a fault stands, and its message."""
    origin = refs.origin(fault.child or page)
    if origin is None:
        return "", str(fault)
    places = _places(origin, fault.field)
    # Of the keys that may fill the field, the one that the file has.
    places.sort(key=lambda place: place[1] not in origin.data.given)
    return (places[0][0] if places else origin.data.path), fault.message


def _tell(faults: Iterable[Fault], page: Any, refs: Refs, reader: Reader) -> None:
    for place, message in told_of(faults, page, refs, reader):
        reader.fault(place, message)


def told_of(
    faults: Iterable[Fault], page: Any, refs: Refs, reader: Reader
) -> list[tuple[str, str]]:
    """Where each fault stands, and its message, once; without those that follow from a place that
    could not be read. One line of a file may become several rows."""
    told = [
        located(fault, page, refs)
        for fault in faults
        if not any(reader.is_unreadable(place) for place in _read_by(fault, page, refs))
    ]
    return list(dict.fromkeys(told))


def _read_by(fault: Fault, page: Any, refs: Refs) -> Iterator[str]:
    """Patterns of the places from which the fault follows: once one of them has a fault of its
    own, nothing is known of this one."""
    origin, of_page = refs.origin(fault.child or page), refs.origin(page)
    if origin is None or of_page is None:
        return
    for name in (fault.field or "", *fault.rests_on):
        relation, _, field = name.rpartition(".")
        if relation:
            yield from _in_rows(of_page, relation, field)
        else:
            yield from (re.escape(place) for place, _key in _places(origin, field))


def _in_rows(page: Origin, relation: str, field: str) -> Iterator[str]:
    """The list of rows, one of them, or their field."""
    for place, key in _places(page, relation):
        rows = re.escape(place)
        yield rows
        for name in page.spec.columns[key].spec.item.keys_of(field):
            yield rf"{rows}\[\d+\]\.{re.escape(name)}"


def _places(origin: Origin, field: str | None) -> list[tuple[str, str]]:
    """The places of the keys that fill a field, and these keys."""
    return [(origin.data.place(key), key) for key in origin.spec.keys_of(field)]
