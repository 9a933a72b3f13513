"""What an import would do of each fiche, decided before anything is written."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import partial
from typing import Any

from django.db import models

from contracts.catalogue.check import told_of
from contracts.catalogue.columns import Row
from contracts.catalogue.digests import data_digest, row_digest, whole_rows
from contracts.catalogue.faults import Reader
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Keys
from contracts.columns.fiches import STATEMENTS
from contracts.columns.table import FicheTables, Table
from contracts.columns.writing import line_of, rows_of, write_cell
from contracts.editing.importing.models import ImportedFiche
from contracts.editing.importing.records import Record
from contracts.rules.page import draft_faults
from contracts.tables.cells import as_text


class Decision(models.TextChoices):
    CREATE = "creer", "À créer"
    UPDATE = "modifier", "À mettre à jour"
    CONFLICT = "conflit", "À choisir"
    UNCHANGED = "inchangee", "Inchangée"
    FAULTY = "faute", "Avec des fautes"


HAND_MADE = "Une fiche de cet identifiant existe déjà, et aucun import ne l’a faite."
HAND_EDITED = "La fiche a été modifiée à la main depuis le dernier import."
DELETED = "La fiche a été supprimée depuis le dernier import."


@dataclass
class PlanLine:
    """What happens to one fiche. `seen` is the digest of the page when the plan was made, `told`
    that of what the file says; `differences` are (header, in the base, in the file)."""

    place: str
    key: str
    title: str
    action: str
    seen: str = ""
    told: str = ""
    pk: int | None = None
    why: str = ""
    faults: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    differences: list[tuple[str, str, str]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def decided_on(self) -> tuple[str, str, str, str]:
        """What the person saw: a plan that is made again must find the same."""
        return (self.key, self.action, self.seen, self.told)


@dataclass
class Planned:
    """A line of the plan, and the page as the file would make it, in memory."""

    line: PlanLine
    page: Any
    record: Record


def imported_key(tables: FicheTables, record: Record) -> str:
    return f"{tables.code}/{record.key}"


def make_plan(
    records: Sequence[Record],
    tables: FicheTables,
    refs: Refs,
    user: Any,
    progress: Callable[[int], object] = lambda _done: None,
) -> Iterator[Planned]:
    """One by one, in the order of the file."""
    planner = _Planner(records, tables, refs, user)
    for number, record in enumerate(records, 1):
        yield planner.plan(record)
        progress(number)


_BATCH = 200


class _Planner:
    def __init__(
        self, records: Sequence[Record], tables: FicheTables, refs: Refs, user: Any
    ) -> None:
        self.tables, self.refs, self.user = tables, refs, user
        self.parent = tables.listing()
        self.may_add = self.parent.permissions_for_user(user).can_add_subpage()
        keys = {imported_key(tables, record) for record in records}
        entries = ImportedFiche.objects.filter(key__startswith=f"{tables.code}/")
        self.entries = {entry.key: entry for entry in entries if entry.key in keys}
        by_slug = dict(tables.model.objects.values_list("slug", "pk"))
        known = set(by_slug.values())
        self.pks: dict[str, int] = {}
        for record in records:
            entry = self.entries.get(imported_key(tables, record))
            if entry is not None and entry.page_pk in known:
                self.pks[record.key] = entry.page_pk
            elif record.key in by_slug:
                self.pks[record.key] = by_slug[record.key]
        self.order = [self.pks[record.key] for record in records if record.key in self.pks]
        self.read: dict[int, Any] = {}

    def _page(self, pk: int) -> Any:
        """Pages are read by batches, and let go once they are planned."""
        if pk not in self.read:
            start = self.order.index(pk)
            batch = self.order[start : start + _BATCH]
            self.read = dict(whole_rows(self.tables.model, batch))
        return self.read[pk]

    def plan(self, record: Record) -> Planned:
        line = PlanLine(
            place=str(record.line),
            key=record.key if not record.key.startswith("#") else "",
            title=str(record.data.get("title", "")),
            action=Decision.CREATE,
            told=data_digest([record.data, sorted(record.keys), sorted(record.sections)]),
        )
        pk = self.pks.get(record.key)
        entry = self.entries.get(imported_key(self.tables, record))
        existing = self._page(pk) if pk is not None else None
        if existing is not None:
            line.pk, line.seen = pk, row_digest(existing)
        if entry is not None and entry.file_digest == line.told and not record.faults:
            line.action = Decision.UNCHANGED
            if existing is None:
                line.why = DELETED
            return Planned(line, existing, record)
        page, before = self._filled(record, existing, line)
        if line.faults:
            line.action = Decision.FAULTY
        elif existing is None:
            if entry is not None:
                line.action, line.why = Decision.CONFLICT, DELETED
        else:
            line.differences = _differences(before, self._shown(page, record))
            if not line.differences:
                line.action = Decision.UNCHANGED
            elif entry is None:
                line.action, line.why = Decision.CONFLICT, HAND_MADE
            elif entry.page_digest != line.seen:
                line.action, line.why = Decision.CONFLICT, HAND_EDITED
            else:
                line.action = Decision.UPDATE
        self._refuse_without_rights(line, existing)
        return Planned(line, page, record)

    def _refuse_without_rights(self, line: PlanLine, existing: Any) -> None:
        if line.action in {Decision.UNCHANGED, Decision.FAULTY}:
            return
        if existing is None:
            allowed, told = self.may_add, "Vous n’avez pas le droit de créer cette fiche."
        else:
            rights = existing.permissions_for_user(self.user)
            allowed = rights.can_edit() and not rights.page_locked()
            told = "Vous n’avez pas le droit de modifier cette fiche, ou elle est verrouillée."
        if not allowed:
            line.action, line.differences = Decision.FAULTY, []
            line.faults.append(f"{line.place[:1].upper()}{line.place[1:]} : {told}")

    def _filled(self, record: Record, existing: Any, line: PlanLine) -> tuple[Any, dict[str, str]]:
        """The page as the file makes it, and what it was; the faults are told on the line."""
        reader = Reader(record.key)
        for path in record.unreadable:
            reader.fault(path, "")
        row = self.tables.row
        if existing is not None:
            page = existing.get_latest_revision_as_object()
            row = replace(
                row, columns={key: one for key, one in row.columns.items() if key in record.keys}
            )
        else:
            page = self.tables.model(slug=record.key, live=False)
        before = self._shown(page, record) if existing is not None else {}
        data = row.read(record.data, "", reader) or Keys()
        fill(page, row, data, self.refs, record, self.tables)
        told = [(fault.path, fault.message) for fault in reader.faults]
        told += told_of(draft_faults(page), page, self.refs, reader)
        for path, message in dict.fromkeys(told):
            if path not in record.unreadable:
                record.fault(record.place(path), _sentence(message))
        line.faults = [str(fault) for fault in record.faults]
        line.missing = [
            _sentence(message)
            for _path, message in told_of(page.publication_faults(), page, self.refs, reader)
        ]
        return page, before

    def _shown(self, page: Any, record: Record) -> dict[str, str]:
        """What the page says, as cells, in the columns that the file has."""
        main = self.tables.main
        shown = {
            column.header: as_text(write_cell(page, main, column))
            for column in main.columns
            if column.key in record.keys
            and (column.section is None or column.section in record.sections)
        }
        for table in self.tables.tables[1:]:
            if table.relation in record.keys:
                shown[table.name] = "\n".join(_told(row, table) for row in rows_of(page, table))
        return shown


def _told(row: Any, table: Table) -> str:
    cells = ((header, as_text(value)) for header, value in line_of(row, table).items())
    return " · ".join(f"{header} : {text}" for header, text in cells if text)


def _differences(before: dict[str, str], after: dict[str, str]) -> list[tuple[str, str, str]]:
    return [
        (header, text, after[header]) for header, text in before.items() if text != after[header]
    ]


def _sentence(message: str) -> str:
    return f"{message[:1].upper()}{message[1:]}"


def fill(page: Any, row: Row, data: Keys, refs: Refs, record: Record, tables: FicheTables) -> None:
    """Make a page in memory say what the file does, and nothing else in the columns that it has.

    A row that the file tells as it is stays the same row: its anchor and its tags are kept. So are
    the statements of the sections that the file does not have.
    """
    relations = {table.relation: table for table in tables.tables[1:]}
    is_new = page.pk is None
    old = (
        {}
        if is_new
        else {
            table.relation: rows_of(page, table)
            for table in relations.values()
            if table.relation in record.keys
        }
    )
    statements = [] if is_new or STATEMENTS not in record.keys else list(page.statements.all())
    row.fill(page, data, refs)
    if "gist" in row.columns:
        page.search_description = page.gist
    for relation, rows in old.items():
        table = relations[relation]
        name = row.columns[relation].fields[0]
        new = list(getattr(page, name).all())
        setattr(page, name, _in_order(_kept(rows, new, refs, partial(line_of, table=table))))
    if statements:
        others = [one for one in statements if one.section not in record.sections]
        told = [one for one in statements if one.section in record.sections]
        new = list(page.statements.all())
        page.statements = _in_order([*others, *_kept(told, new, refs, _statement)])


def _statement(row: Any) -> Any:
    return (row.section, row.text, [source.pk for source in row.sources], row.locator)


def _kept(old: list[Any], new: list[Any], refs: Refs, told: Callable[[Any], Any]) -> list[Any]:
    """The new rows, in their order; each old one that says the same takes its place."""
    left = [(told(row), row) for row in old]
    kept = []
    for row in new:
        said = told(row)
        same = next((pair for pair in left if pair[0] == said), None)
        if same is None:
            kept.append(row)
            continue
        left.remove(same)
        origin = refs.origin(row)
        if origin is not None:
            refs.built(same[1], origin.data, origin.spec)
        kept.append(same[1])
    return kept


def _in_order(rows: list[Any]) -> list[Any]:
    """Numbered: those that have no key yet would else be read before the others."""
    for number, row in enumerate(rows):
        row.sort_order = number
    return rows
