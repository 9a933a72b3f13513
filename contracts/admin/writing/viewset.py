"""Which views write the pages of the site."""

from __future__ import annotations

from wagtail.admin.viewsets.pages import PageViewSet

from contracts.admin.versions.history import HistoryView
from contracts.admin.versions.views import CompareView
from contracts.admin.writing.views import RevertView, WriteNewView, WriteView


class WrittenPagesViewSet(PageViewSet):
    """Of every page: it takes the place of the one that Wagtail registers first."""

    add_view_class = WriteNewView
    edit_view_class = WriteView
    history_view_class = HistoryView
    revisions_revert_view_class = RevertView
    revisions_compare_view_class = CompareView


def viewset() -> WrittenPagesViewSet:
    """Hook `register_admin_viewset`."""
    return WrittenPagesViewSet()
