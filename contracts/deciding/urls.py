"""Addresses of what is taken to a council: the comparison, the dossier, and what stands below fiches."""

import re

from django.urls import path, re_path

from contracts.deciding.card import views as card
from contracts.deciding.comparison import views as comparison
from contracts.deciding.composing import views as dossier
from contracts.deciding.frozen import urls as frozen
from contracts.deciding.making import urls as making
from contracts.deciding.note import views
from contracts.deciding.synthesis.papers import PAPERS

urlpatterns = [
    *frozen.urlpatterns,
    *making.urlpatterns,
    path("comparer/", comparison.comparison, name="comparison"),
    re_path(r"^comparer/tableau\.(?P<ending>\w+)$", comparison.table),
    re_path(r"^themes/(?P<slug>[-\w]+)/note\.pdf$", views.theme_note, name="theme_note"),
    path("dossier/", dossier.dossier, name="dossier"),
    re_path(
        rf"^dossier/(?P<name>{'|'.join(map(re.escape, PAPERS))})$",
        dossier.paper_of,
        name="dossier_paper",
    ),
    re_path(
        r"^territoires/(?P<slug>[-\w]+)/note\.pdf$", views.territory_note, name="territory_note"
    ),
    # Beside the page, whose path is that of Wagtail's tree.
    re_path(r"^(?P<path>(?:[-\w]+/)+)note\.pdf$", views.note, name="note"),
    re_path(r"^(?P<path>(?:[-\w]+/)+)encart/$", card.card, name="embedded_card"),
]
