"""What Wagtail's lists show in English or leave without a name, having no message for it, and where its
windows open."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.chooser import BrowseView
from wagtail.models import Site
from wagtail.sites.views import IndexView

_COLUMNS = {"site_name": "Nom du site", "root_page": "Page d’accueil"}
_pages_below = BrowseView.get_object_list
_columns = BrowseView.columns


def _from_the_home_page(self: Any) -> Any:
    """Where any page may be chosen, Wagtail opens above the home page, which is alone there."""
    if self.parent_page.is_root() and not self.kwargs.get("parent_page_id"):
        site = Site.objects.filter(is_default_site=True).first()
        if site:
            self.parent_page = site.root_page.specific
    return _pages_below(self)


def _named(self: Any) -> list[Any]:
    """The column of the arrows has no head, which is read aloud as nothing."""
    columns: list[Any] = _columns.fget(self)
    for column in columns:
        if column.name == "children":
            column.label = "Ouvrir"
    return columns


def install() -> None:
    """To be called once Wagtail's applications are loaded."""
    columns: list[Any] = IndexView.columns
    for column in columns:
        column.label = _COLUMNS.get(column.name, column.label)
    BrowseView.get_object_list = _from_the_home_page
    BrowseView.columns = property(_named)
