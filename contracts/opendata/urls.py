"""Addresses of open data: what stands beside the lists, and what explains it."""

import re

from django.urls import URLPattern, path, re_path

from contracts.opendata import selection, views
from contracts.opendata.addresses import ALERT, FEED, OFFER, files_pattern
from contracts.opendata.alerts.urls import urlpatterns as alerts
from contracts.opendata.archive import views as archive
from contracts.opendata.archive.package import NAME
from contracts.opendata.formats import FORMATS, endings
from contracts.opendata.markdown import views as markdown
from contracts.opendata.news import views as news

_FILE = files_pattern(endings(FORMATS))
_LISTING = r"(?P<path>(?:[-\w]+/)+)"


def _beside(list_path: str, select: views.Select) -> list[URLPattern]:
    """Of a list that stands at a fixed address."""
    chosen = {"select": select}
    return [
        re_path(rf"^{list_path}{_FILE}$", views.export, chosen),
        path(f"{list_path}{FEED}", views.feed, chosen),
        path(f"{list_path}{OFFER}", views.offer, chosen),
        path(f"{list_path}{ALERT}", views.alert, chosen, name=f"alert_on_{list_path.strip('/')}"),
    ]


urlpatterns = [
    *alerts,
    *_beside("recherche/", selection.of_results),
    *_beside("engagements/", selection.of_commitments),
    *_beside("indicateurs/", selection.of_indicators),
    # Beside the pages of Wagtail's tree that list the fiches of a kind.
    re_path(rf"^{_LISTING}{_FILE}$", views.listing_export),
    re_path(rf"^{_LISTING}{re.escape(FEED)}$", views.listing_feed),
    re_path(rf"^{_LISTING}{OFFER}$", views.listing_offer),
    re_path(rf"^{_LISTING}{ALERT}$", views.listing_alert),
    re_path(r"^(?P<path>[-\w]+(?:/[-\w]+)+)\.md$", markdown.fiche),
    path("llms.txt", markdown.llms, name="llms"),
    path("nouveautes/", news.news, name="news"),
    path("donnees/", archive.data, name="data"),
    re_path(rf"^donnees/{NAME}-(?P<day>\d{{4}}-\d\d-\d\d)\.zip$", archive.archive, name="archive"),
    re_path(r"^donnees/catalogue\.(?P<ending>jsonld|ttl)$", archive.catalogue, name="catalogue"),
    path("donnees/dictionnaire/", views.dictionary, name="dictionary"),
    path("donnees/dictionnaire.csv", views.dictionary_file, name="dictionary_file"),
    path("donnees/dictionnaire/<slug:code>/", views.dictionary_of, name="dictionary_of"),
    path("donnees/schemas/<slug:code>.json", views.schema, name="schema"),
]
