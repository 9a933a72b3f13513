"""What a page that waits for a review, or was sent back, says at the head of its form, and what can be
done there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.urls import reverse
from wagtail.models import Page, TaskState, WorkflowState

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
    """`changes` is the address of the comparison, empty when all is to be read: `text` is then that of
    the page. `steps` is empty for who may not approve."""

    asked_by: str
    since: str
    changes: str
    text: str
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
        reverse("wagtailadmin_pages:view_draft", args=[page.pk]),
        steps,
    )


@dataclass(frozen=True)
class SentBack:
    """What the reviewer asked for; `comment` may be empty."""

    by: str
    on: str
    comment: str


def sent_back(state: WorkflowState | None) -> SentBack | None:
    """None of a page that was not sent back, or was sent again since."""
    if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
        return None
    asked = state.current_task_state
    return SentBack(
        signature(asked.finished_by) if asked.finished_by else "",
        said(asked.finished_at),
        asked.specific.get_comment(),
    )


def _window(page: Page, name: str, state: Any) -> str:
    return reverse(
        "wagtailadmin_pages:collect_workflow_action_data", args=[page.pk, name, state.pk]
    )


def _changes(page: Page) -> str:
    """Since what readers see, or what the reviewer sent back; a new page has neither."""
    before = "live" if page.live else _sent_back(page)
    if not before:
        return ""
    return reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, before, "latest"])


def _sent_back(page: Page) -> int | None:
    """The version for which changes were asked, in the review that is going on."""
    asked = page.current_workflow_state.task_states.filter(status=TaskState.STATUS_REJECTED)
    last = asked.exclude(revision=None).order_by("finished_at").last()
    return last.revision_id if last else None
