"""Freezing a dossier, finding it again, erasing it. No other module writes the row."""

from __future__ import annotations

import datetime as dt
import uuid

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from contracts.deciding.dossier.choice import DossierChoice, PickedFiche
from contracts.deciding.dossier.selection import find
from contracts.deciding.frozen.models import MONTHS_KEPT, FrozenDossier, keys_of
from contracts.deciding.making import workshop
from contracts.pages.versions.version import Version

# A network address may freeze so many in a day.
MOST_A_DAY = 20


def freeze(choice: DossierChoice, sent_as: uuid.UUID) -> FrozenDossier:
    """Keep this dossier, each fiche with the version that is online; what is not public is left out.
    The same form sent again is the dossier that is kept."""
    choice = choice.cut()
    found = find(choice).by_pk
    pages = []
    for chosen in choice.pages:
        if chosen.pk in found:
            online = found[chosen.pk].online
            told = [online.number, online.moment.isoformat()] if online else [None, None]
            pages.append([chosen.pk, chosen.note, *told])
    now = timezone.now()
    row, _ = FrozenDossier.objects.get_or_create(
        sent_as=sent_as,
        defaults={
            "title": choice.title,
            "council": choice.council,
            "asked": choice.asked,
            "pages": pages,
            "created_at": now,
            "expires_at": timezone.localtime(now) + relativedelta(months=MONTHS_KEPT),
        },
    )
    return row


def opened(typed: str) -> FrozenDossier | None:
    """What a key opens, however it is typed."""
    kept = FrozenDossier.objects.filter(expires_at__gt=timezone.now())
    return kept.filter(key__in=keys_of(typed)).first()


def erase(dossier: FrozenDossier) -> None:
    """With the papers that were made of it."""
    workshop.erase_those_of(dossier.key)
    dossier.delete()


def erase_expired() -> int:
    expired = FrozenDossier.objects.filter(expires_at__lte=timezone.now())
    for dossier in expired:
        erase(dossier)
    return len(expired)


def choice_of(dossier: FrozenDossier) -> DossierChoice:
    pages = (PickedFiche(pk, note, version) for pk, note, version, _ in dossier.pages)
    return DossierChoice.of(pages, dossier.title, dossier.council, dossier.asked)


def versions_of(dossier: FrozenDossier) -> dict[int, Version]:
    """The version of each fiche that had one, by the pk of its page."""
    return {
        pk: Version(number, dt.datetime.fromisoformat(moment))
        for pk, _note, number, moment in dossier.pages
        if number is not None
    }
