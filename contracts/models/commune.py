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
_OVERSEAS = ("97", "98")


def departement_of(code: str) -> str:
    """The code of the département, or of the overseas collectivity, of a commune: « 29 », « 2A »,
    « 974 », « 988 »."""
    return code[:3] if code.startswith(_OVERSEAS) else code[:2]


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
    longitude = models.FloatField(null=True, blank=True)
    latitude = models.FloatField(null=True, blank=True)

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


class CommuneAlias(models.Model):
    """What else a commune is known by: a postal code, a municipal arrondissement, the name and the
    code of what it is made of or was once called. Reference data, as communes are.

    `code` is the postal code, or the Insee code that the alias has or had; `name` is empty for a
    postal code of the whole commune, and for a code whose name no source gives. A short name is what
    everybody calls a town by, « Saint-Dié », « Cherbourg »; its code is that of the commune.
    """

    class Kind(models.TextChoices):
        POSTAL = "postal", "Code postal"
        ARRONDISSEMENT = "arrondissement", "Arrondissement municipal"
        DELEGATED = "deleguee", "Commune déléguée"
        ASSOCIATED = "associee", "Commune associée"
        FORMER = "ancienne", "Ancienne commune, ancien nom"
        SHORT = "court", "Nom abrégé"

    commune = models.ForeignKey(Commune, models.CASCADE, related_name="aliases")
    kind = models.CharField("nature", max_length=14, choices=Kind.choices)
    code = models.CharField("code", max_length=5, db_index=True)
    name = models.CharField("nom", max_length=100, blank=True)
    place_key = PlaceKeyField("clé de recherche", max_length=100)

    class Meta:
        verbose_name = "autre nom d’une commune"
        verbose_name_plural = "autres noms des communes"
        ordering = ["code", "pk"]

    def __str__(self) -> str:
        return self.name or self.code
