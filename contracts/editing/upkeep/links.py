"""Reports > Liens extérieurs: which addresses answer, since when they do not, and where they stand."""

from __future__ import annotations

from typing import Any

import django_filters
from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn

from contracts.editing.upkeep.frame import UpkeepReport
from contracts.models import ExternalLink, Source
from contracts.models.upkeep.link import LinkState


class LinkFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=LinkState.choices)
    host = django_filters.CharFilter(label="Site", lookup_expr="icontains")

    class Meta:
        model = ExternalLink
        fields = ["state", "host"]


def _edit_source(link: Any) -> str | None:
    """None of an address that stands in a text."""
    if link.source is None:
        return None
    return reverse("wagtailsnippets_contracts_source:edit", args=[link.source])


class LinksReport(UpkeepReport):
    page_title = "Liens extérieurs"
    header_icon = "link-external"
    part = "liens"
    governed = Source
    menu_order = 630
    index_url_name = "links_report"
    index_results_url_name = "links_report_results"
    filterset_class = LinkFilterSet
    verbose_name_plural = "liens"
    default_ordering = "-failures"
    help_text = (
        "Chaque adresse est demandée une fois par semaine. Elle est dite inaccessible après trois échecs "
        "de suite, sur trois jours au moins : les lecteurs le voient à côté de la source. Corrigez "
        "l’adresse, ou donnez une adresse archivée, dans la source."
    )
    nothing = "Aucun lien n’a été vérifié : la vérification n’est pas activée sur ce site. Qui l’héberge peut le faire."
    columns = [
        TitleColumn("address", label="Adresse", get_url=_edit_source, sort_key="address"),
        Column("title", label="Source"),
        Column("get_state_display", label="État", sort_key="state"),
        Column("since", label="Depuis le", sort_key="since"),
        Column("answer", label="Réponse"),
        DateColumn("checked_at", label="Vérifié le", sort_key="checked_at"),
    ]
    list_export = ["address", "title", "get_state_display", "since", "answer", "checked_at"]
    export_headings = {
        "address": "Adresse",
        "title": "Source",
        "get_state_display": "État",
        "since": "Depuis le",
        "answer": "Réponse",
        "checked_at": "Vérifié le",
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        sources = Source.objects.filter(url=OuterRef("address")).order_by("pk")
        return ExternalLink.objects.annotate(
            source=Subquery(sources.values("pk")[:1]), title=Subquery(sources.values("title")[:1])
        )
