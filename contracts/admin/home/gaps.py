"""What the base lacks, among the public fiches that the person may change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Window
from django.http import HttpRequest
from django.urls import reverse
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from contracts import kinds
from contracts.admin.home.panel import MOST, Listed, ListPanel, WorkLine
from contracts.models import Commitment, Party


def _fiches(lacking: Callable[[str], Q]) -> Q:
    """`lacking` is told the way from a page to the row of its kind."""
    found = Q()
    for kind in kinds.registered():
        if kind.is_compared:
            name = str(kind.model._meta.model_name)
            found |= Q(**{f"{name}__isnull": False}) & lacking(name)
    return found


def _editable(user: Any) -> QuerySet[Page]:
    """In one query: the pages are named by a subquery."""
    return PagePermissionPolicy().instances_user_has_permission_for(user, "change").values("pk")


class PagesPanel(ListPanel):
    """Public fiches that lack something, the latest published first."""

    def lacking(self) -> Q:
        raise NotImplementedError

    def listed(self, request: HttpRequest) -> Listed:
        pages = (
            Page.objects.live()
            .filter(self.lacking(), alias_of__isnull=True, pk__in=_editable(request.user))
            .annotate(total=Window(Count("pk")))
            .order_by(F("last_published_at").desc(nulls_last=True), "pk")[:MOST]
        )
        found = list(pages)
        lines = tuple(WorkLine.of_page(page) for page in found)
        return Listed(lines, found[0].total if found else 0)


class WithoutCommitmentsPanel(PagesPanel):
    name = "without-commitments"
    title = "Contrats sans apport ni engagement"
    order = 310

    def lacking(self) -> Q:
        return Q(contractpage__isnull=False, contractpage__commitments__isnull=True)


class WithoutSourcePanel(PagesPanel):
    name = "without-source"
    title = "Fiches sans source"
    order = 330

    def lacking(self) -> Q:
        return _fiches(lambda name: Q(**{f"{name}__source__isnull": True}))


class WithoutLinkPanel(PagesPanel):
    name = "without-link"
    title = "Fiches sans lien vers une autre"
    order = 340

    def lacking(self) -> Q:
        return _fiches(lambda name: Q()) & Q(outgoing_links__isnull=True)


class OneWayPanel(ListPanel):
    """Themes of a contract under which one side alone gives."""

    name = "one-way"
    title = "Thèmes à sens unique"
    order = 320

    def listed(self, request: HttpRequest) -> Listed:
        side = Party.objects.filter(contract=OuterRef("contract"), territory=OuterRef("giver"))
        rows = (
            Commitment.objects.filter(
                contract__live=True, theme__isnull=False, contract__in=_editable(request.user)
            )
            .annotate(side=Subquery(side.values("side")[:1]))
            .values("contract", "contract__draft_title", "theme__label")
            .annotate(
                sides=Count("side", distinct=True),
                undirected=Count("pk", filter=Q(side__isnull=True)),
            )
            .filter(sides=1, undirected=0)
            .order_by("contract", "theme__label")
            .values_list("contract", "contract__draft_title", "theme__label")
        )
        return Listed.first(_by_contract(rows))


def _by_contract(rows: Iterable[tuple[int, str, str]]) -> Iterator[WorkLine]:
    themes: dict[tuple[int, str], list[str]] = {}
    for pk, title, label in rows:
        themes.setdefault((pk, title), []).append(label)
    for (pk, title), labels in themes.items():
        yield WorkLine(title, reverse("wagtailadmin_pages:edit", args=[pk]), ", ".join(labels))
