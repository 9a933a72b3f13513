"""The digest of a file's content and of a row's: by them the loader sees what an editor changed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.db.models import Model
from django.forms.models import model_to_dict
from modelcluster.models import (
    ClusterableModel,
    get_all_child_m2m_relations,
    get_all_child_relations,
)
from wagtail.models import Page

from contracts.models.territory import TerritoryName

# What changes by itself: keys of the database, positions in the tree, dates, bookkeeping.
_VOLATILE = {
    "pk",
    "id",
    "path",
    "depth",
    "numchild",
    "translation_key",
    "latest_revision",
    "latest_revision_created_at",
    "live_revision",
    "first_published_at",
    "last_published_at",
    "has_unpublished_changes",
    "content_type",
    "owner",
    "url_path",
    "draft_title",
    "locked",
    "locked_at",
    "locked_by",
    "expired",
    "wagtail_admin_comments",
    "page",
    "contract",
    "item",
    "content_object",
    "completeness",
    "index_entries",
    "unreachable_since",
}

# What a field holds that the database has had since rows were first remembered, in the rows that
# were there: told of none, or an update would take them all for changed by their editors.
_ADDED: dict[str, Any] = {
    "seat": "",
    "place_source": None,
    "place_note": "",
    "everyday_words": "",
    "mark": "",
    "origin": None,
    "destination": None,
    "kind": TerritoryName.Kind.USUAL.value,
    "indicators": [],
    "archived_url": "",
}


def data_digest(data: Any) -> str:
    text = json.dumps(data, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(text.encode()).hexdigest()


def row_digest(row: Model) -> str:
    """What an editor can change of a row. For a page, its latest revision: drafts count."""
    if isinstance(row, Page):
        content = row.latest_revision.content if row.latest_revision else {}
        return data_digest([_stable(content), row.live, row.slug])
    if isinstance(row, ClusterableModel):
        return data_digest(_stable(row.serializable_data()))
    return data_digest(_stable(model_to_dict(row)))


def whole_rows(model: type[Model], pks: list[int]) -> dict[int, Model]:
    """The rows with all that their digest reads, at a cost that does not grow with them."""
    rows = model._default_manager.all()
    if issubclass(model, Page):
        rows = rows.select_related("latest_revision")
    elif issubclass(model, ClusterableModel):
        children = [one.get_accessor_name() for one in get_all_child_relations(model)]
        rows = rows.prefetch_related(
            *children, *(one.name for one in get_all_child_m2m_relations(model))
        )
    found: dict[int, Model] = {}
    for start in range(0, len(pks), 500):  # SQLite takes a limited number of parameters
        found |= rows.in_bulk(pks[start : start + 500])
    return found


def _stable(value: Any, top: bool = True) -> Any:
    if isinstance(value, dict):
        # At the top level, « contract » is the contract of an experience: an editor's choice.
        kept = {"contract"} if top else set()
        return {
            key: _stable(one, top=False)
            for key, one in value.items()
            if (key not in _VOLATILE or key in kept) and not _is_as_added(key, one)
        }
    if isinstance(value, list):
        return [_stable(one, top=False) for one in value]
    return value


def _is_as_added(key: str, value: Any) -> bool:
    return key in _ADDED and value == _ADDED[key]
