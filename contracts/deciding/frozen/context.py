"""The page of a frozen dossier: what its fiches said, and what has changed since."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from contracts.deciding.dossier.address import packed
from contracts.deciding.dossier.selection import FoundFiche, find
from contracts.deciding.frozen.freezing import choice_of, versions_of
from contracts.deciding.frozen.links import erase_token
from contracts.deciding.frozen.models import FrozenDossier
from contracts.deciding.making.order import PaperOrder
from contracts.deciding.synthesis.papers import PAPERS
from contracts.pages.parts.carry import mail_to_send
from contracts.pages.versions.version import Version
from contracts.values.dates.french_calendar import french_date

NO_TITLE = "Dossier sans titre"


@dataclass(frozen=True)
class FrozenItem:
    """A fiche at its rank, from 1, as it was: `title` is empty for one that is missing. `since` says
    what became of it; `then` and `now` are the addresses of its text of that day and of today."""

    rank: int
    note: str
    since: str
    changed: bool = False
    kind_label: str = ""
    title: str = ""
    gist: str = ""
    then: str = ""
    now: str = ""


class FrozenContext:
    def __init__(self, dossier: FrozenDossier, request: HttpRequest) -> None:
        self._request = request
        self.dossier = dossier
        self.title = dossier.title or NO_TITLE
        self.frozen_on: dt.date = timezone.localdate(dossier.created_at)
        self.kept_until: dt.date = timezone.localdate(dossier.expires_at)
        self.choice = choice_of(dossier)
        self.path = reverse("frozen_dossier", args=[dossier.spelt])
        self.url = request.build_absolute_uri(self.path)
        self.items = tuple(self._items())
        self.changed = sum(item.changed for item in self.items)
        self.missing = sum(not item.title for item in self.items)

    @property
    def packed(self) -> str:
        """What is opened again to be brought up to date."""
        return packed(self.choice)

    @property
    def erase_url(self) -> str:
        """Absolute. Never shown on the page that every reader opens."""
        path = reverse("frozen_erase", args=[self.dossier.spelt, erase_token(self.dossier)])
        return self._request.build_absolute_uri(path)

    @property
    def mail(self) -> str:
        return mail_to_send(self.title, self.url)

    @property
    def papers(self) -> tuple[tuple[str, str], ...]:
        """(label, address) of each document that is made of it."""
        return tuple(
            (kind.label, reverse("frozen_paper", args=[self.dossier.spelt, name]))
            for name, kind in PAPERS.items()
        )

    def order(self, name: str) -> PaperOrder:
        return PaperOrder(name, self.choice, self.frozen_on, self.url)

    def _items(self) -> Iterator[FrozenItem]:
        versions = versions_of(self.dossier)
        found = find(self.choice).by_pk
        texts = _texts(found, versions)
        for rank, chosen in enumerate(self.choice.pages, start=1):
            page = found.get(chosen.pk)
            if page is None:
                yield FrozenItem(
                    rank, chosen.note, "Retirée du site depuis, ou n’est plus publique.", True
                )
                continue
            yield _item(rank, chosen.note, page, versions.get(chosen.pk), texts)


def _item(
    rank: int,
    note: str,
    found: FoundFiche,
    version: Version | None,
    texts: Mapping[int, tuple[str, str]],
) -> FrozenItem:
    page, online = found.page, found.online
    title, gist = page.title, page.gist
    then, changed = found.url, False
    if version is None:
        since = "Sans version datée : c’est son texte d’aujourd’hui."
    elif online is not None and online.number == version.number:
        since, then = "Inchangée depuis.", version.address(found.url)
    else:
        changed = True
        day = french_date(online.day) if online else ""
        since = f"Modifiée le {day}." if day else "Modifiée depuis."
        if version.number in texts:
            then = version.address(found.url)
            title, gist = texts[version.number]
        else:
            since += " Le texte de ce jour-là n’est plus gardé : c’est celui d’aujourd’hui."
    return FrozenItem(rank, note, since, changed, found.kind.label, title, gist, then, found.url)


def _texts(
    found: Mapping[int, FoundFiche], versions: Mapping[int, Version]
) -> dict[int, tuple[str, str]]:
    """The title and the gist of the versions that are online no more, by their number."""
    old = {
        str(pk): versions[pk].number
        for pk, page in found.items()
        if pk in versions and (page.online is None or page.online.number != versions[pk].number)
    }
    rows = Revision.page_revisions.filter(pk__in=old.values(), object_id__in=old)
    return {row.pk: (row.content["title"], row.content.get("gist", "")) for row in rows}
