"""A published document that a fact rests on, and the mixin of what rests on one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models

from contracts.rules.fiche import source_faults
from contracts.rules.publication import Fault
from contracts.rules.reference import UNFINDABLE, address_faults, findable_faults
from contracts.rules.ruled import Ruled
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.slugs import unused_slug
from contracts.values.sort_key import SortKeyField
from contracts.values.vocabulary import SourceKind


class Source(Ruled):
    """A document: title and publisher make it identifiable, the address makes it readable."""

    key = models.SlugField(
        "identifiant",
        max_length=100,
        unique=True,
        error_messages={"unique": "Une source porte déjà cet identifiant."},
    )
    title = models.CharField("titre", max_length=300)
    publisher = models.CharField("éditeur", max_length=200, blank=True)
    url = models.URLField(
        "adresse",
        max_length=800,
        blank=True,
        help_text="L’adresse de la page ou du document. Une adresse ou une référence est demandée.",
    )
    reference = models.CharField(
        "référence",
        max_length=300,
        blank=True,
        help_text="Ce qui permet de retrouver un document sans adresse, ou un numéro de rapport. Une "
        "adresse ou une référence est demandée.",
    )
    kind = models.CharField("nature", max_length=20, choices=SourceKind.choices)
    published_on = PartialDateField("publiée le")
    consulted_on = models.DateField("consultée le", null=True, blank=True)
    copy = models.BooleanField(
        "copie",
        default=False,
        help_text="L’adresse mène à une copie hébergée par un tiers : le titre et l’éditeur font foi.",
    )
    reconstructed_title = models.BooleanField(
        "titre reconstitué", default=False, help_text="Le titre a été déduit de l’adresse."
    )
    archived_url = models.URLField(
        "adresse archivée",
        max_length=800,
        blank=True,
        help_text="Une copie tenue par un service d’archives public, par exemple web.archive.org : "
        "elle est donnée à côté de l’adresse.",
    )
    unreachable_since = models.DateField("inaccessible depuis le", null=True, editable=False)
    sort_key = SortKeyField("clé de classement", max_length=250, source="title")

    _read_url: str | None = None  # as the database had it when the row was read

    class Meta:
        verbose_name = "source"
        verbose_name_plural = "sources"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(url="") | ~models.Q(reference=""),
                name="a_source_can_be_found",
                violation_error_message=UNFINDABLE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.publisher})" if self.publisher else self.title

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from findable_faults(self)
        yield from address_faults(self)

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or unused_slug(Source, "key", self.title)
        if self._read_url not in (None, self.url):
            self.unreachable_since = None  # the next check says of the new address
        super().save(*args, **kwargs)

    @classmethod
    def from_db(cls, *args: Any) -> Source:
        source = super().from_db(*args)
        source._read_url = source.__dict__.get("url")
        return source


class Sourced(Ruled):
    """What rests on one or two sources. Binding at publication, not in a draft."""

    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name="source", null=True, blank=True, related_name="+"
    )
    second_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="autre source",
        null=True,
        blank=True,
        related_name="+",
        help_text="Une seconde source qui dit la même chose.",
    )
    locator = models.CharField(
        "page ou section", max_length=80, blank=True, help_text="Exemple : p. 12, article 3."
    )

    class Meta:
        abstract = True

    @property
    def sources(self) -> list[Source]:
        return [source for source in (self.source, self.second_source) if source is not None]

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from source_faults(self)
