"""Addresses of a long paper of a dossier: how far it is, and its file."""

from django.urls import re_path

from contracts.deciding.making import views

_KEY = r"^dossier/documents/(?P<key>[0-9a-f]{64})/"

urlpatterns = [
    re_path(rf"{_KEY}$", views.progress, name="dossier_progress"),
    re_path(rf"{_KEY}fichier$", views.file, name="dossier_file"),
]
