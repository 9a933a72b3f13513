"""Every address of the admin, with something that stands there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from tests.admin_views import admin_addresses


def addresses(things: dict[str, Any], of: str) -> Iterator[tuple[str, str]]:
    """(name, address): the things are those of the fixture of this name, and pages are `of` a kind."""
    page = things[of]
    app_label, model = page._meta.app_label, page._meta.model_name

    def value(name: str, part: str) -> Any:
        named = {
            "content_type_app_name": app_label,
            "app_label": app_label,
            "content_type_model_name": model,
            "model_name": model,
            "parent_page_id": page.get_parent().pk,
            "page_id": page.pk,
            "page_to_move_id": page.pk,
            "revision_id": page.latest_revision_id,
            "app_name": "home",
            "key": uuid4(),
            "kind": "contrats",
            "session": things["session"].pk,
        }
        if name == "wagtailsettings:edit" or name == "wagtailsettings:preview_on_edit":
            named["model_name"] = "publisher"
        if part in named:
            return named[part]
        if part in things:
            return things[part].pk
        if part != "pk":
            return 1
        if name.startswith("merging:"):
            return things[f"wagtailsnippets_contracts_{name.partition(':')[2]}"].pk
        if name.startswith("desk:"):
            return things["mail" if name == "desk:resend" else "registration"].pk
        thing = things.get(name.partition(":")[0]) or page
        return thing.pk

    yield from admin_addresses(value)
