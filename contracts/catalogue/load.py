"""Loads the files of the catalogue: all of it or, when one fault is found, nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page
from wagtail.signal_handlers import disable_reference_index_auto_update

from contracts.catalogue import kinds, snippets
from contracts.catalogue.check import located
from contracts.catalogue.faults import CatalogueFaults, FileFault
from contracts.catalogue.files import CATALOGUE, Catalogue, read_catalogue
from contracts.catalogue.kinds import FicheKind
from contracts.catalogue.ledger import Ledger, Report
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys
from contracts.catalogue.territories import load_territories
from contracts.index.saving import write_references
from contracts.index.updates import indexed_together


def load_catalogue(
    home: Page,
    folder: Path = CATALOGUE,
    progress: Callable[[str], object] = lambda _step: None,
) -> Report:
    """Make the pages and rows of the files under `home`, in one transaction.

    Raises CatalogueFaults with every fault of every file; nothing is changed then. What an editor
    changed or deleted since the last load is left alone, and named in the report.
    """
    catalogue = read_catalogue(folder)
    progress(f"{len(catalogue.pages)} fiches lues")
    # Wagtail's index of references costs as much as all the rest when it follows each save, and that
    # of the search a third of it.
    with transaction.atomic(), disable_reference_index_auto_update(), indexed_together():
        ledger = Ledger()
        snippets.load_sources(catalogue, ledger, Refs.of_database({}))
        faults = snippets.load_themes(catalogue, ledger, Refs.of_database({}))
        territories = load_territories(catalogue, ledger, Refs.of_database({}))
        progress("sources, thèmes et territoires")
        refs = Refs.of_database(territories)
        faults += snippets.load_terms(catalogue, ledger, refs)
        progress("glossaire")
        faults += _load_pages(catalogue, ledger, refs, home, progress)
        if faults:
            raise CatalogueFaults(faults)
        ledger.remember()
        progress("références entre contenus et index de la recherche")
        write_references(ledger.written())
    return ledger.report


def _load_pages(
    catalogue: Catalogue,
    ledger: Ledger,
    refs: Refs,
    home: Page,
    progress: Callable[[str], object],
) -> list[FileFault]:
    """Pages as drafts, then their links to one another, then the publication of each: what forbids
    some of them to be published."""
    written: list[tuple[str, FicheKind, Any]] = []
    for kind in kinds.registered():
        parent = kind.parent(home)
        siblings = {page.slug: page for page in kind.model.objects.child_of(parent)}
        for key, data in catalogue.pages.items():
            folder, _, slug = key.partition("/")
            if folder != kind.folder:
                continue
            page = _sync_page(ledger, refs, kind, parent, siblings, key, slug, data)
            if page is not None:
                refs.pages[key] = page
            if ledger.is_written(f"page:{key}"):
                written.append((key, kind, page))
    faults: list[FileFault] = []
    for number, (key, kind, page) in enumerate(written, 1):
        kind.connect(page, catalogue.pages[key], refs)
        try:
            # Each page alone: all the faults are told, and the transaction outlives them.
            with transaction.atomic():
                page.save_revision().publish()
        except ValidationError as error:
            told = [located(fault, page, refs) for fault in page.publication_faults()]
            told = told or [("", message) for message in error.messages]
            faults += [FileFault(f"{key}.yaml", *one) for one in told]
        if number % 40 == 0:
            progress(f"{number} fiches publiées sur {len(written)}")
    return faults


def _sync_page(
    ledger: Ledger,
    refs: Refs,
    kind: FicheKind,
    parent: Page,
    siblings: dict[str, Any],
    key: str,
    slug: str,
    data: Keys,
) -> Any:
    known = ledger.known_pk(f"page:{key}")
    existing = _first(page for page in siblings.values() if page.pk == known)
    if existing is None and known is None:
        existing = siblings.get(slug)
    if existing is None and known is not None:  # moved elsewhere, or deleted
        existing = kind.model.objects.filter(pk=known).first()

    def create() -> Any:
        page = kind.model(slug=slug, live=False)
        kind.fill(page, data, refs, kind.spec)
        parent.add_child(instance=page)
        return page

    def update(page: Any) -> None:
        kind.fill(page, data, refs, kind.spec)

    return ledger.sync(f"page:{key}", data, existing, create, update)


def _first(rows: Iterable[Any]) -> Any:
    return next(iter(rows), None)
