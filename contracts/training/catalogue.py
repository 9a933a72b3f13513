"""How files of training sessions become pages."""

from __future__ import annotations

from typing import Any

from contracts.catalogue.fiches import connect_fiche, fill_fiche
from contracts.catalogue.kinds import FicheKind, register
from contracts.catalogue.refs import Refs
from contracts.catalogue.schema import (
    Address,
    Boolean,
    Choice,
    Day,
    Keys,
    ListOf,
    Map,
    Moment,
    Number,
    Reader,
    Sources,
    Text,
)
from contracts.catalogue.specs import FICHE, FICHE_REQUIRED, PAGE, SOURCED_TEXT, TERRITORY
from contracts.training.models import (
    Material,
    NoteKind,
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
from contracts.values.vocabulary import Audience


def _date(data: Keys, path: str, reader: Reader) -> None:
    if ("date" in data.given) == ("start" in data.given):
        reader.fault(path, "donnez « date », ou « start » et « end ».")
    if "start" in data and "end" in data and data["end"] <= data["start"]:
        reader.fault(path, "la fin vient après le début.")


def _note(data: Keys, path: str, reader: Reader) -> None:
    if "answer" in data.given and data.get("kind") not in {None, NoteKind.QUESTION}:
        reader.fault(
            path, "« answer » appartient à une question : retirez-le, ou changez « kind »."
        )


SESSION = Map(
    {
        **FICHE,
        "dates": ListOf(
            Map({"date": Day(), "start": Moment(), "end": Moment()}, check=_date), least=1
        ),
        "why": ListOf(SOURCED_TEXT),
        "audiences": ListOf(
            Map({"public": Choice(Audience.values), "text": Text(400)}, required=("public",))
        ),
        "programme": ListOf(
            Map(
                {
                    "title": Text(300, 3),
                    "text": Text(800),
                    "remote": Boolean(),
                    "kind": Choice(ProgrammeItem.Kind.values),
                    "speakers": ListOf(
                        Map(
                            {
                                "name": Text(120, 2),
                                "role": Text(200),
                                "organisation": Text(200),
                                "tentative": Boolean(),
                            },
                            required=("name",),
                        )
                    ),
                    "shows": ListOf(PAGE),
                },
                required=("title",),
            )
        ),
        "place": Text(200),
        "place_territory": TERRITORY,
        "access": Text(600),
        "venue_accessibility": Text(600),
        "needs_contact": Text(200),
        "prerequisites": Text(600),
        "capacity": Number(whole=True),
        "registration_opens": Day(),
        "registration_deadline": Day(),
        "registration_how": Text(200),
        "price": Text(200),
        "membership": Text(400),
        "contact_name": Text(120),
        "contact_email": Text(200),
        "organiser": Text(200),
        "partners": ListOf(Map({"name": Text(200), "source": Sources()}, required=("name",))),
        "practical": ListOf(SOURCED_TEXT),
        "return_notes": ListOf(
            Map(
                {
                    "kind": Choice(NoteKind.values),
                    "text": Text(1200),
                    "answer": Text(1200),
                    "about": PAGE,
                },
                required=("kind", "text"),
                check=_note,
            )
        ),
        # Files are uploaded in the admin: a fixture only has addresses.
        "materials": ListOf(
            Map(
                {"title": Text(200), "url": Address(), "rights": Text(200)},
                required=("title", "url"),
            )
        ),
        "source": Sources(),
    },
    required=(*FICHE_REQUIRED, "dates"),
)

_TEXTS = (
    "place",
    "access",
    "venue_accessibility",
    "needs_contact",
    "prerequisites",
    "registration_how",
    "price",
    "membership",
    "contact_name",
    "contact_email",
    "organiser",
)


def fill_session(page: TrainingSessionPage, data: dict[str, Any], refs: Refs) -> None:
    fill_fiche(page, data, refs)
    for name in _TEXTS:
        setattr(page, name, data.get(name, ""))
    page.registration_opens = data.get("registration_opens")
    page.registration_deadline = data.get("registration_deadline")
    page.place_territory = refs.territories.get(data.get("place_territory", ""))
    page.dates = [_session_date(date) for date in data["dates"]]
    page.why = [Why(text=why["text"], **refs.sourced(why)) for why in data.get("why", ())]
    page.audiences = [
        SessionAudience(public=audience["public"], text=audience.get("text", ""))
        for audience in data.get("audiences", ())
    ]
    page.practical = [
        Practical(text=one["text"], **refs.sourced(one)) for one in data.get("practical", ())
    ]
    page.partners = [
        Partner(name=one["name"], **refs.sourced(one)) for one in data.get("partners", ())
    ]
    page.programme = [_item(item) for item in data.get("programme", ())]
    page.return_notes = [
        ReturnNote(kind=note["kind"], text=note["text"], answer=note.get("answer", ""))
        for note in data.get("return_notes", ())
    ]
    page.materials = [
        Material(title=one["title"], url=one["url"], rights=one.get("rights", ""))
        for one in data.get("materials", ())
    ]


def _session_date(data: dict[str, Any]) -> SessionDate:
    if "date" in data:
        return SessionDate(day=data["date"])
    end = data.get("end")
    return SessionDate(
        day=data["start"].date(),
        starts_at=data["start"].time(),
        ends_at=end.time() if end else None,
    )


def _item(data: dict[str, Any]) -> ProgrammeItem:
    item = ProgrammeItem(
        title=data["title"],
        text=data.get("text", ""),
        kind=data.get("kind", ""),
        remote=data.get("remote", False),
    )
    item.speakers = [
        Speaker(
            name=speaker["name"],
            role=speaker.get("role", ""),
            organisation=speaker.get("organisation", ""),
            tentative=speaker.get("tentative", False),
        )
        for speaker in data.get("speakers", ())
    ]
    return item


def connect_session(page: TrainingSessionPage, data: dict[str, Any], refs: Refs) -> None:
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
            code="session",
            model=TrainingSessionPage,
            spec=SESSION,
            parent=lambda _home: SessionIndexPage.objects.get(),
            fill=fill_session,
            connect=connect_session,
        )
    )
