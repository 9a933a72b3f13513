"""Addresses of log-in: those under the admin, and those that take the place of Wagtail's."""

from __future__ import annotations

from typing import Any

from django.urls import include, path
from django.views.generic import RedirectView

from accounts import report, views

# Before Wagtail's, in the addresses of the project.
urlpatterns = [
    path(
        "admin/password_reset/",
        views.ResetPasswordView.as_view(),
        name="wagtailadmin_password_reset",
    ),
    # One door: this one would count no wrong password before the next one is taken.
    path(
        "_util/login/",
        RedirectView.as_view(pattern_name="wagtailadmin_login", query_string=True),
        name="wagtailcore_login",
    ),
]

_screens = [
    path("connexion/code/", views.code, name="code"),
    path("connexion/application/", views.enrolment, name="enrolment"),
    path("account/second-facteur/", views.mine, name="mine"),
    path("users/second-facteur/<int:pk>/", views.reset, name="reset"),
]


def admin_urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [path("", include((_screens, "accounts"))), *report.urls()]
