"""Which views write the pages of the site."""

from __future__ import annotations

from typing import Any, ClassVar

from wagtail.admin.viewsets.pages import PageViewSet

from contracts.admin.writing.views import WriteNewView, WriteView
from contracts.models.base import IndexedPage


class WrittenPagesViewSet(PageViewSet):
    """Of every page of ours: Wagtail looks for the views of a page among those of its ancestors."""

    model = IndexedPage
    add_view_class = WriteNewView
    edit_view_class = WriteView
    parent_models: ClassVar[list[Any]] = []  # their listings stay those of any page


def viewset() -> WrittenPagesViewSet:
    """Hook `register_admin_viewset`."""
    return WrittenPagesViewSet("written_pages")
