"""What is written to those who are told what became of a page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from wagtail.models import Comment, CommentReply, Page, TaskState

from contracts.editing.reviewing.models import EditingMail
from contracts.mail import writers
from contracts.mail.message import MailAction, Message
from contracts.mail.models import OutgoingMail
from contracts.values.dates.french_calendar import french_date

Event = EditingMail.Event


def register_writer() -> None:
    writers.register(Event.values, _written)


@dataclass(frozen=True)
class _Told:
    subject: str
    heading: str
    paragraphs: tuple[str, ...]


def _written(mail: OutgoingMail) -> Message | None:
    """None of what has lost its object meanwhile."""
    row = EditingMail.objects.select_related("page", "recipient", "actor").get(pk=mail.pk)
    page = row.page.specific
    told = _TOLD[Event(row.kind)](row, page)
    if told is None:
        return None
    site = settings.WAGTAILADMIN_BASE_URL
    edit = site + reverse("wagtailadmin_pages:edit", args=[page.pk])
    actions = [MailAction("Ouvrir la page dans l’espace de rédaction", edit)]
    if row.kind == Event.PUBLISHED and page.full_url:
        actions.append(MailAction("Lire la page en ligne", page.full_url))
    return Message(
        subject=f"{told.subject} : {page.draft_title}",
        heading=told.heading,
        paragraphs=told.paragraphs,
        actions=tuple(actions),
        name=row.recipient.get_full_name(),
        to=row.recipient.email,
        reason="Message envoyé par le site parce que vous écrivez, relisez ou suivez cette page. "
        "« Notifications », dans votre compte, choisit ce qui vous est écrit.",
    )


def _submitted(row: EditingMail, page: Page) -> _Told | None:
    state = TaskState.objects.filter(
        pk=row.facts["task_state"], status=TaskState.STATUS_IN_PROGRESS
    ).first()
    if state is None:
        return None
    sent = f"{_name(row.actor)} a envoyé « {page.draft_title} » en relecture."
    approves = row.recipient.is_superuser or state.task.specific.user_can_access_editor(
        page, row.recipient
    )
    if not approves:
        return _Told(
            "Envoyée en relecture",
            "Une page dont vous répondez est en relecture",
            (sent, "Vous saurez ce qu’il en advient."),
        )
    return _Told(
        "À relire et approuver",
        "Une page attend votre relecture",
        (
            sent,
            "Relisez-la, puis approuvez-la (elle est publiée) ou demandez des changements, avec un "
            "commentaire qui dit lesquels.",
        ),
    )


def _rejected(row: EditingMail, page: Page) -> _Told | None:
    state = TaskState.objects.filter(pk=row.facts["task_state"]).first()
    if state is None:
        return None
    return _Told(
        "Changements demandés",
        "Des changements sont demandés avant la publication",
        (
            f"{_name(row.actor)} a relu « {page.draft_title} » et demande des changements.",
            *_comment(state),
            "Votre texte est gardé : corrigez-le, puis envoyez-le à nouveau en relecture.",
        ),
    )


def _approved(row: EditingMail, page: Page) -> _Told | None:
    state = TaskState.objects.filter(pk=row.facts["task_state"]).first()
    if state is None or state.revision is None or page.live_revision_id == state.revision_id:
        return None
    moment = state.revision.approved_go_live_at
    when = f" Elle paraîtra le {_moment(moment)}." if moment else ""
    return _Told(
        "Approuvée",
        "Une page est approuvée",
        (f"{_name(row.actor)} a approuvé « {page.draft_title} ».{when}", *_comment(state)),
    )


def _published(row: EditingMail, page: Page) -> _Told | None:
    if not page.live:
        return None
    state = TaskState.objects.filter(
        revision=row.facts["revision"], status=TaskState.STATUS_APPROVED
    ).last()
    how = f"a été publiée par {_name(row.actor)}." if row.actor else "est parue à l’heure prévue."
    return _Told(
        "Publiée",
        "Une page est en ligne",
        (f"« {page.title} » {how}", *(_comment(state) if state else ())),
    )


def _commented(row: EditingMail, page: Page) -> _Told | None:
    who = _name(row.actor)
    comments, replies = Comment.objects.order_by("pk"), CommentReply.objects.order_by("pk")
    lines = [
        *(
            f"{who}, sur « {_where(page, one.contentpath)} » : « {one.text} »"
            for one in comments.filter(pk__in=row.facts["comments"])
        ),
        *(
            f"{who} répond à « {one.comment.text} » : « {one.text} »"
            for one in replies.filter(pk__in=row.facts["replies"]).select_related("comment")
        ),
        *(
            f"{who} a réglé le commentaire « {one.text} »."
            for one in comments.filter(pk__in=row.facts["resolved"])
        ),
    ]
    if not lines:
        return None
    return _Told("Commentaire", f"« {page.draft_title} » est commentée", tuple(lines))


_TOLD: dict[EditingMail.Event, Callable[[EditingMail, Page], _Told | None]] = {
    Event.SUBMITTED: _submitted,
    Event.REJECTED: _rejected,
    Event.APPROVED: _approved,
    Event.PUBLISHED: _published,
    Event.COMMENTED: _commented,
}


def _name(person: Any) -> str:
    return (person.get_full_name() or person.get_username()) if person else "Quelqu’un"


def _comment(state: TaskState) -> tuple[str, ...]:
    text = state.specific.get_comment()
    return (f"Commentaire : « {text} »",) if text else ()


def _moment(moment: Any) -> str:
    local = timezone.localtime(moment)
    return f"{french_date(local)} à {local:%H h %M} (heure de Paris)"


def _where(page: Page, path: str) -> str:
    """The words of the form for what a comment is about: « gist », or « facts.<id>.note »."""
    names = path.split(".")
    first = _label(type(page), names[0])
    row = _related(type(page), names[0])
    if row is None or len(names) < 3:
        return first
    return f"{first}, {_label(row, names[-1]).lower()}"


def _related(model: type[Model], name: str) -> type[Model] | None:
    """The model of the rows of this name; None of a field of the page itself."""
    try:
        field = model._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    return field.related_model if field.one_to_many else None  # type: ignore[return-value]


def _label(model: type[Model], name: str) -> str:
    rows = _related(model, name)
    if rows is not None:
        return str(capfirst(rows._meta.verbose_name))
    try:
        return str(capfirst(model._meta.get_field(name).verbose_name))  # type: ignore[union-attr]
    except FieldDoesNotExist:
        return name
