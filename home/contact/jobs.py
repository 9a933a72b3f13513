"""Messages are forgotten some months after they came, treated or not (`kb.jobs`)."""

from __future__ import annotations

from collections.abc import Iterator

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.utils import timezone

from home.contact.models import ReaderMessage


def _forget() -> Iterator[tuple[str, int]]:
    limit = timezone.localtime() - relativedelta(months=settings.MESSAGE_RETENTION_MONTHS)
    due = ReaderMessage.objects.filter(received_at__lte=limit)
    yield "messages effacés", due.delete()[1].get("contact.ReaderMessage", 0)


JOBS = (("messages effacés", _forget),)
