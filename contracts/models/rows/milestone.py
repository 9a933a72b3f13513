"""A dated step in the life of a page's subject."""

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from contracts.models.rows.ordered import Ordered
from contracts.models.source import Sourced
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.vocabulary import MilestoneState


class Milestone(Sourced, Ordered):
    page = ParentalKey(Page, on_delete=models.CASCADE, related_name="milestones")
    date = PartialDateField("date")
    text = models.CharField("étape", max_length=400, help_text="Exemple : Signature du protocole.")
    state = models.CharField(
        "état", max_length=8, choices=MilestoneState.choices, default=MilestoneState.DONE
    )

    class Meta(Ordered.Meta):
        verbose_name = "étape datée"
        verbose_name_plural = "étapes datées"

    def __str__(self) -> str:
        return f"{self.date} : {self.text[:60]}"
