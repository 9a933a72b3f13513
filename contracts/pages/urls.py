"""Addresses of the catalogue that are no page: territories, communes, themes, tags…."""

from django.urls import path, re_path

from contracts.pages import views
from contracts.pages.atlas import views as atlas
from contracts.pages.versions import views as versions
from contracts.pages.versions.citation import FORMS

# A slug as taggit and editors write them: letters of any alphabet, digits, - and _.
_SLUG = r"(?P<slug>[-\w]+)"
# What stands below a page of Wagtail's tree.
_PAGE = r"^(?P<path>(?:[-\w]+/)+)"
# « 2026-11-29-123 », no longer than a number of the database.
_VERSION = r"versions/(?P<code>[0-9]{4}-[0-9]{2}-[0-9]{2}-[0-9]{1,18})/"

urlpatterns = [
    path("territoires/", views.territory_list, name="territory_list"),
    re_path(rf"^territoires/{_SLUG}/$", views.territory, name="territory"),
    path("communes/", views.commune_list, name="commune_list"),
    re_path(rf"^communes/(?P<code>\w{{5}})-{_SLUG}/$", views.commune, name="commune"),
    re_path(r"^communes/(?P<code>\w{5})/$", views.commune),
    path("ma-commune/", views.my_place, name="my_place"),
    path("ma-commune/noms/", views.place_suggestions, name="place_suggestions"),
    path("themes/", views.theme_list, name="theme_list"),
    re_path(rf"^themes/{_SLUG}/$", views.theme, name="theme"),
    path("etiquettes/", views.tag_list, name="tag_list"),
    re_path(rf"^etiquettes/{_SLUG}/$", views.tag, name="tag"),
    path("glossaire/", views.glossary, name="glossary"),
    re_path(rf"^glossaire/{_SLUG}/$", views.term, name="term"),
    path("carte/", atlas.whole, name="atlas"),
    re_path(rf"^carte/{_SLUG}/$", atlas.region, name="atlas_region"),
    path("contrats/comme-le-mien/", views.like_mine, name="like_mine"),
    path("engagements/", views.commitments, name="commitments"),
    path("indicateurs/", views.indicators, name="indicators"),
    path("conditions/", views.statements, name="statements"),
    re_path(rf"{_PAGE}partage\.png$", views.share_image),
    re_path(rf"{_PAGE}versions/$", versions.versions, name="versions"),
    re_path(rf"{_PAGE}{_VERSION}$", versions.version, name="version"),
    re_path(rf"{_PAGE}{_VERSION}citation\.(?P<form>{'|'.join(FORMS)})$", versions.citation),
]
