"""The closed lists of sessions: what mail is about, and what is told of a session afterwards."""

from __future__ import annotations

from django.db import models

# The code of sessions among the kinds of content.
SESSION = "session"


class MailKind(models.TextChoices):
    CONFIRMED = "confirmation", "Inscription confirmée"
    WAITING = "attente", "Inscription en liste d’attente"
    OFFER = "proposition", "Une place est libre"
    OFFER_EXPIRED = "expiration", "La proposition a expiré"
    REFUSED = "refus", "Place refusée"
    CANCELLED = "annulation", "Inscription annulée"
    CORRECTED = "correction", "Coordonnées corrigées"
    MOVED = "deplacement", "Inscription déplacée"
    REMINDER_WEEK = "rappel-7", "Rappel, 7 jours avant"
    REMINDER_DAY = "rappel-1", "Rappel, la veille"
    SESSION_CHANGED = "report", "Dates ou lieu changés"
    SESSION_CANCELLED = "session-annulee", "Session annulée"
    THANKS = "merci", "Merci et suites"


class NoteKind(models.TextChoices):
    SAID = "dit", "Ce qui s’est dit"
    QUESTION = "question", "Question posée"
    CONDITION = "condition", "Condition entendue"
    LEVER = "levier", "Levier entendu"
