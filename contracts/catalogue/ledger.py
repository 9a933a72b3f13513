"""What the loader wrote last time: so that what an editor changed or deleted stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from contracts.catalogue.digests import data_digest, row_digest, whole_rows
from contracts.models import LoadedFixture


@dataclass
class Report:
    """What a load did, by key."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[tuple[str, str]] = field(default_factory=list)  # key, why

    def summary(self) -> str:
        return (
            f"{len(self.created)} créés, {len(self.updated)} mis à jour, "
            f"{len(self.unchanged)} inchangés, {len(self.left_alone)} laissés à leurs éditeurs"
        )


class Ledger:
    """Decides for each key whether to write, and remembers what was written."""

    def __init__(self) -> None:
        self.report = Report()
        self._entries = {entry.key: entry for entry in LoadedFixture.objects.all()}
        self._written: dict[str, tuple[str, Model]] = {}

    def known_pk(self, key: str) -> int | None:
        """The row that a former load made for the key."""
        entry = self._entries.get(key)
        return entry.object_id if entry else None

    def sync(
        self,
        key: str,
        data: Any,
        existing: Model | None,
        create: Callable[[], Model],
        update: Callable[[Any], None],
    ) -> Model | None:
        """Create or update the row of `key`, or leave it alone; the row, None when there is none.

        `existing` is the row that a former load made, or one of the same name that it did not.
        """
        digest = data_digest(data)
        entry = self._entries.get(key)
        if entry is None and existing is None:
            existing = create()
            self.report.created.append(key)
        elif entry is None:
            self.report.left_alone.append((key, "existe déjà, fait à la main"))
            return existing
        elif existing is None:
            self.report.left_alone.append((key, "supprimé par un éditeur"))
            return None
        elif entry.file_digest == digest:
            self.report.unchanged.append(key)
            return existing
        elif row_digest(existing) != entry.row_digest:
            self.report.left_alone.append((key, "modifié par un éditeur"))
            return existing
        else:
            update(existing)
            self.report.updated.append(key)
        self._written[key] = (digest, existing)
        return existing

    def is_written(self, key: str) -> bool:
        """Whether this load created or updated the row of the key."""
        return key in self._written

    def written(self) -> list[Model]:
        """The rows that this load created or updated."""
        return [row for _, row in self._written.values()]

    def remember(self) -> None:
        """Record what was written, as the database has it now."""
        rows: dict[type[Model], dict[int, Model]] = {}
        for model in {type(row) for _, row in self._written.values()}:
            pks = [row.pk for _, row in self._written.values() if type(row) is model]
            rows[model] = whole_rows(model, pks)
        entries = [
            LoadedFixture(
                key=key,
                object_id=row.pk,
                file_digest=digest,
                row_digest=row_digest(rows[type(row)][row.pk]),
            )
            for key, (digest, row) in self._written.items()
        ]
        LoadedFixture.objects.bulk_create(
            entries,
            batch_size=500,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["object_id", "file_digest", "row_digest"],
        )
