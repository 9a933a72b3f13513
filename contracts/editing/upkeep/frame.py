"""What the reports of upkeep have in common: their addresses, their entry in the menu, who sees them."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model
from django.http import HttpRequest
from django.urls import path, reverse
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.reports import ReportView
from wagtail.permissions import policy_registry


class UpkeepReport(ReportView):
    """Open to those who may change rows of `governed`. `part` is the end of its address."""

    results_template_name = "upkeep/results.html"
    permission_required = "change"
    part: ClassVar[str]
    governed: ClassVar[type[Model]]
    help_text: ClassVar[str]
    nothing: ClassVar[str]
    menu_order: ClassVar[int]

    @property
    def permission_policy(self) -> Any:
        return policy_registry.get_by_type(self.governed)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(help_text=self.help_text, nothing=self.nothing, **kwargs)

    @classmethod
    def urls(cls) -> list[Any]:
        address = f"reports/{cls.part}/"
        return [
            path(address, cls.as_view(), name=cls.index_url_name),
            path(
                f"{address}resultats/",
                cls.as_view(results_only=True),
                name=cls.index_results_url_name,
            ),
        ]

    @classmethod
    def menu_item(cls) -> MenuItem:
        return _ReportMenuItem(cls)


class _ReportMenuItem(MenuItem):
    def __init__(self, report: type[UpkeepReport]):
        super().__init__(
            report.page_title,
            reverse(report.index_url_name),
            name=report.index_url_name,
            icon_name=report.header_icon,
            order=report.menu_order,
        )
        self.governed = report.governed

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(self.governed)
        return bool(policy.user_has_permission(request.user, "change"))
