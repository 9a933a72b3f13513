"""Lists of real fiches taken away as files, each format in a process of its own.

Milliseconds, unless a name says otherwise.
"""

from __future__ import annotations

import re
import resource
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.db.models import Model
from django.db.models.sql import InsertQuery
from django.test import Client
from wagtail.models import Page

from contracts.index.keys import page_key
from contracts.models import (
    Commitment,
    ContractIndexPage,
    ContractPage,
    Party,
    Source,
    Statement,
    Territory,
    Theme,
)
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Section, Side, SourceKind, TerritoryLevel
from home.site import create_tree
from scripts.bench.documents import documents
from search.index.documents import Document
from search.index.indexing import put_many

_EMPTY = "/outils/export.csv"
_AT_ONCE = 1_000
_TERRITORIES = 600
_SECTIONS = (Section.CONTEXT, Section.OBJECTIVE, Section.RESULT)


def fill(size: int) -> dict[str, Any]:
    """So many published contracts: two parties, a theme, three sourced statements and a commitment
    each. They are written at once, without the rules of the form that an editor goes through."""
    call_command("migrate", verbosity=0)
    create_tree()
    started = perf_counter()
    around = _Around()
    made = documents(size)
    while some := list(islice(made, _AT_ONCE)):
        with transaction.atomic():
            put_many(_contracts(some, around))
    ContractIndexPage.objects.update(numchild=size)
    return {"seconds": perf_counter() - started}


def csv(size: int) -> dict[str, Any]:
    return _export("/contrats/export.csv", size)


def xlsx(size: int) -> dict[str, Any]:
    return _export("/contrats/export.xlsx", size)


def ods(size: int) -> dict[str, Any]:
    return _export("/contrats/export.ods", size)


def json(size: int) -> dict[str, Any]:
    return _export("/contrats/export.json", size)


def geojson(size: int) -> dict[str, Any]:
    return _export("/contrats/export.geojson", size)


def commitments(size: int) -> dict[str, Any]:
    return _export("/engagements/export.csv", size)


def results(size: int) -> dict[str, Any]:
    return _export("/recherche/export.csv", size)


def feed(size: int) -> dict[str, Any]:
    return _export("/contrats/flux.atom", size)


def _export(address: str, size: int) -> dict[str, Any]:
    """A file read to its end as it comes, without being kept."""
    client = Client()
    _read(client, _EMPTY)  # what every process reads once
    before = _resident_mb()
    started, worked = perf_counter(), process_time()
    first, written = _read(client, address)
    return {
        "rows": size,
        "seconds": perf_counter() - started,
        "processor_seconds": process_time() - worked,
        "first_byte_seconds": first,
        "megabytes": written / 1e6,
        "before_mb": before,
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000,
    }


def _read(client: Client, address: str) -> tuple[float, int]:
    """Seconds until its first byte, and bytes in all."""
    started = perf_counter()
    response = client.get(address)
    if response.status_code != 200:
        sys.exit(f"{address} answers {response.status_code}")
    pieces = iter(response.streaming_content if response.streaming else [response.content])
    size = len(next(pieces, b""))
    first = perf_counter() - started
    size += sum(map(len, pieces))
    response.close()
    return first, size


def _resident_mb() -> float:
    status = Path("/proc/self/status").read_text()
    (kilobytes,) = re.findall(r"VmRSS:\s+(\d+)", status)
    return int(kilobytes) / 1000


class _Around:
    """What the contracts refer to, and where the next one stands in the tree."""

    def __init__(self) -> None:
        self.listing = ContractIndexPage.objects.get()
        self.kind = ContentType.objects.get_for_model(ContractPage)
        self.themes = Theme.objects.bulk_create(
            Theme(code=f"B{n:02}", slug=f"banc-{n}", label=f"Thème {n} du banc") for n in range(15)
        )
        self.sources = Source.objects.bulk_create(
            Source(
                key=f"banc-{n}",
                title=f"Convention {n}",
                url=f"https://exemple.fr/convention-{n}",
                kind=SourceKind.values[0],
            )
            for n in range(300)
        )
        self.territories = Territory.objects.bulk_create(
            Territory(
                slug=f"banc-{n}",
                name=f"Communauté de communes n° {n}",
                level=TerritoryLevel.EPCI,
                code=f"{200_000_000 + n}",
                longitude=-4 + n % 30 / 3,
                latitude=43 + n % 60 / 10,
            )
            for n in range(_TERRITORIES)
        )
        self.now = datetime(2026, 1, 1, tzinfo=UTC)
        self.made = 0


def _contracts(drawn: Sequence[Document], around: _Around) -> Iterator[Document]:
    """Write the contracts of these documents; the documents of the index that they give."""
    pages = [_page(document, around) for document in drawn]
    for pk, page in enumerate(pages, start=(Page.objects.order_by("-pk").first().pk) + 1):
        page.pk = page.id = page.page_ptr_id = pk
    Page.objects.bulk_create(
        Page(**{one.attname: getattr(page, one.attname) for one in Page._meta.concrete_fields})
        for page in pages
    )
    _insert(ContractPage, pages)
    through = ContractPage.themes.through
    cities, countries = around.territories[::2], around.territories[1::2]
    rows: dict[type[Model], list[Any]] = {
        through: [], Party: [], Statement: [], Commitment: [],
    }  # fmt: skip
    for number, (document, page) in enumerate(zip(drawn, pages, strict=True), start=around.made):
        theme = around.themes[number % len(around.themes)]
        source = around.sources[number % len(around.sources)]
        city, country = cities[number % len(cities)], countries[number * 7 % len(countries)]
        rows[through].append(through(contractpage_id=page.pk, theme_id=theme.pk))
        rows[Party] += [
            Party(contract_id=page.pk, sort_order=0, territory=city, side=Side.CITY, signs=True),
            Party(contract_id=page.pk, sort_order=1, territory=country, side=Side.COUNTRYSIDE),
        ]
        rows[Statement] += [
            Statement(
                page_id=page.pk,
                sort_order=order,
                section=section,
                text=document.body[:200],
                source=source,
                locator="p. 12",
            )
            for order, section in enumerate(_SECTIONS)
        ]
        rows[Commitment].append(
            Commitment(
                contract_id=page.pk,
                sort_order=0,
                giver=country,
                receiver=city,
                object=document.summary[:200],
                theme=theme,
                quantity=number,
                unit="tonnes par an",
                start=PartialDate.parse("2017"),
                source=source,
            )
        )
    for model, made in rows.items():
        model._default_manager.bulk_create(made, batch_size=500)
    around.made += len(pages)
    for document, page in zip(drawn, pages, strict=True):
        address = f"/{page.url_path.split('/', 2)[2]}"
        yield replace(document, key=page_key(page.pk), kind="contrat", url=address, facets={})


def _page(document: Document, around: _Around) -> ContractPage:
    listing = around.listing
    number = int(document.key.partition(":")[2])
    slug = f"banc-{number}"
    return ContractPage(
        path=ContractIndexPage._get_path(listing.path, listing.depth + 1, number + 1),
        depth=listing.depth + 1,
        numchild=0,
        title=document.title,
        draft_title=document.title,
        slug=slug,
        url_path=f"{listing.url_path}{slug}/",
        content_type=around.kind,
        locale_id=listing.locale_id,
        live=True,
        first_published_at=around.now,
        last_published_at=around.now,
        gist=document.summary[:300],
        signature_date=PartialDate.parse(f"{2015 + number % 10}-0{1 + number % 9}"),
    )


def _insert(model: type[Model], rows: Sequence[Model]) -> None:
    """The rows of a model whose parents are there already, which `bulk_create` refuses."""
    query = InsertQuery(model)
    fields = model._meta.local_concrete_fields
    for start in range(0, len(rows), 200):
        query.insert_values(fields, rows[start : start + 200], raw=True)
        query.get_compiler(connection=connection).execute_sql()
