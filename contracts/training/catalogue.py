"""How files of training sessions become pages."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from contracts.catalogue.columns import Column, Row, columns, sourced
from contracts.catalogue.faults import Reader
from contracts.catalogue.fiches import connect_fiche, fill_fiche
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import Day, Keys, ListOf, Moment, Sources
from contracts.catalogue.specs import FICHE, PAGE, rows
from contracts.training.models import (
    Material,
    Partner,
    Practical,
    PresentedFiche,
    ProgrammeItem,
    ReturnNote,
    SessionAudience,
    SessionDate,
    SessionIndexPage,
    SessionState,
    Speaker,
    TrainingSessionPage,
    Why,
)


def _one_way_to_say_when(data: Keys, path: str, reader: Reader) -> None:
    if ("date" in data.given) == ("start" in data.given):
        reader.fault(path, "donnez « date », ou « start » et « end ».")


class _Dates(Row):
    """A day alone, or two moments; a row without a day that could be read is left out."""

    def value(self, read: Keys, refs: Refs) -> SessionDate | None:
        return self.build(read, refs) if {"date", "start"} & set(read) else None

    def fields(self, data: Keys, refs: Refs) -> dict[str, Any]:
        start: dt.datetime | None = data.get("start")
        end: dt.datetime | None = data.get("end")
        return {
            "day": start.date() if start else data["date"],
            "starts_at": start.time() if start else None,
            "ends_at": end.time() if end else None,
        }


SESSION = Row(
    TrainingSessionPage,
    {
        **FICHE,
        "dates": Column(
            ListOf(
                _Dates(
                    SessionDate,
                    {
                        "date": Column(Day(), ("day",)),
                        "start": Column(Moment(), ("day", "starts_at")),
                        "end": Column(Moment(), ("ends_at",)),
                    },
                    check=_one_way_to_say_when,
                )
            ),
            ("dates",),
        ),
        **rows("why", Row(Why, {**columns(Why, "text"), **sourced(Why)})),
        **rows("audiences", Row(SessionAudience, columns(SessionAudience, "public", "text"))),
        **rows(
            "programme",
            Row(
                ProgrammeItem,
                {
                    **columns(ProgrammeItem, "title", "text", "remote", "kind"),
                    **rows(
                        "speakers",
                        Row(Speaker, columns(Speaker, "name", "role", "organisation", "tentative")),
                    ),
                    "shows": Column(ListOf(PAGE)),
                },
            ),
        ),
        **columns(
            TrainingSessionPage,
            *("place", "place_territory", "zone", "access", "venue_accessibility", "needs_contact"),
            *("prerequisites", "registration_opens", "registration_deadline", "registration_how"),
            *("price", "membership", "contact_name", "contact_email", "organiser"),
        ),
        "capacity": replace(columns(SessionState, "capacity")["capacity"], fields=()),
        **rows("partners", Row(Partner, {**columns(Partner, "name"), **sourced(Partner)})),
        **rows("practical", Row(Practical, {**columns(Practical, "text"), **sourced(Practical)})),
        **rows(
            "return_notes",
            Row(
                ReturnNote,
                {**columns(ReturnNote, "kind", "text", "answer"), "about": Column(PAGE)},
            ),
        ),
        # Files are uploaded in the admin: a fixture only has addresses.
        **rows("materials", Row(Material, columns(Material, "title", "url", "rights"))),
        "source": Column(Sources()),
    },
)


def connect_session(page: Any, data: Keys, refs: Refs) -> None:
    connect_fiche(page, data, refs)
    if "capacity" in data:
        # What the organiser has set since then stays.
        unset = SessionState.objects.filter(page=page, capacity__isnull=True)
        unset.update(capacity=data["capacity"])
        page.state.refresh_from_db()
    # The objects in memory: those that a query would read again are not the ones saved.
    items = page.programme.get_object_list()
    for item, given in zip(items, data.get("programme", ()), strict=True):
        item.presented = [
            PresentedFiche(fiche=refs.pages[key])
            for key in given.get("shows", ())
            if key in refs.pages
        ]
    notes = page.return_notes.get_object_list()
    for note, given in zip(notes, data.get("return_notes", ()), strict=True):
        note.fiche = refs.pages.get(given.get("about", ""))


def register_kind() -> None:
    """Called once, at start."""
    register(
        FicheKind(
            folder="sessions",
            model=TrainingSessionPage,
            spec=SESSION,
            parent=lambda _home: SessionIndexPage.objects.get(),
            fill=fill_fiche,
            connect=connect_session,
        )
    )
