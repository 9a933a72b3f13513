"""Who is told what became of a page: one mail each, written in the outbox with the event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from wagtail.log_actions import get_active_log_context
from wagtail.models import (
    Comment,
    CommentReply,
    GroupApprovalTask,
    Page,
    PageSubscription,
    Revision,
    TaskState,
    WorkflowState,
)
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected

from contracts.editing.reviewing.models import EditingMail
from contracts.mail import outbox
from contracts.models.events import commented

Event = EditingMail.Event

# The choice of each person, under « Notifications » of their account.
_CHOICES = {
    Event.SUBMITTED: "submitted_notifications",
    Event.REJECTED: "rejected_notifications",
    Event.APPROVED: "approved_notifications",
    Event.PUBLISHED: "approved_notifications",
    Event.COMMENTED: "updated_comments_notifications",
}


def connect() -> None:
    """Called before Wagtail connects its own notifiers, which send in the request and lose what a
    server refuses: a signal keeps the first receiver of a name, so that these take theirs."""
    task_submitted.connect(
        _submitted,
        sender=TaskState,
        dispatch_uid="group_approval_task_submitted_email_notification",
    )
    workflow_rejected.connect(
        _rejected,
        sender=WorkflowState,
        dispatch_uid="workflow_state_rejected_email_notification",
    )
    workflow_approved.connect(
        _approved,
        sender=WorkflowState,
        dispatch_uid="workflow_state_approved_email_notification",
    )
    page_published.connect(_published, dispatch_uid="page_published_mail")
    commented.connect(_commented, dispatch_uid="page_commented_mail")


def _submitted(instance: TaskState, user: Any, **kwargs: Any) -> None:
    """Those who may approve; then those who answer for the page, when others sent it."""
    page, task = _page(instance.workflow_state), instance.task.specific
    if page is None or not isinstance(task, GroupApprovalTask):
        return
    approving = _people(groups__in=task.groups.all())
    if not approving.exists():
        approving = _people(is_superuser=True)
    people = approving | _answerable(page)
    _tell(Event.SUBMITTED, page, people, user, task_state=instance.pk)


def _rejected(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    if (page := _page(instance)) is not None and instance.current_task_state is not None:
        people = _answerable(page, instance.requested_by_id)
        _tell(Event.REJECTED, page, people, user, task_state=instance.current_task_state.pk)


def _approved(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """What is approved for a later day. What is published at once is told as such."""
    page, state = _page(instance), instance.current_task_state
    if page is not None and state is not None and page.live_revision_id != state.revision_id:
        people = _answerable(page, instance.requested_by_id)
        _tell(Event.APPROVED, page, people, user, task_state=state.pk)


def _published(instance: Page, revision: Revision | None = None, **kwargs: Any) -> None:
    """Those who answer for the page, and who sent what was published."""
    if instance.alias_of_id or revision is None:
        return
    sent = WorkflowState.objects.for_instance(instance).filter(
        Q(current_task_state__revision=revision.pk) | Q(status__in=_UNFINISHED)
    )
    people = _answerable(instance, *sent.values_list("requested_by", flat=True))
    _tell(Event.PUBLISHED, instance, people, get_active_log_context().user, revision=revision.pk)


_UNFINISHED = (WorkflowState.STATUS_IN_PROGRESS, WorkflowState.STATUS_NEEDS_CHANGES)


def _commented(page: Page, user: Any, changes: Mapping[str, Any], **kwargs: Any) -> None:
    """Those who answer for the page, who follow its comments, and who wrote in these threads."""
    replies = [reply.pk for _, added in changes["new_replies"] for reply in added]
    comments = [comment.pk for comment in changes["new_comments"]]
    resolved = [comment.pk for comment in changes["resolved_comments"]]
    threads = [*resolved, *(comment.pk for comment, _ in changes["new_replies"])]
    if not (replies or comments or resolved):
        return
    following = PageSubscription.objects.filter(page=page, comment_notifications=True)
    people = _answerable(
        page,
        *following.values_list("user", flat=True),
        *Comment.objects.filter(pk__in=threads).values_list("user", flat=True),
        *CommentReply.objects.filter(comment__in=threads).values_list("user", flat=True),
    )
    facts = {"comments": comments, "replies": replies, "resolved": resolved}
    _tell(Event.COMMENTED, page, people, user, **facts)


def _page(state: WorkflowState) -> Page | None:
    """The page that is under review, as its readers see it; None of what is no page."""
    page = state.content_object
    return page.specific if isinstance(page, Page) else None


def _people(**which: Any) -> QuerySet[Any]:
    return get_user_model().objects.filter(pk__in=get_user_model().objects.filter(**which))


def _answerable(page: Page, *others: int | None) -> QuerySet[Any]:
    """The owner, who stands in for them, and these others."""
    pks = {page.owner_id, getattr(page, "stand_in_id", None), *others} - {None}
    return _people(pk__in=pks)


def _tell(
    event: EditingMail.Event, page: Page, people: QuerySet[Any], actor: Any, **facts: Any
) -> None:
    """Nobody is told of what they did."""
    choice = f"wagtail_userprofile__{_CHOICES[event]}"
    wanted = people.filter(
        Q(wagtail_userprofile__isnull=True) | Q(**{choice: True}),
        is_active=True,
        email__contains="@",
    )
    for person in wanted.exclude(pk=getattr(actor, "pk", None)).order_by("pk"):
        outbox.write(
            EditingMail(
                kind=event,
                page_id=page.pk,
                recipient=person,
                actor=actor if getattr(actor, "pk", None) else None,
                facts=facts,
            )
        )
