"""Forgetting who registered: the seat is freed, the row stays for counting."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from contracts.training.models import Registration, Status
from contracts.training.seats import lock, rows
from contracts.training.seats.rows import Event


@transaction.atomic
def erase(registration: Registration, *, by: str = "") -> Registration:
    """Forget the person: the seat is freed, the row stays for counting and names nobody."""
    state = lock.hold(registration.session)
    registration = rows.read(registration)
    if registration.anonymised_at is not None:
        return registration
    was_live = registration.is_live
    # What has been stays counted; an offer cannot stay open to nobody.
    if was_live and (not registration.session.is_past() or registration.status == Status.OFFERED):
        rows.end(registration, Status.CANCELLED)
    for name in ("first_name", "last_name", "organisation", "function", "email", "phone", "needs"):
        setattr(registration, name, "")
    # The person may register again: the keys of an erased row are its own.
    registration.email_key, registration.name_key = "", registration.public_id.hex
    registration.anonymised_at = timezone.now()
    registration.offer_expires_at, registration.offer_nonce = None, ""
    rows.save(registration)
    registration.mails.all().delete()
    registration.events.update(reason="")  # typed by hand: it may name the person
    _forget_in_the_admin(registration)
    rows.log(registration, Event.ERASED, by=by)
    if was_live:
        lock.offer_freed_seats(registration.session, state)
    return registration


def _forget_in_the_admin(registration: Registration) -> None:
    """The admin's own log names what it was about, and may hold what was changed."""
    entries = ModelLogEntry.objects.for_instance(registration)
    entries.update(label=str(registration), data={})
