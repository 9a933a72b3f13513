"""The controlled list of what cities and countryside exchange."""

from typing import Any

from django.db import models
from django.utils.encoding import escape_uri_path

from contracts.models.events import AnnouncedModel
from contracts.models.source import Source
from contracts.values.slugs import unused_slug


class Theme(AnnouncedModel):
    code = models.CharField(
        "code",
        max_length=4,
        unique=True,
        help_text="Exemple : T01.",
        error_messages={"unique": "Un thème porte déjà ce code."},
    )
    slug = models.SlugField(
        "identifiant d’adresse",
        max_length=80,
        unique=True,
        help_text="Il est dans les adresses déjà partagées : ne le changez pas.",
        error_messages={"unique": "Un thème porte déjà cet identifiant."},
    )
    label = models.CharField("libellé", max_length=80, unique=True)
    definition = models.CharField("définition", max_length=300, blank=True)
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True, related_name="+"
    )
    position = models.PositiveSmallIntegerField("ordre", default=0)

    class Meta:
        verbose_name = "thème"
        verbose_name_plural = "thèmes"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.label

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or unused_slug(Theme, "slug", self.label)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return escape_uri_path(f"/themes/{self.slug}/")
