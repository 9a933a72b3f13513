"""A list on the home of the admin; nothing is shown of one that is empty."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.models import Page

SHOWN = 8
MOST = 100  # with those that are folded


@dataclass(frozen=True)
class WorkLine:
    """Something that leads to where it is done; `note` may be empty."""

    label: str
    url: str
    note: str = ""

    @classmethod
    def of_page(cls, page: Page, note: str = "") -> WorkLine:
        """A page under the title of its latest draft."""
        return cls(page.draft_title, reverse("wagtailadmin_pages:edit", args=[page.pk]), note)


@dataclass(frozen=True)
class Listed:
    """The first lines, how many there are in all, and where all are, if they are anywhere: else those
    beyond `SHOWN` are folded."""

    lines: tuple[WorkLine, ...]
    total: int
    all_url: str = ""

    @classmethod
    def first(cls, lines: Iterable[WorkLine], all_url: str = "") -> Listed:
        found = tuple(lines)
        return cls(found[:MOST], len(found), all_url)

    @property
    def shown(self) -> tuple[WorkLine, ...]:
        return self.lines[:SHOWN]

    @property
    def folded(self) -> tuple[WorkLine, ...]:
        return () if self.all_url else self.lines[SHOWN:]

    @property
    def is_cut(self) -> bool:
        return self.total > len(self.lines)


class ListPanel(Component):
    """`name` is its own among the panels of the home, where `order` places it."""

    template_name = "contracts/admin/list_panel.html"
    name = ""
    title = ""
    order = 100

    def listed(self, request: HttpRequest) -> Listed:
        raise NotImplementedError

    def get_context_data(self, parent_context: dict[str, Any]) -> dict[str, Any]:
        return {
            "name": self.name,
            "title": self.title,
            "listed": self.listed(parent_context["request"]),
        }
