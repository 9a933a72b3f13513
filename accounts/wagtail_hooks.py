"""Second factor and journal of log-ins in the admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail import hooks

from accounts import events, report, urls


def _account_item(request: HttpRequest) -> dict[str, Any]:
    return {
        "url": reverse("accounts:mine"),
        "label": "Second facteur",
        "help_text": "L’application qui donne les codes, les codes de secours, les appareils retenus.",
    }


hooks.register("register_log_actions", events.register)
hooks.register("register_admin_urls", urls.admin_urls)
hooks.register("register_reports_menu_item", report.menu_item)
hooks.register("register_account_menu_item", _account_item)
