"""What one party gives another, or what all do together, as a source says."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.db import models
from modelcluster.fields import ParentalKey

from contracts.models.rows.ordered import Ordered
from contracts.models.source import Sourced
from contracts.models.territory import Territory
from contracts.models.theme import Theme
from contracts.rules.contract import commitment_faults
from contracts.rules.publication import Fault
from contracts.values.dates import periods
from contracts.values.dates.partial_date import PartialDateField
from contracts.values.quantities import measured, says_a_figure
from contracts.values.vocabulary import CommitmentState, Nature


class Commitment(Sourced, Ordered):
    contract = ParentalKey(
        "contracts.ContractPage", on_delete=models.CASCADE, related_name="commitments"
    )
    uid = models.UUIDField("identifiant", default=uuid.uuid4, editable=False)
    nature = models.CharField(
        "nature",
        max_length=16,
        choices=Nature.choices,
        default=Nature.COMMITMENT,
        help_text="« Apport cité, sans engagement » quand la source dit seulement ce qu’un côté "
        "apporte.",
    )
    giver = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="qui donne",
        null=True,
        blank=True,
        related_name="given",
        help_text="Une des parties du contrat. Laissez vide pour ce que les parties font ensemble.",
    )
    receiver = models.ForeignKey(
        Territory,
        models.PROTECT,
        verbose_name="qui reçoit",
        null=True,
        blank=True,
        related_name="received",
        help_text="Une autre partie du contrat.",
    )
    reciprocal = models.BooleanField(
        "réciproque", default=False, help_text="Ce que les parties font ensemble."
    )
    object = models.CharField(
        "objet",
        max_length=300,
        help_text="Exemple : Bois-énergie des forêts du pays pour les chaufferies de la ville.",
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, verbose_name="thème", null=True, blank=True, related_name="+"
    )
    quantity = models.DecimalField(
        "quantité",
        max_digits=16,
        decimal_places=3,
        null=True,
        blank=True,
        help_text="Laissez vide si la source ne chiffre pas.",
    )
    unit = models.CharField(
        "unité", max_length=60, blank=True, help_text="Exemple : tonnes par an."
    )
    start = PartialDateField("début")
    end = PartialDateField("fin")
    state = models.CharField("état", max_length=12, choices=CommitmentState.choices, blank=True)
    exchange = models.CharField(
        "contrepartie",
        max_length=8,
        blank=True,
        help_text="Donnez la même lettre aux engagements qui se répondent : A, B…",
    )

    class Meta(Ordered.Meta):
        verbose_name = "engagement"
        verbose_name_plural = "engagements"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(giver=models.F("receiver")),
                name="a_giver_is_not_its_own_receiver",
                violation_error_message="Qui donne et qui reçoit sont le même territoire.",
            ),
            models.CheckConstraint(
                condition=models.Q(reciprocal=False)
                | models.Q(giver__isnull=True, receiver__isnull=True),
                name="what_is_reciprocal_has_no_direction",
                violation_error_message=(
                    "Un engagement réciproque n’a ni donneur ni receveur : videz ces champs."
                ),
            ),
            models.UniqueConstraint(
                fields=["contract", "uid"], name="a_commitment_is_known_by_its_uid"
            ),
        ]

    def __str__(self) -> str:
        return self.object[:80]

    def faults(self) -> Iterator[Fault]:
        yield from super().faults()
        yield from commitment_faults(self)

    @property
    def anchor(self) -> str:
        return f"engagement-{self.uid.hex[:8]}"

    @property
    def amount(self) -> str:
        """« 20 000 tonnes par an », or « non chiffré »; nothing when its words say a figure."""
        if self.quantity is not None:
            return measured(self.quantity, self.unit)
        return "" if says_a_figure(self.object) else "non chiffré"

    @property
    def period(self) -> str:
        return periods.in_words(self.start, self.end)
