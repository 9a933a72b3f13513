"""The communes of France, as the official file has them: reference data, without an editor.

A commune that is itself a party to a contract is also a Territory, with the same Insee code.
"""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from contracts.values.place_key import PlaceKeyField
from contracts.values.slugs import folded_slug

CODE = r"(?:\d{2}|2[AB])\d{3}"


def departement_of(code: str) -> str:
    """The code of the département of a commune: « 29 », « 2A », « 974 »."""
    return code[:3] if code.startswith("97") else code[:2]


class CommuneQuerySet(models.QuerySet["Commune"]):
    def largest_first(self) -> CommuneQuerySet:
        return self.order_by("-population", "code")


class Commune(models.Model):
    """`epci` is the SIREN code of its intercommunality: the row of that territory belongs to the
    editors, who may rename or delete it."""

    code = models.CharField(
        "code Insee",
        max_length=5,
        primary_key=True,
        validators=[RegexValidator(rf"^{CODE}$", "Un code Insee a cinq caractères.")],
    )
    name = models.CharField("nom", max_length=100)
    place_key = PlaceKeyField("clé de recherche", max_length=100)
    departement = models.CharField("code du département", max_length=3)
    epci = models.CharField("code Siren de l’intercommunalité", max_length=9, blank=True)
    population = models.PositiveIntegerField("population", null=True, blank=True)

    objects = CommuneQuerySet.as_manager()

    class Meta:
        verbose_name = "commune"
        verbose_name_plural = "communes"
        ordering = ["name", "code"]
        indexes = [
            models.Index(fields=["epci"], name="communes_of_an_epci"),
            models.Index(fields=["departement"], name="communes_of_a_departement"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("commune", args=[self.code, self.slug])

    @property
    def slug(self) -> str:
        """What follows the code in its address, for those who read addresses."""
        return folded_slug(self.name)
