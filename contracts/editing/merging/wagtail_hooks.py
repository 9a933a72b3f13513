"""What merges add to the admin."""

from typing import Any

from django.urls import include, path
from wagtail import hooks

from contracts.editing.merging import merge, ticked, views


def _urls() -> list[Any]:
    return [path("fusionner/", include((views.urlpatterns(), "merging")))]


hooks.register("register_admin_urls", _urls)
hooks.register("register_snippet_listing_buttons", views.buttons)
hooks.register("register_bulk_action", ticked.MergeTicked)
hooks.register("register_log_actions", merge.register_actions)
