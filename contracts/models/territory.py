"""Places of every level, their names, figures and sourced memberships."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.core.validators import RegexValidator
from django.db import models
from django.utils.encoding import escape_uri_path
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Page

from contracts.models.commune import CODE
from contracts.models.events import AnnouncedModel
from contracts.models.source import Source, Sourced
from contracts.rules.listed import listed
from contracts.rules.publication import UNSOURCED, Fault
from contracts.rules.reference import WITHIN_ITSELF, figure_faults, membership_faults
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.demonyms import genders
from contracts.values.place_key import PlaceKeyField
from contracts.values.slugs import unused_slug
from contracts.values.sort_key import SortKeyField
from contracts.values.vocabulary import Side, TerritoryLevel
from search.index.together import read_together


class TerritoryQuerySet(models.QuerySet["Territory"]):
    def in_catalogue(self) -> TerritoryQuerySet:
        """Those that a live public page is about: what a list of territories shows.

        Two subqueries rather than one with all the joins, which PostgreSQL multiplies.
        """
        public = listed(Page.objects).values("pk")
        parties = Territory.objects.filter(parties__contract__page_ptr__in=public)
        places = Territory.objects.filter(case_study_places__page__page_ptr__in=public)
        return self.filter(
            models.Q(pk__in=parties.values("pk")) | models.Q(pk__in=places.values("pk"))
        )

    def counted(self) -> TerritoryQuerySet:
        """With `contracts` and `experiences`: how many public ones it is a party to, or a place
        of."""
        public = listed(Page.objects).values("pk")
        return self.annotate(
            contracts=models.Count(
                "parties__contract",
                filter=models.Q(parties__contract__page_ptr__in=public),
                distinct=True,
            ),
            experiences=models.Count(
                "case_study_places__page",
                filter=models.Q(case_study_places__page__page_ptr__in=public),
                distinct=True,
            ),
        )


class Territory(AnnouncedModel, ClusterableModel):
    slug = models.SlugField(
        "identifiant d’adresse",
        max_length=100,
        unique=True,
        error_messages={"unique": "Un territoire porte déjà cet identifiant."},
    )
    name = models.CharField("nom", max_length=200)
    place_key = PlaceKeyField("clé de recherche", max_length=200)
    level = models.CharField("niveau", max_length=20, choices=TerritoryLevel.choices)
    code = models.CharField(
        "code officiel",
        max_length=12,
        blank=True,
        help_text="Code Insee ou SIREN, quand il existe. Exemple : 242900314.",
    )
    usual_side = models.CharField(
        "côté habituel",
        max_length=10,
        choices=Side.choices,
        blank=True,
        help_text="Ville ou campagne : le signe montré à côté du nom.",
    )
    longitude = models.FloatField(
        null=True,
        blank=True,
        help_text="En degrés. Laissez vide : le centre des membres, sinon le siège, place le "
        "territoire sur la carte.",
    )
    latitude = models.FloatField(null=True, blank=True)
    seat = models.CharField(
        "commune du siège",
        max_length=5,
        blank=True,
        validators=[RegexValidator(rf"^{CODE}$", "Un code Insee a cinq caractères.")],
        help_text="Code Insee. Exemple : 58234.",
    )
    place_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name="source du point ou du siège",
        null=True,
        blank=True,
        related_name="+",
    )
    place_note = models.CharField(
        "comment le point a été trouvé",
        max_length=200,
        blank=True,
        help_text="Dit dans la liste de la carte. Exemple : centre du périmètre du SCoT.",
    )

    sort_key = SortKeyField("clé de classement", max_length=200)

    objects = TerritoryQuerySet.as_manager()

    class Meta:
        verbose_name = "territoire"
        verbose_name_plural = "territoires"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["level", "code"],
                condition=~models.Q(code=""),
                name="an_official_code_is_used_once_in_a_level",
                violation_error_message="Un territoire de ce niveau porte déjà ce code officiel.",
            ),
            models.CheckConstraint(
                condition=(
                    models.Q(longitude__isnull=True, latitude__isnull=True)
                    | models.Q(longitude__range=(-180, 180), latitude__range=(-90, 90))
                ),
                name="a_point_has_both_coordinates_on_earth",
                violation_error_message=(
                    "Donnez la longitude (de -180 à 180) et la latitude (de -90 à 90), ou aucune."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(seat="") | models.Q(place_source__isnull=False),
                name="a_seat_has_a_source",
                violation_error_message=(
                    "Donnez la source du siège, ou effacez le code de la commune du siège."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.slug = self.slug or unused_slug(Territory, "slug", self.name)
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return escape_uri_path(f"/territoires/{self.slug}/")


class TerritoryName(models.Model):
    """Another name of a territory, or that of its inhabitants: « Pays COB », « COB », « Brestois »."""

    class Kind(models.TextChoices):
        USUAL = "usage", "Nom d’usage"
        ACRONYM = "sigle", "Sigle"
        FORMER = "ancien", "Ancien nom"
        DEMONYM = "gentile", "Gentilé"

    territory = ParentalKey(Territory, on_delete=models.CASCADE, related_name="other_names")
    kind = models.CharField("nature", max_length=8, choices=Kind.choices, default=Kind.USUAL)
    name = models.CharField(
        "autre nom",
        max_length=200,
        help_text="Un gentilé s’écrit au masculin singulier, avec son féminin entre parenthèses s’il "
        "n’est pas régulier : « Brestois », « Tourangeau (Tourangelle) ».",
    )
    place_key = PlaceKeyField("clé de recherche", max_length=200)

    class Meta:
        verbose_name = "autre nom"
        verbose_name_plural = "autres noms"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "name"], name="a_territory_has_another_name_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def forms(self) -> tuple[str, ...]:
        """The name as it is written in a text: a demonym in both genders."""
        return genders(self.name) if self.kind == self.Kind.DEMONYM else (self.name,)


class TerritoryFigure(Sourced):
    """A population or a number of communes, as one source gives it."""

    class Kind(models.TextChoices):
        POPULATION = "population", "Population"
        COMMUNES = "communes", "Communes"

    territory = ParentalKey(Territory, on_delete=models.CASCADE, related_name="figures")
    kind = models.CharField("donnée", max_length=12, choices=Kind.choices)
    number = models.PositiveIntegerField("nombre")
    as_of = PartialDateField("à la date de")
    retained = models.BooleanField("valeur retenue", default=False)
    note = models.CharField("précision", max_length=200, blank=True)

    class Meta:
        verbose_name = "chiffre"
        verbose_name_plural = "chiffres"
        ordering = ["kind", "-retained", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["territory", "kind"],
                condition=models.Q(retained=True),
                name="one_figure_is_retained_per_kind",
                violation_error_message="Une seule valeur peut être retenue pour cette donnée.",
            ),
            models.CheckConstraint(
                condition=models.Q(source__isnull=False),
                name="a_figure_has_a_source",
                violation_error_message=UNSOURCED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} : {self.number}"

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from figure_faults(self)


class Membership(Sourced):
    """`member` lies within `container`, as a source says."""

    member = ParentalKey(
        Territory, on_delete=models.CASCADE, related_name="containers", verbose_name="territoire"
    )
    container = models.ForeignKey(
        Territory, models.CASCADE, related_name="members", verbose_name="fait partie de"
    )

    class Meta:
        verbose_name = "appartenance"
        verbose_name_plural = "appartenances"
        constraints = [
            models.UniqueConstraint(
                fields=["member", "container"], name="a_membership_is_stated_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(member=models.F("container")),
                name="a_territory_does_not_contain_itself",
                violation_error_message=WITHIN_ITSELF,
            ),
            models.CheckConstraint(
                condition=models.Q(source__isnull=False),
                name="a_membership_has_a_source",
                violation_error_message=UNSOURCED,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.member} ⊂ {self.container}"

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from membership_faults(self)


class TerritoryGraph:
    """All memberships in memory (some 3 000 pairs), to walk up and down without a query a step. One
    query."""

    def __init__(self) -> None:
        self._up: dict[int, list[int]] = {}
        self._down: dict[int, list[int]] = {}
        pairs = Membership.objects.values_list("member_id", "container_id")
        territories = Territory.objects.values("pk", "slug", "name", "level", "code")
        read_together(pairs, territories)
        for member, container in pairs:
            self._up.setdefault(member, []).append(container)
            self._down.setdefault(container, []).append(member)
        self.rows: dict[int, Any] = {row["pk"]: row for row in territories}

    def above(
        self, start: int, through: Callable[[dict[str, Any]], bool] = lambda _row: True
    ) -> set[int]:
        """What contains the territory, itself left out; only `through` some rows, when it says."""
        return self._walk(start, self._up, through)

    def below(self, start: int) -> set[int]:
        """What the territory contains, itself left out."""
        return self._walk(start, self._down, lambda _row: True)

    def regions(self, start: int) -> set[int]:
        return {
            pk
            for pk in {start} | self.above(start)
            if self.rows[pk]["level"] == TerritoryLevel.REGION
        }

    def _walk(
        self, start: int, steps: dict[int, list[int]], through: Callable[[dict[str, Any]], bool]
    ) -> set[int]:
        seen: set[int] = set()
        to_visit = list(steps.get(start, ()))
        while to_visit:
            pk = to_visit.pop()
            # A cycle in the data must not hang the site.
            if pk != start and pk not in seen and through(self.rows[pk]):
                seen.add(pk)
                to_visit.extend(steps.get(pk, ()))
        return seen
