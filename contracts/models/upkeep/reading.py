"""How often a page was read in a month. Nobody is in it."""

from __future__ import annotations

from django.db import models
from wagtail.models import Page


class PageReading(models.Model):
    page = models.ForeignKey(Page, models.CASCADE, related_name="+", verbose_name="page")
    month = models.DateField("mois")  # its first day
    readings = models.PositiveIntegerField("lectures", default=0)

    class Meta:
        verbose_name = "lectures d’une page"
        verbose_name_plural = "lectures des pages"
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["page", "month"], name="a_month_of_a_page_once")
        ]

    def __str__(self) -> str:
        return f"{self.page_id} · {self.month:%Y-%m} · {self.readings}"
