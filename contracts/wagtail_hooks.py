"""What the catalogue adds to the admin's menu."""

from wagtail.snippets.models import register_snippet

from contracts.admin.viewsets import CatalogueGroup

register_snippet(CatalogueGroup)
