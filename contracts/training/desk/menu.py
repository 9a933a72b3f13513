"""« Sessions » in the menu of the admin, and the right that opens it."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse
from wagtail.admin.auth import permission_required
from wagtail.admin.menu import MenuItem
from wagtail.utils.urlpatterns import decorate_urlpatterns

from contracts.training.desk.frame import PERMISSION, may_manage
from contracts.training.desk.urls import urlpatterns


class SessionsMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return may_manage(request.user)


def menu_item() -> MenuItem:
    """Hook `register_admin_menu_item`."""
    return SessionsMenuItem(
        "Sessions", reverse("desk:sessions"), name="sessions", icon_name="calendar-alt", order=150
    )


def urls() -> list[Any]:
    """Hook `register_admin_urls`. The right is asked here, of every address at once: a page added
    to the desk cannot forget it."""
    guarded = decorate_urlpatterns(urlpatterns, permission_required(PERMISSION))
    return [path("sessions/", include((guarded, "desk")))]


def permissions() -> QuerySet[Permission]:
    """Hook `register_permissions`: administrators give the right in the form of a group."""
    app_label, codename = PERMISSION.split(".")
    return Permission.objects.filter(content_type__app_label=app_label, codename=codename)
