"""Addresses of frozen dossiers."""

from django.urls import path, re_path

from contracts.deciding.frozen import views

_KEY = r"^dossier/fige/(?P<key>[-\w]{28,40})/"

urlpatterns = [
    path("dossier/figer/", views.freeze, name="dossier_freeze"),
    path("dossier/efface/", views.erased, name="dossier_erased"),
    re_path(rf"{_KEY}$", views.frozen, name="frozen_dossier"),
    re_path(rf"{_KEY}effacer/$", views.erase, name="frozen_erase"),
    re_path(rf"{_KEY}(?P<name>[-\w]+\.\w+)$", views.paper_of, name="frozen_paper"),
]
