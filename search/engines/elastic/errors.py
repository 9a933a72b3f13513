"""Errors of writing: an outage, after which the same is sent again, or an index that only a
rebuild can make right."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from elastic_transport import ApiError, TransportError

from search.engines.base import SearchUnavailable
from search.engines.elastic.connection import Misconfigured
from search.engines.elastic.deadline import Overdue

_MAX_LENGTH = 300


class Stale(Exception):
    """The index of the server is no projection of this database. The message, in French, says
    why; only a rebuild is a cure."""


@contextmanager
def outages() -> Iterator[None]:
    """Raise SearchUnavailable for whatever the server, or what stands in its place, does not do."""
    try:
        yield
    except (ApiError, TransportError, Misconfigured, Overdue) as error:
        raise SearchUnavailable(shortened(str(error))) from error


@contextmanager
def nonsense() -> Iterator[None]:
    """Raise SearchUnavailable for an answer that is not of the shape that is read inside."""
    try:
        yield
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise SearchUnavailable(f"an answer of another shape: {error!r}") from error


def shortened(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[:_MAX_LENGTH]}…"
