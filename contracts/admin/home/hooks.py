"""How the home and the menu of the admin are put together."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.home import (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)

from contracts.admin.home.gaps import (
    OneWayPanel,
    WithoutCommitmentsPanel,
    WithoutLinkPanel,
    WithoutSourcePanel,
)
from contracts.admin.home.review import ReviewPanel
from contracts.admin.home.searches import VainSearchesPanel
from contracts.admin.home.work import CreatePanel, DraftsPanel, SentPanel, WaitingPanel

_PANELS = (
    CreatePanel,
    DraftsPanel,
    WaitingPanel,
    SentPanel,
    ReviewPanel,
    WithoutCommitmentsPanel,
    OneWayPanel,
    WithoutSourcePanel,
    WithoutLinkPanel,
    VainSearchesPanel,
)
# Ours tell what is to be done, with queries that do not grow with the rows.
_REPLACED = (
    LockedPagesPanel,
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)


def home_panels(request: Any, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels[:] = [panel for panel in panels if not isinstance(panel, _REPLACED)]
    panels += [panel() for panel in _PANELS]


def help_menu(request: Any, items: list[Any]) -> None:
    """Hook `construct_help_menu`: what leads to pages of Wagtail, in English, is left out."""
    items[:] = [item for item in items if item.url.startswith(("/", "#"))]


def no_summary(request: Any, items: list[Any]) -> None:
    """Hook `construct_homepage_summary_items`: how many pages, images and files there are tells
    nobody what to do, and costs two queries each."""
    items.clear()
