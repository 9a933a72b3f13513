"""The list of registrations: filters, search, order, ranks, and the files made of it."""

import pytest

from contracts.training.models import Registration
from contracts.training.seats import erasure, organising, registrations
from home.groups import ORGANISERS
from tests import factories
from tests.admin_views import cells_of_xlsx, table_of_csv
from tests.contracts.reading import ReadPage
from tests.contracts.roles import member_of
from tests.contracts.training.desk.rooms import desk, full_session, refused_mail, room
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db

HEADINGS = [
    "N° d’ordre",
    "Nom",
    "Prénom",
    "Structure",
    "Fonction",
    "Public",
    "Courriel",
    "Téléphone",
    "Besoins",
    "État",
    "Présence",
    "Inscription le",
    "Territoire",
]


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


def shown(client, page, query: str = "") -> list[str]:
    rows = client.get(desk("session", page.pk) + query).context["object_list"]
    return [row.last_name for row in rows]


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_the_list_has_filters_for_state_presence_public_and_mails(organiser):
    page, (first, second, third) = room(3)
    organising.mark_attended(first, True, by="Nolwenn")
    organising.mark_attended(second, False, by="Nolwenn")
    refused_mail(third)
    registrations.cancel(third)

    assert shown(organiser, page, "?status=annulee") == [third.last_name]
    assert shown(organiser, page, "?status=confirmee") == [first.last_name, second.last_name]
    assert shown(organiser, page, "?attended=present") == [first.last_name]
    assert shown(organiser, page, "?attended=absent") == [second.last_name]
    assert shown(organiser, page, "?attended=non-note") == []
    assert shown(organiser, page, "?public=autre") == []
    assert shown(organiser, page, "?mails=refuse") == [third.last_name]


@pytest.mark.parametrize(
    "words",
    ["guenanff", "GUÉNANFF zoé", "o’brien", "ys-les-bains", "zoe@", "Zoé Mairie", "brienle"],
)
def test_a_person_is_found_by_name_organisation_or_address_however_typed(organiser, words):
    page = session()
    registrations.register(
        page,
        person(
            first_name="Zoé",
            last_name="O'Brien-Le Guénanff",
            organisation="Mairie d’Ys-les-Bains",
            email="Zoe@Ys.example",
        ),
    )
    registrations.register(page, person(last_name="Durand", email="durand@autre.example"))

    assert shown(organiser, page, f"?q={words}") == ["O'Brien-Le Guénanff"]


def test_a_search_finds_nobody_who_was_erased(organiser):
    page = session()
    erasure.erase(registrations.register(page, person(last_name="Durand")))

    for letter in "0123456789abcdef":  # an erased row has a random key in the place of its name
        assert shown(organiser, page, f"?q={letter}") == []
    assert shown(organiser, page) == [""]
    assert "personne anonymisée" in text(organiser.get(desk("session", page.pk)))


def test_the_list_is_in_the_order_of_registration_or_of_names(organiser):
    page = session()
    for name in ("Martin", "Zimmer", "Alba"):
        registrations.register(page, person(last_name=name))

    assert shown(organiser, page) == ["Martin", "Zimmer", "Alba"]
    assert shown(organiser, page, "?ordering=last_name") == ["Alba", "Martin", "Zimmer"]
    assert shown(organiser, page, "?ordering=-ticket") == ["Alba", "Zimmer", "Martin"]


def test_those_who_wait_have_their_rank_and_an_offer_its_end(organiser):
    page, (seated, offered, _second, third) = full_session(waiting=3)
    registrations.cancel(seated)
    offered.refresh_from_db()

    listed = text(organiser.get(desk("session", page.pk)))
    assert "rang 1" in listed
    assert "rang 2" in listed
    assert "rang 3" not in listed
    assert "jusqu’au" in listed
    assert "rang 2" in text(organiser.get(desk("registration", third.pk)))


def test_the_desk_says_how_the_session_stands(organiser):
    page, _people = full_session(waiting=2)
    read = ReadPage(organiser, desk("session", page.pk))

    seats = read.response.context["seats"]
    assert (seats.confirmed, seats.offered, seats.waiting, seats.free) == (1, 0, 2, 0)
    assert (read.fact("Confirmées"), read.fact("En attente")) == ("1", "2")


def test_presence_is_noted_in_the_list_from_the_day_of_the_session_on(organiser):
    later = session()
    registrations.register(later, person())
    today, _people = room(1)

    assert "Présent</button>" not in text(organiser.get(desk("session", later.pk)))
    assert "Présent</button>" in text(organiser.get(desk("session", today.pk)))


def test_the_list_is_cut_in_pages_of_fifty(organiser):
    page = session(capacity=60)
    for _ in range(51):
        registrations.register(page, person())

    assert len(shown(organiser, page)) == 50
    assert len(shown(organiser, page, "?p=2")) == 1
    assert len(table_of_csv(organiser.get(desk("session_csv", page.pk)))) == 52


def test_both_files_have_the_same_columns_and_rows(organiser):
    page = session()
    made = registrations.register(
        page, person(last_name="Lœuf", phone="+33 6 12 34 56 78", needs="rampe")
    )
    made.territory = factories.territory(name="Pays d’Ys")
    made.save()

    as_csv = table_of_csv(organiser.get(desk("session_csv", page.pk)))
    as_xlsx = [
        [cell.value or "" for cell in row]
        for row in cells_of_xlsx(organiser.get(desk("session_xlsx", page.pk)))
    ]

    assert as_csv[0] == as_xlsx[0] == HEADINGS
    [in_csv], [in_xlsx] = as_csv[1:], as_xlsx[1:]
    assert in_xlsx[1] == in_csv[1] == "Lœuf"
    assert (in_csv[7], in_xlsx[7]) == ("06 12 34 56 78",) * 2
    assert in_csv[8:11] == ["rampe", "Confirmée", "non noté"]
    assert in_csv[12] == "Pays d’Ys"
    local = made.created_at.astimezone(registrations.timezone.get_current_timezone())
    assert in_csv[11] == in_xlsx[11].strftime("%d/%m/%Y %H:%M") == f"{local:%d/%m/%Y %H:%M}"


def test_no_cell_is_run_as_a_formula(organiser):
    typed = "=1+1"
    page = session()
    made = registrations.register(page, person())
    Registration.objects.filter(pk=made.pk).update(organisation=typed, needs=typed)

    row = table_of_csv(organiser.get(desk("session_csv", page.pk)))[1]
    assert row[3] == row[8] == f"'{typed}"
    cell = cells_of_xlsx(organiser.get(desk("session_xlsx", page.pk)))[1][3]
    assert (cell.data_type, cell.quotePrefix) == ("s", True)


def test_a_character_that_no_workbook_takes_breaks_no_file(organiser):
    page = session()
    made = registrations.register(page, person())
    Registration.objects.filter(pk=made.pk).update(needs="Régime\x0bsans sel 🥖")

    cell = cells_of_xlsx(organiser.get(desk("session_xlsx", page.pk)))[1][8]
    assert cell.value == "Régime\nsans sel 🥖"


@pytest.mark.parametrize("name", ["session_csv", "session_xlsx"])
def test_a_file_has_what_the_filters_of_the_list_let_through(organiser, name):
    page = session()
    kept, other = (registrations.register(page, person()) for _ in range(2))
    registrations.cancel(other)
    query = f"?status=confirmee&q={kept.last_name}"

    response = organiser.get(desk(name, page.pk) + query)
    rows = (
        [row[1] for row in table_of_csv(response)]
        if name == "session_csv"
        else [row[1].value for row in cells_of_xlsx(response)]
    )
    assert rows == ["Nom", kept.last_name]
    listed = organiser.get(desk("session", page.pk) + "?status=confirmee").content.decode()
    assert f'href="{desk(name, page.pk)}?status=confirmee"' in listed
