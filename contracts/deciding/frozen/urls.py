"""Addresses of frozen dossiers."""

from django.urls import path, re_path

from contracts.deciding.frozen import views

_KEY = r"^dossier/fige/(?P<key>[-\w]{28,40})/"
_SIGNED = r"(?P<token>[-\w]{20,64})"

urlpatterns = [
    path("dossier/figer/", views.freeze, name="dossier_freeze"),
    path("dossier/efface/", views.erased, name="dossier_erased"),
    re_path(rf"{_KEY}$", views.frozen, name="frozen_dossier"),
    re_path(rf"{_KEY}adresses/{_SIGNED}/$", views.addresses, name="frozen_addresses"),
    # Addresses of before the token: their page says that they erase no more.
    re_path(rf"{_KEY}effacer/$", views.erase),
    re_path(rf"{_KEY}effacer/{_SIGNED}/$", views.erase, name="frozen_erase"),
    re_path(rf"{_KEY}(?P<name>[-\w]+\.\w+)$", views.paper_of, name="frozen_paper"),
]
