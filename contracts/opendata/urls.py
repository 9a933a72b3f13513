"""Addresses of open data: exports beside the lists, and what explains them."""

import re

from django.urls import path, re_path

from contracts.opendata import views
from contracts.opendata.formats import ENDINGS
from contracts.opendata.offers import FEED

_FILE = rf"export\.(?P<ending>{'|'.join(ENDINGS)})"

urlpatterns = [
    re_path(rf"^recherche/{_FILE}$", views.results_export, name="results_export"),
    re_path(rf"^engagements/{_FILE}$", views.commitments_export, name="commitments_export"),
    # The export of a list that is no page of the tree, such as that of indicators, comes above.
    re_path(rf"^(?P<path>(?:[-\w]+/)+){_FILE}$", views.listing_export, name="listing_export"),
    path(f"recherche/{FEED}", views.results_feed, name="results_feed"),
    re_path(rf"^(?P<path>(?:[-\w]+/)+){re.escape(FEED)}$", views.listing_feed, name="listing_feed"),
    path("donnees/dictionnaire/", views.dictionary, name="dictionary"),
    path("donnees/dictionnaire/<slug:code>/", views.dictionary_of, name="dictionary_of"),
    path("donnees/schemas/<slug:code>.json", views.schema, name="schema"),
]
