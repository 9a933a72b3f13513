"""A session copied for its next edition: a draft that has everything but what was of its time."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views import View
from wagtail.admin import messages

from contracts.training.desk.frame import session_or_404
from contracts.training.models import TrainingSessionPage
from contracts.training.seats import organising
from contracts.values.vocabulary import Section

SUFFIX = " (prochaine édition)"
# What an edition alone has: when it was, its days of registration, what it left.
_OF_ITS_TIME = ["dates", "return_notes", "materials"]


@transaction.atomic
def copy_for_next_edition(page: TrainingSessionPage, user: Any) -> TrainingSessionPage:
    """A draft beside the page, with a state of its own: no date, nobody registered, registration
    on this site off, the same number of seats proposed."""
    field: Any = TrainingSessionPage._meta.get_field("title")
    longest = field.max_length - len(SUFFIX)
    title = page.title.removesuffix(SUFFIX)[:longest] + SUFFIX
    copy = page.copy(
        update_attrs={
            "title": title,
            "draft_title": title,
            "slug": "",  # made from the title, and unlike any other
            "registration_opens": None,
            "registration_deadline": None,
            "remote_link": "",
            "review_on": None,
        },
        exclude_fields=_OF_ITS_TIME,
        copy_revisions=False,
        keep_live=False,
        user=user,
    )
    copy.statements = [row for row in copy.statements.all() if row.section != Section.RESULT]
    copy.save_revision(user=user)
    if page.capacity is not None:
        organising.set_capacity(copy, page.capacity)
    return copy


class NextEditionView(View):
    def post(self, request: HttpRequest, session: int) -> HttpResponse:
        page = session_or_404(session)
        copy = copy_for_next_edition(page, request.user)
        messages.success(
            request,
            f"« {copy.title} » est un brouillon. Donnez-lui ses dates : sans date, la session ne "
            "peut pas être publiée. L’inscription sur ce site s’ouvre ensuite à son bureau.",
        )
        return redirect("wagtailadmin_pages:edit", copy.pk)
