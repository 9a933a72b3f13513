"""The pages of the help and how the menu leads to them."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path, reverse
from django.views.generic import TemplateView
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contracts.admin.help.pages import PAGES, HelpTask, page_of

_TITLE = "Mode d’emploi"


class ContentsView(WagtailAdminTemplateMixin, TemplateView):
    page_title = _TITLE
    header_icon = "help"
    template_name = "contracts/admin/help/contents.html"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": _TITLE}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(pages=PAGES, **kwargs)


class TaskView(WagtailAdminTemplateMixin, TemplateView):
    header_icon = "help"

    def setup(self, request: HttpRequest, slug: str, **kwargs: Any) -> None:
        super().setup(request, **kwargs)
        page = page_of(slug)
        if page is None:
            raise Http404("No help page of this name.")
        self.page: HelpTask = page

    def get_template_names(self) -> list[str]:
        return [self.page.template]

    def get_page_title(self) -> str:
        return self.page.title

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("desk_help"), "label": _TITLE},
            {"url": "", "label": self.page.title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = [one for one in PAGES if one != self.page]
        return super().get_context_data(page=self.page, others=others, **kwargs)


def menu_item() -> MenuItem:
    """Hook `register_help_menu_item`."""
    return MenuItem(_TITLE, reverse("desk_help"), name="desk-help", icon_name="help", order=10)


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [
        path("aide/", ContentsView.as_view(), name="desk_help"),
        path("aide/<slug:slug>/", TaskView.as_view(), name="desk_help_task"),
    ]
