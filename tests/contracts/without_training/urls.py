"""The addresses of the catalogue, of the search and of Wagtail's tree."""

from django.urls import include, path
from wagtail import urls as wagtail_urls

urlpatterns = [
    path("", include("search.urls")),
    path("", include("contracts.pages.urls")),
    path("", include("contracts.deciding.urls")),
    path("", include(wagtail_urls)),
]
