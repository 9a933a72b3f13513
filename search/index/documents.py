"""Documents, and the register of sources that list them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol, TypeAlias

Json: TypeAlias = (
    "str | int | float | bool | Mapping[str, Json] | list[Json] | tuple[Json, ...] | None"
)

# The facet that every document has: its kind. Sources need not repeat it.
KIND_FACET = "type"

# A document that has this facet comes after all other results, in any order.
LAST_FACET = "en-dernier"
LAST = {LAST_FACET: ("oui",)}

MAX_KEY_LENGTH = 200
MAX_CODE_LENGTH = 100


@dataclass(frozen=True)
class Document:
    """Something public that a reader can find.

    `key` names it for ever (« page:12 »); `kind` is a code (« contrat »); `facets` gives, for each
    facet, the codes it stands under (places already expanded); `body` is prose, and `labels` the
    names by which it is found too and which no excerpt quotes, both one piece a line; `card` is what a result shows, kept
    with the row so that a page of results asks nothing else; `weight` multiplies its relevance;
    `updated` is when it was last published, None for what nobody publishes.
    """

    key: str
    kind: str
    title: str
    url: str
    updated: datetime | None = None
    summary: str = ""
    body: str = ""
    labels: str = ""
    date: date | None = None
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    card: Mapping[str, Json] = field(default_factory=dict)
    weight: float = 1.0

    def __post_init__(self) -> None:
        if not self.key or len(self.key) > MAX_KEY_LENGTH or clean(self.key) != self.key:
            raise ValueError(
                f"the key of a document has 1 to {MAX_KEY_LENGTH} characters: {self.key!r}"
            )
        if not self.weight > 0:
            raise ValueError(f"the weight of {self.key} must be above 0, not {self.weight}")
        if self.updated is not None and self.updated.tzinfo is None:
            raise ValueError(f"the time of the last update of {self.key} needs a time zone")
        for name in ("title", "summary", "body", "labels"):
            object.__setattr__(self, name, clean(getattr(self, name)))
        object.__setattr__(self, "facets", self._complete_facets())
        object.__setattr__(self, "card", _clean_json(self.card))

    def _complete_facets(self) -> dict[str, tuple[str, ...]]:
        """Each facet with its codes in order, once each; the kind among them."""
        complete: dict[str, tuple[str, ...]] = {}
        for name, codes in {**self.facets, KIND_FACET: (self.kind,)}.items():
            if isinstance(codes, str):
                raise TypeError(
                    f"{self.key}: the facet {name} takes a tuple of codes, not {codes!r}"
                )
            for code in codes:
                if not code or len(code) > MAX_CODE_LENGTH or clean(code) != code:
                    raise ValueError(
                        f"{self.key}: {code!r} is no code for the facet {name} "
                        f"(1 to {MAX_CODE_LENGTH} characters)"
                    )
            if codes:
                complete[name] = tuple(sorted(set(codes)))
        return complete

    def digest(self) -> str:
        """What two equal documents share; compared to know whether a row is up to date."""
        content = json.dumps(
            {
                "key": self.key,
                "kind": self.kind,
                "title": self.title,
                "summary": self.summary,
                "body": self.body,
                "labels": self.labels,
                "url": self.url,
                "date": self.date.isoformat() if self.date else None,
                "updated": self.updated.timestamp() if self.updated else None,
                "facets": dict(self.facets),
                "card": self.card,
                "weight": self.weight,
            },
            sort_keys=True,
            ensure_ascii=True,
        )
        return hashlib.sha256(content.encode()).hexdigest()


class DocumentSource(Protocol):
    """Lists everything of one family that is to be found: public, live, and nothing else."""

    @property
    def name(self) -> str:
        """Unique, for the messages of the commands."""

    def documents(self) -> Iterator[Document]:
        """Every document, streamed: the number of queries grows by batches, not by documents."""


_sources: dict[str, DocumentSource] = {}


def register(source: DocumentSource) -> None:
    """Offer the documents of `source` to search. Call it from AppConfig.ready."""
    if source.name in _sources:
        raise ValueError(f"two sources of documents are named {source.name}")
    _sources[source.name] = source


def sources() -> tuple[DocumentSource, ...]:
    """The registered sources, in the order of their registration."""
    return tuple(_sources.values())


def clean(text: str) -> str:
    """The text without what no database keeps: NUL and halves of surrogate pairs."""
    if "\x00" in text:
        text = text.replace("\x00", "")
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode(errors="ignore").decode()
    return text


def _clean_json(value: Json) -> Json:
    """The value as it comes back from a JSON column, so that equal documents stay equal."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(key): _clean_json(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_clean_json(item) for item in value]
    return value
