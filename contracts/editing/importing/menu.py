"""« Importer » in the menu of the admin, and its addresses."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail.admin.menu import MenuItem

from contracts.editing.importing import views


class ImportMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(views.kinds_for(request.user))


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    return ImportMenuItem(
        "Importer", reverse("importing:imports"), name="importer", icon_name="upload", order=250
    )


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    patterns = [
        path("", views.ImportsView.as_view(), name="imports"),
        path("modele/<slug:kind>/", views.ModelView.as_view(), name="model"),
        path("<uuid:key>/", views.ImportView.as_view(), name="import"),
        path("<uuid:key>/lancer/", views.StartView.as_view(), name="start"),
        path("<uuid:key>/reprendre/", views.RestartView.as_view(), name="restart"),
        path("<uuid:key>/effacer/", views.GiveUpView.as_view(), name="give_up"),
        path("<uuid:key>/fautes/", views.FaultyLinesView.as_view(), name="faulty_lines"),
    ]
    return [path("importer/", include((patterns, "importing")))]
