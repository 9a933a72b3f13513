"""The page that compares two versions."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Page

from contracts.admin.versions.changes import Change, changes_between
from contracts.admin.versions.values import said

_NAMED = {
    "live": "version en ligne",
    "earliest": "première version",
    "latest": "dernière version",
}


class CompareView(RevisionsCompareView):
    template_name = "contracts/admin/versions/compare.html"

    def _get_comparison(self, revision_a: Page, revision_b: Page) -> list[Change]:
        return changes_between(self.object, revision_a, revision_b, self.request)

    def _get_revision_and_heading(self, revision_id: Any) -> tuple[Any, str]:
        page, _ = super()._get_revision_and_heading(revision_id)
        if revision_id in _NAMED:
            return page, _NAMED[revision_id]
        revision = self.object.revisions.get(pk=revision_id)
        writer = get_user_model().objects.filter(pk=revision.user_id).first()
        by = f", par {said(writer)}" if writer else ""
        return page, f"version du {said(revision.created_at)}{by}"
