"""A typed link between two pages, seen from both ends, with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.rules.fiche import LINKED_TO_ITSELF, link_faults
from contracts.rules.publication import Fault
from contracts.rules.ruled import Ruled
from contracts.values.vocabulary import LinkType


class PageLink(Ruled, Ordered):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="outgoing_links")
    target = models.ForeignKey(
        Page, models.CASCADE, related_name="incoming_links", verbose_name="page liée"
    )
    type = models.CharField(
        "lien", max_length=16, choices=LinkType.choices, default=LinkType.SEE_ALSO
    )
    reason = models.CharField(
        "raison",
        max_length=300,
        help_text="Une phrase lue sur les deux pages. Exemple : La même métropole, cinq ans après.",
    )

    class Meta(Ordered.Meta):
        verbose_name = "lien"
        verbose_name_plural = "liens"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(page=models.F("target")),
                name="a_page_does_not_link_to_itself",
                violation_error_message=LINKED_TO_ITSELF,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_type_display()} : {self.target}"

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from link_faults(self)

    @property
    def reverse_label(self) -> str:
        return LinkType(self.type).reverse_label
