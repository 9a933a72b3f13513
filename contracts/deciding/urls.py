"""Addresses of what is taken to a council: the comparison, and what stands below fiches."""

from django.urls import path, re_path

from contracts.deciding.comparison import views as comparison
from contracts.deciding.note import views

urlpatterns = [
    path("comparer/", comparison.comparison, name="comparison"),
    re_path(r"^comparer/tableau\.(?P<ending>\w+)$", comparison.table),
    # Beside the page, whose path is that of Wagtail's tree.
    re_path(r"^(?P<path>(?:[-\w]+/)+)note\.pdf$", views.note, name="note"),
]
