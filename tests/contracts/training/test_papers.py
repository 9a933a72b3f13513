"""The papers of a session, read back from their PDF."""

import datetime as dt
import io

import pytest
from django.utils import timezone
from pypdf import PdfReader

from contracts.training.models import Registration, SessionDate, TrainingSessionPage
from contracts.training.papers.attendance import attendance_sheet, attestation
from contracts.training.seats import erasure, organising, registrations
from contracts.training.values.refusal import Refusal
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# What would end a string, call a function or read a file if data were pasted into the source.
HOSTILE = '#panic("x") #read("/etc/passwd") *a* $y$ @b <c> \\u{41} "quoted" // /* ] ) }'


def read(paper: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(paper))


def text(paper: bytes) -> str:
    """The words of all the pages, with plain spaces, without where long words may be cut."""
    pages = " ".join(page.extract_text() for page in read(paper).pages)
    return " ".join(pages.split())


def assert_readable_aloud(paper: bytes, title: str) -> None:
    reader = read(paper)
    root = reader.trailer["/Root"]
    assert reader.metadata.title == title
    assert root["/Lang"] == "fr-FR"
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 - an object of pypdf
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"] == True  # noqa: E712
    assert "pdfuaid" in root["/Metadata"].get_data().decode()


def fonts(paper: bytes) -> set[str]:
    found = set()
    for page in read(paper).pages:
        for font in page["/Resources"]["/Font"].values():
            found.add(font.get_object()["/BaseFont"].partition("+")[2])
    return found


def present(page: TrainingSessionPage, **fields) -> Registration:
    """Somebody who had a seat and came."""
    return organising.mark_attended(
        registrations.register(page, person(**fields)), True, by="bureau"
    )


def test_the_sheet_says_the_session_and_its_half_days_and_has_no_address():
    page = session(
        title="Monter un contrat",
        place="Valence",
        organiser="Cap Rural",
        dates=[
            SessionDate(day=dt.date(2030, 5, 6), starts_at=dt.time(9, 30), ends_at=dt.time(17)),
            SessionDate(day=dt.date(2030, 5, 7), starts_at=dt.time(9), ends_at=dt.time(12)),
        ],
    )
    registrations.register(page, person(first_name="Ada", last_name="Le Guen", function="maire"))

    paper = attendance_sheet(page)

    assert_readable_aloud(paper, "Feuille d’émargement : Monter un contrat")
    shown = text(paper)
    assert "lundi 6 mai 2030 matin à partir de 9 h 30" in shown
    assert "lundi 6 mai 2030 après-midi jusqu’à 17 h" in shown
    assert "mardi 7 mai 2030 de 9 h à 12 h" in shown
    assert "1 Le Guen Ada Mairie d’Ys, maire" in shown
    assert "Lieu : Valence Organisateur : Cap Rural" in shown
    assert "@" not in shown
    assert fonts(paper) == {
        "PublicSans-Regular",
        "PublicSans-Bold",
        "BricolageGrotesque-Bold",
    }


def test_people_stand_in_the_order_of_a_french_list():
    page = session()
    for first, last in (
        ("Zoé", "Étienne"),
        ("Ada", "zola"),
        ("Ève", "Etienne"),
        ("Ada", "Etienne"),
        ("Ada", "Dupont"),
    ):
        registrations.register(page, person(first_name=first, last_name=last))

    shown = text(attendance_sheet(page))

    order = ["1 Dupont Ada", "2 Etienne Ada", "3 Etienne Ève", "4 Étienne Zoé", "5 zola Ada"]
    places = [shown.index(name) for name in order]
    assert places == sorted(places)


def test_only_those_who_have_a_seat_are_on_the_sheet():
    page = session(capacity=2)
    registrations.register(page, person(last_name="Assise"))
    gone = registrations.register(page, person(last_name="Partie"))
    registrations.register(page, person(last_name="Attend"))
    erasure.erase(gone)

    shown = text(attendance_sheet(page))

    assert "Assise" in shown
    assert "Partie" not in shown
    assert "Attend" not in shown


@pytest.mark.parametrize(("people", "pages"), [(0, 2), (1, 1), (20, 3), (200, 19)])
def test_a_sheet_has_as_many_pages_as_it_needs_each_with_its_header_and_number(people, pages):
    page = session(capacity=200)
    for number in range(people):
        registrations.register(page, person(last_name=f"Nom{number:03}"))

    reader = read(attendance_sheet(page))

    assert len(reader.pages) == pages
    for number, sheet in enumerate(reader.pages, 1):
        words = sheet.extract_text()
        assert f"page {number} / {pages}" in words
        assert "Nom, prénom" in words
    assert text(attendance_sheet(page)).count("Nom0") == min(people, 100)


def test_half_days_beyond_six_go_to_a_second_table_with_the_same_people():
    page = session(
        dates=[
            SessionDate(day=dt.date(2030, 5, day), starts_at=dt.time(9), ends_at=dt.time(12))
            for day in range(1, 9)
        ]
    )
    registrations.register(page, person(last_name="Unique"))

    reader = read(attendance_sheet(page))

    first, second = (" ".join(sheet.extract_text().split()) for sheet in reader.pages)
    first, second = (sheet.partition("Structure, fonction")[2] for sheet in (first, second))
    assert [day for day in range(2, 9) if f"{day} mai" in first] == [2, 3, 4, 5, 6]
    assert [day for day in range(2, 9) if f"{day} mai" in second] == [7, 8]
    assert "Unique" in first
    assert "Unique" in second


def test_long_and_strange_names_do_not_break_a_sheet():
    page = session()
    for last_name in (
        "A" * 300,
        "Ø",
        "Le Guénanff 😀",
        "李",
        "Ωμέγα",
        "Юрий",
        "\u202eabc",
        "N\u0303",
    ):
        fields = {"last_name": last_name, "organisation": "é" * 300, "function": "w" * 300}
        registrations.register(page, person(first_name="W" * 300, **fields))

    paper = attendance_sheet(page)

    assert_readable_aloud(paper, f"Feuille d’émargement : {page.title}")
    shown = text(paper)
    assert "😀" not in shown
    assert "□" in shown  # a letter that no font has is seen to be missing
    assert "Юрий" in shown
    assert "Ñ" in shown
    squeezed = shown.replace(" ", "")
    assert "A" * 300 in squeezed
    for sheet in read(paper).pages:
        assert sheet.mediabox.width > sheet.mediabox.height


def test_what_is_typed_is_never_run_as_typst():
    page = session(
        title=HOSTILE,
        place=HOSTILE,
        organiser=HOSTILE,
        dates=[SessionDate(day=dt.date(2030, 5, 6))],
    )
    registration = present(
        page, first_name=HOSTILE, last_name=HOSTILE, organisation=HOSTILE, function=HOSTILE
    )

    expected = " ".join(HOSTILE.split()).replace(" ", "")
    sheet = text(attendance_sheet(page)).replace(" ", "")
    certificate = text(attestation(registration)).replace(" ", "")

    assert sheet.count(expected) >= 7  # head and foot, place, organiser, four fields of the person
    assert certificate.count(expected) >= 7


def test_the_attestation_says_who_what_when_where_and_how_long():
    page = session(
        title="Monter un contrat",
        place="Valence",
        organiser="Cap Rural",
        dates=[
            SessionDate(day=dt.date(2030, 3, 30), starts_at=dt.time(9, 30), ends_at=dt.time(17)),
            SessionDate(day=dt.date(2030, 4, 1), starts_at=dt.time(14), ends_at=dt.time(16)),
        ],
    )
    registration = present(page, first_name="Ada", last_name="Le Guen", function="maire")

    paper = attestation(registration)

    assert_readable_aloud(paper, "Attestation de présence : Ada Le Guen")
    shown = text(paper)
    assert "Ada Le Guen maire, Mairie d’Ys a participé à la session Monter un contrat" in shown
    assert "samedi 30 mars 2030, de 9 h 30 à 17 h lundi 1er avril 2030, de 14 h à 16 h" in shown
    assert "Durée : 9 h 30, pauses comprises" in shown
    assert "Lieu : Valence" in shown
    assert "Organisateur : Cap Rural" in shown
    assert str(timezone.localdate().year) in shown.partition("établie le")[2]
    assert len(read(paper).pages) == 1


def test_an_attestation_leaves_out_what_is_not_known():
    page = session(dates=[SessionDate(day=dt.date(2030, 5, 6), starts_at=dt.time(14))])

    shown = text(attestation(present(page)))

    assert "lundi 6 mai 2030, à partir de 14 h" in shown
    for absent in ("Durée", "Lieu", "non renseigné", "None"):
        assert absent not in shown


@pytest.mark.parametrize("attended", [None, False])
def test_nobody_is_attested_to_have_come_who_was_not_marked_present(attended):
    registration = registrations.register(session(), person())
    registration = organising.mark_attended(registration, attended, by="bureau")

    with pytest.raises(Refusal, match="présence a été notée"):
        attestation(registration)


def test_somebody_erased_has_no_attestation():
    registration = erasure.erase(present(session()))

    with pytest.raises(Refusal, match="effacées"):
        attestation(registration)


def test_the_queries_of_a_sheet_do_not_grow_with_its_people(django_assert_num_queries):
    page = session()
    registrations.register(page, person())
    with django_assert_num_queries(2):
        attendance_sheet(TrainingSessionPage(pk=page.pk, title="x"))
    for _ in range(11):
        registrations.register(page, person())
    with django_assert_num_queries(2):
        attendance_sheet(TrainingSessionPage(pk=page.pk, title="x"))
