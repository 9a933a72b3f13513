"""What somebody proposes, the file that goes with it, and the mails that tell its state."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.utils import timezone

from contracts.mail.models import OutgoingMail
from contracts.models import CaseStudyPage

# Said on the form and in « Données personnelles »: all of these are erased by the clock.
DRAFT_KEPT = dt.timedelta(days=14)  # since it was last kept
LOOSE_FILE_KEPT = dt.timedelta(days=1)  # a file whose form was never sent
MONTHS_KEPT = 12  # since it was sent


class ProposalState(models.TextChoices):
    DRAFT = "brouillon", "Brouillon"
    RECEIVED = "recue", "Reçue"
    REVIEWED = "relecture", "En relecture"
    PUBLISHED = "publiee", "Publiée"
    REFUSED = "refusee", "Refusée"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def sent(self) -> ProposalQuerySet:
        """Without what is still being written: only its writer sees that."""
        return self.exclude(state=ProposalState.DRAFT)


class Proposal(models.Model):
    """Kept whole until it is erased, by its writer, at the desk or by the clock.

    `key` is in the signed link of its writer; `sent_as` is the number of the form by which it came,
    so that a form sent twice is one. `place` is in words; `place_key` is « territoire:slug » or
    « commune:code » when the site knows it, else empty. `page` is the draft made of it.
    """

    wagtail_reference_index_ignore = True  # nothing refers to it, and a page does not rest on it

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    sent_as = models.UUIDField(unique=True, editable=False)
    state = models.CharField(
        "état",
        max_length=10,
        choices=ProposalState.choices,
        default=ProposalState.DRAFT,
        db_index=True,
    )
    name = models.CharField("nom", max_length=200, blank=True)
    email = models.EmailField("courriel")
    organisation = models.CharField("structure", max_length=200, blank=True)
    title = models.CharField("titre", max_length=200, blank=True)
    place = models.CharField("territoire", max_length=200, blank=True)
    place_key = models.CharField(max_length=120, blank=True)
    start = models.CharField("début", max_length=60, blank=True)
    done = models.TextField("ce qui a été fait", max_length=5000, blank=True)
    gave = models.TextField("ce que cela a donné", max_length=5000, blank=True)
    source = models.CharField("source", max_length=800, blank=True)
    partners = models.TextField("avec qui", max_length=2000, blank=True)
    cost = models.TextField("coût et moyens", max_length=2000, blank=True)
    obstacle = models.TextField("ce qui a coincé", max_length=2000, blank=True)
    saved_at = models.DateTimeField("gardée le", default=timezone.now)
    received_at = models.DateTimeField("reçue le", null=True, blank=True, db_index=True)
    settled_at = models.DateTimeField("réponse le", null=True, blank=True)
    settled_by = models.CharField("suivie par", max_length=160, blank=True)
    reason = models.TextField("raison du refus", max_length=2000, blank=True)
    page = models.OneToOneField(
        CaseStudyPage,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name="fiche",
        related_name="+",
    )

    objects = ProposalQuerySet.as_manager()

    class Meta:
        verbose_name = "proposition"
        verbose_name_plural = "propositions"
        ordering = ["-received_at", "-pk"]
        default_permissions = ()
        permissions = [("manage_proposals", "Peut traiter les propositions d’expériences")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="brouillon", received_at__isnull=True)
                | (~models.Q(state="brouillon") & models.Q(received_at__isnull=False)),
                name="a_proposal_is_received_once_sent",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refusee") | ~models.Q(reason=""),
                name="a_refusal_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        """Nothing of the person."""
        return f"Proposition du {timezone.localtime(self.saved_at):%d/%m/%Y à %H:%M}"

    @property
    def is_draft(self) -> bool:
        return self.state == ProposalState.DRAFT

    @property
    def is_open(self) -> bool:
        """Whether an answer is still to come."""
        return self.state in {ProposalState.RECEIVED, ProposalState.REVIEWED}

    @property
    def may_become_a_draft(self) -> bool:
        return self.is_open and self.page_id is None


class ProposalFile(models.Model):
    """A file as it came, in the database: no folder that the site serves holds it, and whoever
    erases the proposal erases it. Without a proposal, it waits for its form to be sent."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    proposal = models.OneToOneField(
        Proposal, models.CASCADE, null=True, related_name="file", verbose_name="proposition"
    )
    name = models.CharField("nom", max_length=120)
    size = models.PositiveIntegerField("taille en octets")
    content = models.BinaryField("contenu")
    received_at = models.DateTimeField("reçu le", default=timezone.now, db_index=True)

    class Meta:
        verbose_name = "fichier d’une proposition"
        verbose_name_plural = "fichiers des propositions"
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class ProposalMail(OutgoingMail):
    """A mail to who proposes, written from the proposal when it leaves, and erased along with it."""

    class Kind(models.TextChoices):
        DRAFT = "proposition-gardee", "Brouillon gardé"
        RECEIVED = "proposition-recue", "Proposition reçue"
        PUBLISHED = "proposition-publiee", "Proposition publiée"
        REFUSED = "proposition-refusee", "Proposition refusée"

    proposal = models.ForeignKey(
        Proposal, models.CASCADE, verbose_name="proposition", related_name="mails"
    )

    class Meta:
        verbose_name = "courriel d’une proposition"
        verbose_name_plural = "courriels des propositions"
        default_permissions = ()
