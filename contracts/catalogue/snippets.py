"""Writes what fiches rest on, beside territories: sources, themes and terms."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model

from contracts.catalogue import specs
from contracts.catalogue.columns import Row
from contracts.catalogue.faults import FileFault
from contracts.catalogue.files import Catalogue
from contracts.catalogue.ledger import Ledger
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys
from contracts.models import Source, Term, Theme


def load_sources(catalogue: Catalogue, ledger: Ledger, refs: Refs) -> None:
    rows = {source.key: source for source in Source.objects.all()}
    for key, data in catalogue.sources.items():
        _sync_row(ledger, f"source:{key}", specs.SOURCE, data, refs, rows.get(key), {"key": key})


def load_themes(catalogue: Catalogue, ledger: Ledger, refs: Refs) -> list[FileFault]:
    """What the everyday words of some of them are refused for, beside those of all the others."""
    rows = {theme.code: theme for theme in Theme.objects.all()}
    for position, (code, data) in enumerate(catalogue.themes.items(), 1):
        rows[code] = _sync_row(
            ledger,
            f"theme:{code}",
            specs.THEME,
            data,
            refs,
            rows.get(code),
            {"position": position},
            # Once all are written: a word may go from one theme to another.
            is_checked_later=True,
        )
    written = [code for code in catalogue.themes if ledger.is_written(f"theme:{code}")]
    return [
        FileFault("themes.yaml", f"{code}.{fault.field}", fault.message)
        for code in written
        for fault in rows[code].faults()
    ]


def _sync_row(
    ledger: Ledger,
    key: str,
    spec: Row,
    data: Keys,
    refs: Refs,
    existing: Model | None,
    others: dict[str, Any],
    *,
    is_checked_later: bool = False,
) -> Any:
    def update(row: Any) -> None:
        spec.fill(row, data, refs)
        for name, value in others.items():
            setattr(row, name, value)
        row.clean_fields() if is_checked_later else row.full_clean()
        row.save()

    def create() -> Any:
        row = spec.model()
        update(row)
        return row

    return ledger.sync(key, data, existing, create, update)


def load_terms(catalogue: Catalogue, ledger: Ledger, refs: Refs) -> list[FileFault]:
    """What forbids some of them to be published: the others are."""
    rows: dict[str, Any] = {term.slug: term for term in Term.objects.all()}
    faults: list[FileFault] = []

    def fill(term: Term, data: Keys) -> None:
        specs.TERM.fill(term, data, refs)
        # A draft until all are written: a synonym may go from one term to another.
        term.live = False
        term.save()

    for slug, data in catalogue.terms.items():

        def create(data: Keys = data) -> Term:
            term = Term()
            fill(term, data)
            return term

        def update(term: Term, data: Keys = data) -> None:
            fill(term, data)

        rows[slug] = ledger.sync(f"term:{slug}", data, rows.get(slug), create, update)
    for slug, data in catalogue.terms.items():
        if ledger.is_written(f"term:{slug}"):
            term = rows[slug]
            term.see_also.set([rows[other] for other in data.get("see_also", ()) if rows[other]])
            try:
                with transaction.atomic():
                    term.save_revision().publish()
            except ValidationError as error:
                faults += [FileFault("glossaire", slug, message) for message in error.messages]
    return faults
