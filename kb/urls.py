"""French addresses of what is no page, then Wagtail's tree."""

from pathlib import Path

from django.conf import settings
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from contracts.admin.choosing.pages import pages_view
from contracts.opendata.api.documentation import documentation
from contracts.opendata.api.operations import DOCUMENTATION
from home.views import robots, site_map
from kb.api import api, nowhere
from kb.health import health
from kb.sitemaps import SITEMAPS

urlpatterns = [
    path("", include("accounts.urls")),
    path("admin/choose-page/", pages_view),  # in the place of Wagtail's own
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("sante/", health, name="health"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
    path("plan-du-site/", site_map, name="site_map"),
    path("api/v1/", api.urls),
    path("donnees/api/", documentation, {"document": api.get_openapi_schema}, name=DOCUMENTATION),
    path("api/<path:rest>", nowhere),
    path("", include("home.contact.urls")),
    path("", include("search.urls")),
    path("", include("contracts.training.urls")),
    path("", include("contracts.pages.urls")),
    path("", include("contracts.deciding.urls")),
    path("", include("contracts.opendata.urls")),
    path("", include("contracts.editing.proposing.urls")),
    path("", include(wagtail_urls)),
]

if settings.SERVE_IMAGES:
    # Documents are not among them: Wagtail serves those after checking who may read them.
    images = {"document_root": Path(settings.MEDIA_ROOT) / "images"}
    urlpatterns.insert(0, path("media/images/<path:path>", serve, images))
