"""A whole room noted on one page, and the sheet that it signs."""

import datetime as dt

import pytest
from django.utils import timezone

from contracts.training.models import Registration
from contracts.training.seats import erasure, organising, registrations
from home.groups import ORGANISERS
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import begin, desk, room
from tests.contracts.training.factories import session
from tests.posted_form import form_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


def opened(client, page) -> dict[str, list[str]]:
    """The form as a browser has it."""
    html = client.get(desk("room", page.pk)).content.decode()
    return form_values(html, "room")


def attended(people) -> list[bool | None]:
    return [Registration.objects.get(pk=one.pk).attended for one in people]


def test_a_room_of_twenty_is_noted_at_once(organiser):
    page, people = room(20)
    values = opened(organiser, page)
    for rank, one in enumerate(people[:18]):
        values[f"presence-{one.pk}"] = ["present" if rank % 3 else "absent"]

    response = organiser.post(desk("room", page.pk), values, follow=True)

    assert "18 présences sont notées." in told(response)
    assert attended(people) == [bool(rank % 3) for rank in range(18)] + [None, None]
    assert "20 inscriptions confirmées, 18 notées, dont 12 présents." in " ".join(
        response.content.decode().split()
    )


def test_a_form_sent_back_as_it_is_writes_nothing(organiser):
    page, people = room(2)
    organising.mark_attended(people[0], True, by="Nolwenn")

    response = organiser.post(desk("room", page.pk), opened(organiser, page), follow=True)

    assert "Rien n’a changé." in told(response)
    assert attended(people) == [True, None]
    assert people[1].events.filter(kind="presence").count() == 0


def test_what_a_colleague_noted_meanwhile_is_left_alone(organiser):
    page, (mine, hers) = room(2)
    values = opened(organiser, page)
    organising.mark_attended(hers, True, by="Une collègue")

    organiser.post(desk("room", page.pk), {**values, f"presence-{mine.pk}": ["absent"]})

    assert attended([mine, hers]) == [False, True]


def test_what_is_refused_for_one_is_told_by_name_and_the_others_are_kept(organiser):
    page, (gone, stays, erased) = room(3)
    values = opened(organiser, page)
    for one in (gone, stays, erased):
        values[f"presence-{one.pk}"] = ["present"]
    registrations.cancel(gone)
    erasure.erase(erased)

    response = organiser.post(desk("room", page.pk), values, follow=True)

    assert f"Ada {gone.last_name} : Cette inscription est dans l’état « Annulée »" in told(response)
    assert "1 présence est notée." in told(response)
    assert attended([gone, stays]) == [None, True]


def test_a_value_that_is_none_of_the_three_is_refused_and_nothing_is_lost(organiser):
    page, (first, second) = room(2)
    values = opened(organiser, page)
    values |= {f"presence-{first.pk}": ["peut-être"], f"presence-{second.pk}": ["present"]}

    response = organiser.post(desk("room", page.pk), values)

    assert response.status_code == 200
    assert attended([first, second]) == [None, None]
    checked = form_values(response.content.decode(), "room")
    assert checked[f"presence-{second.pk}"] == ["present"]


def test_nobody_is_present_at_a_session_to_come(organiser):
    page, (one,) = room(1)
    values = opened(organiser, page) | {f"presence-{one.pk}": ["present"]}
    begin(page, timezone.localdate() + dt.timedelta(days=46))

    response = organiser.post(desk("room", page.pk), values, follow=True)

    assert "rien n’est noté" in told(response)
    assert "à partir de son premier jour" in response.content.decode()
    assert attended([one]) == [None]


def test_a_session_without_registration_says_what_opens_it(organiser):
    closed, opened_one = session(online=False), session()
    words = "ouvre les inscriptions"
    assert words in organiser.get(desk("session", closed.pk)).content.decode()
    assert words not in organiser.get(desk("session", opened_one.pk)).content.decode()


def test_somebody_of_another_session_is_not_noted_here(organiser):
    page, _people = room(1)
    _other, (stranger,) = room(1)

    organiser.post(
        desk("room", page.pk),
        {f"presence-{stranger.pk}": "present", f"initial-presence-{stranger.pk}": "non-note"},
    )

    assert attended([stranger]) == [None]


def test_the_sheet_is_a_pdf(organiser):
    page, _people = room(2)

    response = organiser.get(desk("sheet", page.pk))

    assert response["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF-")
    assert f"emargement-{page.slug}.pdf" in response["Content-Disposition"]
