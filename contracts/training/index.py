"""What is found of a session: when, where, for whom, its programme, and what it left."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Prefetch

from contracts.index.documents.fiche import fiche_document, fiche_lookups
from contracts.models.territory import TerritoryGraph
from contracts.training.models import TrainingSessionPage
from contracts.values.dates.french_calendar import french_date
from search.index.documents import Document


def lookups() -> tuple[str | Prefetch, ...]:
    return fiche_lookups(
        "state",
        "dates",
        "why",
        "audiences",
        "programme__speakers",
        "practical",
        "return_notes",
        "materials",
    )


def document(page: TrainingSessionPage, graph: TerritoryGraph) -> Document:
    first = page.first_date()
    day = first.day if first else None
    return fiche_document(
        page,
        graph,
        territories=[page.place_territory] if page.place_territory else [],
        # What a session is, and seldom calls itself.
        names=["formation", page.place, page.organiser, *_names(page)],
        prose=_prose(page),
        facets={
            "public": tuple(audience.public for audience in page.audiences.all()),
            "annee": (str(day.year),) if day else (),
        },
        card={
            "date": day.isoformat() if day else "",
            "date_label": french_date(day) if day else "",
            "place": page.place,
            "capacity": page.capacity,
            "has_return": page.has_return(),
            **page.timing().card_values(),
        },
        date=day,
    )


def _names(page: TrainingSessionPage) -> Iterator[str]:
    for item in page.programme.all():
        for speaker in item.speakers.all():
            yield f"{speaker.name} {speaker.role} {speaker.organisation}"
    yield from (material.title for material in page.materials.all())


def _prose(page: TrainingSessionPage) -> Iterator[str]:
    yield from (why.text for why in page.why.all())
    yield from (audience.text for audience in page.audiences.all())
    for item in page.programme.all():
        yield item.title
        yield item.text
    yield from (practical.text for practical in page.practical.all())
    yield from (page.access, page.venue_accessibility, page.prerequisites, page.price)
    for note in page.return_notes.all():
        yield note.text
        yield note.answer
