"""Training sessions as a table of the archive of open data: nothing of who comes, nor of whom to
write to."""

from __future__ import annotations

from contracts.opendata import reading
from contracts.opendata.archive.tables import of_pages, register
from contracts.opendata.columns import PublishedColumn, Type
from contracts.opendata.datasets import Dataset
from contracts.training.models import TrainingSessionPage

_COLUMNS = (
    PublishedColumn(
        "Identifiant",
        "La fin de l’adresse de la session.",
        Type.TEXT,
        "2026-12-06-contrat-de-reciprocite",
        lambda item: item.row.slug,
    ),
    PublishedColumn(
        "Adresse",
        "L’adresse de la page sur ce site.",
        Type.ADDRESS,
        "https://exemple.fr/sessions/2026-12-06-contrat-de-reciprocite/",
        lambda item: item.address,
    ),
    PublishedColumn(
        "Titre",
        "Le titre de la session.",
        Type.TEXT,
        "Lire un contrat",
        lambda item: item.row.title,
    ),
    PublishedColumn(
        "Résumé",
        "Ce que dit la page en une ou deux phrases.",
        Type.TEXT,
        "Une journée pour lire un contrat ensemble.",
        lambda item: item.row.gist or None,
    ),
    PublishedColumn(
        "Thèmes",
        "Les noms de ses thèmes.",
        Type.TEXTS,
        "Forêt et filière bois",
        lambda item: tuple(theme.label for theme in item.row.themes.all()),
    ),
    PublishedColumn(
        "Jours",
        "Les jours de la session.",
        Type.TEXTS,
        "2026-12-06",
        lambda item: tuple(sorted(date.day.isoformat() for date in item.row.dates.all())),
    ),
    PublishedColumn(
        "Annulée",
        "Si la session est annulée.",
        Type.TRUTH,
        "non",
        lambda item: item.row.is_cancelled,
    ),
    PublishedColumn(
        "Lieu", "Où elle se passe.", Type.TEXT, "Rennes", lambda item: item.row.place or None
    ),
    PublishedColumn(
        "Organisateur",
        "L’organisme qui l’organise.",
        Type.TEXT,
        "ADEUPa",
        lambda item: item.row.organiser or None,
    ),
)


def register_table() -> None:
    """Called once, at start."""
    read = reading.fiches(TrainingSessionPage, "dates", "state")
    sessions = Dataset("sessions", "Sessions", "Une ligne par session.", _COLUMNS, read)
    register(of_pages(sessions, TrainingSessionPage))
