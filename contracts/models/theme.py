"""The controlled list of what cities and countryside exchange, and the everyday words of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.db import models
from django.utils.encoding import escape_uri_path

from contracts.models.events import AnnouncedModel
from contracts.models.source import Source
from contracts.rules.publication import Fault
from contracts.rules.ruled import Ruled
from contracts.rules.words.everyday_words import (
    EverydayWordsField,
    shape_faults,
    shared_faults,
    wordings,
)
from contracts.values.slugs import unused_slug
from contracts.values.vocabulary import ThemeMark
from search.answers.everyday import Lead

FACET = "theme"
HEADING = "Un thème dans ces mots ?"
# Of a label: « Aménagement, foncier et habitat ».
_PARTS = re.compile(r",\s+|\s+et\s+")


class Theme(Ruled, AnnouncedModel):
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
    everyday_words = EverydayWordsField(
        help_text="Ce que quelqu’un taperait pour trouver ce thème, un par ligne ou séparés par des "
        "virgules : « vélo », « piste cyclable ». La recherche propose alors ce thème en tête.",
    )
    mark = models.CharField(
        "pictogramme",
        max_length=20,
        choices=ThemeMark.choices,
        blank=True,
        help_text="Dessiné dans les listes, et sur l’image de partage, des fiches dont ce thème est le "
        "premier. Vide : le pictogramme du type de fiche.",
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

    @property
    def lead(self) -> Lead:
        """What its everyday words propose in a search, or its label or a part of it alone (« santé »
        of « Santé et accès aux soins »): its fiches."""
        return Lead(
            label=f"Thème\u00a0: {self.label}",
            words=wordings(self.everyday_words),
            names=(self.label, *_PARTS.split(self.label)),
            facet=FACET,
            code=self.slug,
            heading=HEADING,
        )

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from shape_faults(self.everyday_words)
        yield from shared_faults(self.everyday_words, self.lead.target)

    def get_absolute_url(self) -> str:
        return escape_uri_path(f"/themes/{self.slug}/")
