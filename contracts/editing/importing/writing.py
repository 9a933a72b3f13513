"""An import carried out: all of it in one transaction, into drafts, or nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from django.db import transaction
from django.urls import reverse

from contracts.catalogue.digests import row_digest
from contracts.columns.table import LONGEST_KEY, FicheTables
from contracts.editing.importing.models import ImportedFiche
from contracts.editing.importing.names import DatabaseNames
from contracts.editing.importing.plan import Decision, PlanLine, Planned, imported_key, make_plan
from contracts.editing.importing.records import Record
from contracts.values.slugs import numbered_slug

_NAMED = 5


class PlanIsOld(Exception):
    """The base is no longer what the plan was made on: which fiches, in French."""


class DraftRefused(Exception):
    """A fiche that does not become a draft: every fault, in French."""


def write(
    read: Callable[[DatabaseNames], Sequence[Record]],
    tables: FicheTables,
    user: Any,
    plan: Sequence[PlanLine],
    taken: Iterable[str],
    progress: Callable[[int], object] = lambda _done: None,
) -> list[dict[str, Any]]:
    """Make the drafts that the plan tells, and say what was done of each fiche.

    `taken` are the keys of the conflicts in which the file wins. Imports are written one at a time:
    the plan is made again under the lock of their listing, and nothing is written when another one,
    or an editor, changed a fiche meanwhile. Raises PlanIsOld.
    """
    taken = set(taken)
    with transaction.atomic():
        listing = tables.listing()
        type(listing).objects.select_for_update().get(pk=listing.pk)
        names = DatabaseNames()
        records = read(names)
        report, entries = [], []
        changed: list[str] = []
        expected = [line.decided_on for line in plan]
        for number, planned in enumerate(make_plan(records, tables, names.refs(), user, progress)):
            line = planned.line
            if number >= len(expected) or line.decided_on != expected[number]:
                changed.append(line.key or line.place)
                continue
            if changed:
                continue  # nothing will be kept: only the names of what changed are wanted
            is_taken = line.action == Decision.CONFLICT and line.key in taken
            if line.action in {Decision.CREATE, Decision.UPDATE} or is_taken:
                _write_page(planned, listing, user)
                entries.append(_entry(planned, tables))
            report.append(_told(planned, is_taken=is_taken))
        if changed or len(report) != len(plan):
            named = ", ".join(f"« {key} »" for key in changed[:_NAMED])
            raise PlanIsOld(
                "Rien n’a été importé : depuis le plan, quelqu’un a changé ou importé "
                f"{len(changed) or 'des'} fiche{'s' if len(changed) != 1 else ''} du fichier "
                f"({named}{'…' if len(changed) > _NAMED else ''}). Voici le nouveau plan."
            )
        ImportedFiche.objects.bulk_create(
            entries,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["page_pk", "file_digest", "page_digest"],
        )
    return report


@transaction.atomic
def write_draft(record: Record, tables: FicheTables, user: Any) -> Any:
    """The draft of one new fiche, in the name of this person: its key is numbered when another
    fiche has it. No file is remembered of it. Raises DraftRefused."""
    listing = tables.listing()
    type(listing).objects.select_for_update().get(pk=listing.pk)
    imported = ImportedFiche.objects.filter(key__startswith=f"{tables.code}/")
    record.key = numbered_slug(
        record.key,
        LONGEST_KEY,
        lambda slug: (
            tables.model.objects.filter(slug=slug).exists()
            or imported.filter(key=f"{tables.code}/{slug}").exists()
        ),
    )
    [planned] = make_plan([record], tables, DatabaseNames().refs(), user)
    if planned.line.action != Decision.CREATE:
        raise DraftRefused(" ".join([*planned.line.faults, planned.line.why]).strip())
    _write_page(planned, listing, user)
    return planned.page


def _write_page(planned: Planned, listing: Any, user: Any) -> None:
    page = planned.page
    _keep_tags(page)
    if page.pk is None:
        page.owner = user
        listing.add_child(instance=page)
        page.save_revision(user=user)
    else:
        page.save_revision(user=user, log_action=True)


def _entry(planned: Planned, tables: FicheTables) -> ImportedFiche:
    return ImportedFiche(
        key=imported_key(tables, planned.record),
        page_pk=planned.page.pk,
        file_digest=planned.line.told,
        page_digest=row_digest(planned.page),
    )


def _keep_tags(page: Any) -> None:
    """The new tags of a page and of its statements: made once they are wanted."""
    for row in (page, *page.statements.all()):
        for item in row.tagged_items.all():
            if item.tag.pk is None:
                item.tag.save()
            item.tag = item.tag  # takes the key that the tag now has


def _told(planned: Planned, *, is_taken: bool) -> dict[str, Any]:
    line, page = planned.line, planned.page
    what = {
        Decision.CREATE: "créée",
        Decision.UPDATE: "mise à jour",
        Decision.CONFLICT: "remplacée par le fichier" if is_taken else "laissée comme elle est",
        Decision.UNCHANGED: "inchangée",
        Decision.FAULTY: "non importée",
    }[Decision(line.action)]
    pk = page.pk if page is not None and line.action != Decision.FAULTY else line.pk
    return {
        "title": line.title or line.key or line.place,
        "what": what,
        "url": reverse("wagtailadmin_pages:edit", args=[pk]) if pk else "",
        "missing": line.missing
        if line.action in {Decision.CREATE, Decision.UPDATE} or is_taken
        else [],
    }


def summary(report: Iterable[dict[str, Any]]) -> Counter[str]:
    return Counter(one["what"] for one in report)
