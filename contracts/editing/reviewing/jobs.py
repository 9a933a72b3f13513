"""What time does to fiches, at each turn of the clock (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from wagtail.models import Page

from contracts.admin.home.review import fiches_due_for_review
from contracts.editing.reviewing.models import ReviewMail
from contracts.mail import outbox


def _tell_owners() -> Iterator[tuple[str, int | str]]:
    """One mail for each fiche that has come due. A fiche without an owner, or whose owner left or
    has no address, waits on the home of the admin, where all are listed."""
    told = ReviewMail.objects.filter(page=OuterRef("pk"), due_on=OuterRef("review_on"))
    due = fiches_due_for_review().filter(
        ~Exists(told), owner__is_active=True, owner__email__contains="@"
    )
    yield "relectures annoncées", sum(map(_tell, due.select_related("owner")))


def _tell(page: Page) -> bool:
    """`page` tells its date as `review_on`."""
    mail = ReviewMail(kind=ReviewMail.KIND, page=page, owner=page.owner, due_on=page.review_on)
    try:
        with transaction.atomic():
            outbox.write(mail)
    except IntegrityError:
        return False  # another clock has told it meanwhile
    return True


JOBS = (("relectures à annoncer", _tell_owners),)
