"""What the address of an export asks for: a table, which rows of it, and what the file says of
itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from contracts.kinds import Kind
from contracts.models.base import LICENCE
from contracts.opendata.columns import Item
from contracts.opendata.datasets import COMMITMENTS, RESULTS, Dataset, key_of
from contracts.pages.commitments.facets import Facets
from contracts.pages.commitments.form import CommitmentForm
from contracts.pages.commitments.lines import read_lines, select
from contracts.pages.commitments.order import in_order
from contracts.pages.parts.structured_data import LICENCE_URL, SITE_NAME
from contracts.values.slugs import folded_slug
from search.answers.service import whole_list
from search.query.form import SearchForm
from search.query.page_head import page_title
from search.query.results import Chip

_AT_ONCE = 200  # rows that are in memory
_LONGEST_NAME = 80  # characters of the name of a file


@dataclass(frozen=True)
class About:
    """What a file says of itself. `filters` are « Thème : Bois »; `address` is that of the page
    which lists the same, `words` those that were searched for."""

    title: str
    words: str
    filters: tuple[str, ...]
    address: str
    columns_address: str
    schema_address: str
    made_on: dt.date
    licence: str = LICENCE
    licence_address: str = LICENCE_URL
    publisher: str = SITE_NAME

    @property
    def file_name(self) -> str:
        """Without its ending: « bois-contrats-2026-11-29 »."""
        stem = folded_slug(self.title)[:_LONGEST_NAME].strip("-")
        return f"{stem}-{self.made_on.isoformat()}"


@dataclass(frozen=True)
class Extract:
    """Rows of a table in their order: their keys are known, they themselves are read when asked."""

    dataset: Dataset
    keys: Sequence[Any]
    about: About
    request: HttpRequest

    def chunks(self) -> Iterator[list[Item]]:
        """The items, some at a time: never all of them in memory. One that has just been withdrawn
        is left out."""
        keys = iter(self.keys)
        while some := list(islice(keys, _AT_ONCE)):
            found = self.dataset.read(some, self.request)
            yield [found[key] for key in some if key in found]

    def items(self) -> Iterator[Item]:
        for chunk in self.chunks():
            yield from chunk


def of_listing(request: HttpRequest, kind: Kind, dataset: Dataset, path: str) -> Extract:
    """The fiches of the listing of a kind, whose page stands at `path`. Raises
    SearchUnavailable."""
    form = SearchForm.from_querydict(request.GET, fixed={"type": (kind.code,)}, path=path)
    return _of_search(request, form, dataset, kind.plural)


def of_results(request: HttpRequest) -> Extract:
    """What a search finds. Raises SearchUnavailable."""
    form = SearchForm.from_querydict(request.GET, path=reverse("search:results"))
    return _of_search(request, form, RESULTS, "Recherche")


def of_commitments(request: HttpRequest) -> Extract:
    """The rows of the table of all commitments."""
    form = CommitmentForm.from_querydict(request.GET)
    lines = read_lines()
    chosen = select(lines, form)
    facets = Facets.of(form, lines, chosen.counts)
    return Extract(
        COMMITMENTS,
        [line.pk for line in in_order(chosen.lines, form, facets.words)],
        _about(
            request,
            COMMITMENTS,
            page_title("Engagements", [form.q, *facets.told]),
            form.q,
            facets.chips(),
            form.at_page(1).url(reverse("commitments")),
        ),
        request,
    )


def _of_search(request: HttpRequest, form: SearchForm, dataset: Dataset, title: str) -> Extract:
    found, keys = whole_list(form)
    words = form.request.q
    return Extract(
        dataset,
        [key_of(dataset, key) for key in keys],
        _about(
            request,
            dataset,
            page_title(title, [words, *(chip.value_label for chip in found.chips)]),
            words,
            found.chips,
            form.at_page(1).url(),
        ),
        request,
    )


def _about(
    request: HttpRequest,
    dataset: Dataset,
    title: str,
    words: str,
    chips: Iterable[Chip],
    address: str,
) -> About:
    return About(
        title=title,
        words=words,
        filters=tuple(chip.label for chip in chips),
        address=request.build_absolute_uri(address),
        columns_address=request.build_absolute_uri(reverse("dictionary_of", args=[dataset.code])),
        schema_address=request.build_absolute_uri(reverse("schema", args=[dataset.code])),
        made_on=timezone.localdate(),
    )
