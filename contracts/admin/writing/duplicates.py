"""The fiches that one being written may repeat: a close title, or the same parties."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, Q
from django.urls import reverse
from wagtail.models import Page
from wagtail.query import PageQuerySet

from contracts.models import ContractPage, Party
from contracts.models.base import FichePage
from contracts.values.dates.elapsed import elapsed
from search.text.analysis import terms

# Of the words of both titles, how many they share when they are close.
CLOSE = 0.6
# Rows whose title is read in full, among those that share a word.
_READ = 200
_SHOWN = 5


@dataclass(frozen=True)
class CloseFiche:
    title: str
    url: str
    reason: str


def close_fiches(page: FichePage) -> list[CloseFiche]:
    """The closest first, five at most; none is the page itself."""
    found: dict[int, CloseFiche] = {}
    for one, reason in (*_same_parties(page), *_close_titles(page)):
        if one.pk != page.pk and one.pk not in found:
            address = reverse("wagtailadmin_pages:edit", args=[one.pk])
            found[one.pk] = CloseFiche(one.draft_title, address, f"{reason}{_draft(one)}")
    return list(found.values())[:_SHOWN]


def _others() -> PageQuerySet:
    return Page.objects.filter(alias_of__isnull=True).select_related("owner")


def _draft(page: Page) -> str:
    """Whose draft it is, and since when it waits; nothing of what is public."""
    if page.live:
        return ""
    name = page.owner.get_full_name() or page.owner.get_username() if page.owner else ""
    whose = f" de {name}" if name else ""
    if page.latest_revision_created_at is None:
        return f", brouillon{whose}"
    return f", brouillon{whose}, il y a {elapsed(page.latest_revision_created_at)}"


def _stems(title: str) -> frozenset[str]:
    return frozenset(term.stem for term in terms(title) if len(term.exact) > 2)


def _close_titles(page: FichePage) -> Iterator[tuple[Page, str]]:
    stems = _stems(page.title)
    words = sorted((term.exact for term in terms(page.title)), key=len, reverse=True)[:3]
    spelled = sorted({*page.title.split(), *words}, key=len, reverse=True)[:6]
    if len(stems) < 2:
        return
    like = Q()
    for word in spelled:
        like |= Q(draft_title__icontains=word[:5])
    rows = _others().type(type(page)).filter(like).order_by("-pk")[:_READ]
    shares = [(_share(stems, _stems(one.draft_title)), one) for one in rows]
    for share, one in sorted(shares, key=lambda pair: -pair[0]):
        if share >= CLOSE:
            yield one, "titre proche"


def _share(some: frozenset[str], others: frozenset[str]) -> float:
    return len(some & others) / len(some | others) if some | others else 0.0


def _same_parties(page: FichePage) -> Iterator[tuple[Page, str]]:
    if not isinstance(page, ContractPage):
        return
    territories = {party.territory_id for party in page.parties.all()} - {None}
    if len(territories) < 2:
        return
    same = (
        Party.objects.filter(territory__in=territories)
        .values("contract")
        .annotate(shared=Count("territory", distinct=True))
        .filter(shared__gte=2)
        .values("contract")
    )
    for one in _others().filter(pk__in=same).order_by("-pk"):
        yield one, "mêmes parties"
