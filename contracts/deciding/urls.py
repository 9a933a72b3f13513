"""Addresses below those of fiches."""

from django.urls import re_path

from contracts.deciding.note import views

urlpatterns = [
    # Beside the page, whose path is that of Wagtail's tree.
    re_path(r"^(?P<path>(?:[-\w]+/)+)note\.pdf$", views.note, name="note"),
]
