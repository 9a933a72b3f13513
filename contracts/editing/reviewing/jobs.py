"""What time does to fiches, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce
from wagtail.models import Page

from contracts.admin.home.review import fiche_columns, fiches_due_for_review
from contracts.editing.reviewing.models import ReviewMail
from contracts.mail import outbox


def _publish_scheduled() -> Iterator[tuple[str, int | str]]:
    """What has come to its hour is published or taken away; what may not be published is named."""
    refused = StringIO()
    call_command("publish_scheduled", stdout=StringIO(), stderr=refused, no_color=True)
    for line in refused.getvalue().splitlines():
        yield "publication programmée", line


def _tell_those_who_answer() -> Iterator[tuple[str, int | str]]:
    """One mail each for each fiche that has come due. A fiche whose owner left or has no address is
    told to who stands in alone; one of nobody waits on the home of the admin, where all are."""
    yield "relectures annoncées", sum(_tell(role) for role in ("owner_id", "stand_in_id"))


def _tell(role: str) -> int:
    person = get_user_model().objects.filter(pk=OuterRef(role), is_active=True, email__contains="@")
    told = ReviewMail.objects.filter(
        page=OuterRef("pk"), due_on=OuterRef("review_on"), owner=OuterRef(role)
    )
    due = (
        fiches_due_for_review()
        .annotate(stand_in_id=Coalesce(*fiche_columns("stand_in")))
        .filter(Exists(person), ~Exists(told))
    )
    return sum(_write(page, getattr(page, role)) for page in due)


def _write(page: Page, person: int) -> bool:
    """`page` tells its date as `review_on`."""
    mail = ReviewMail(kind=ReviewMail.KIND, page=page, owner_id=person, due_on=page.review_on)
    try:
        with transaction.atomic():
            outbox.write(mail)
    except IntegrityError:
        return False  # another clock has told it meanwhile
    return True


JOBS = (
    ("publications programmées", _publish_scheduled),
    ("relectures à annoncer", _tell_those_who_answer),
)
