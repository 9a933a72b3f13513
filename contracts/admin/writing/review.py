"""What a page that waits for a review says at the head of its form, and what can be done there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from wagtail.models import Page

from contracts.admin.signature import signature
from contracts.admin.versions.values import said

# As the menu of actions calls them; Wagtail's third is « approve » with a comment.
_LABELS = {
    ("approve", False): "Approuver et publier",
    ("reject", True): "Demander des modifications",
}


class ReviewStep(NamedTuple):
    """An action of the workflow; `window` is the address of the window that asks for a comment."""

    name: str
    label: str
    window: str


@dataclass(frozen=True)
class Review:
    """`changes` is the address of the comparison, empty when there is nothing to compare with;
    `steps` is empty for who may not approve."""

    asked_by: str
    since: str
    changes: str
    steps: tuple[ReviewStep, ...]


def review_of(page: Page, user: Any) -> Review | None:
    """None when the page waits for nobody."""
    task, state = page.current_workflow_task, page.current_workflow_task_state
    if task is None or state is None:
        return None
    asked_by = page.current_workflow_state.requested_by
    steps = tuple(
        ReviewStep(name, _LABELS[name, asks], _window(page, name, state) if asks else "")
        for name, _, asks in reversed(task.get_actions(page, user))
        if (name, asks) in _LABELS
    )
    return Review(
        signature(asked_by) if asked_by else "",
        said(state.started_at),
        _changes(page),
        steps,
    )


def _window(page: Page, name: str, state: Any) -> str:
    return reverse(
        "wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, name, state.pk]
    )


def _changes(page: Page) -> str:
    before = "live" if page.live else "earliest"
    if not page.live and page.revisions.count() < 2:
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before, "latest"])
