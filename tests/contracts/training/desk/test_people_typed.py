"""Somebody registered over the phone, and what an organiser corrects."""

import datetime as dt

import pytest
from django.utils import timezone

from contracts.training.models import Registration, Status
from contracts.training.seats import registrations
from home.groups import ORGANISERS
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import desk, full_session
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db

TYPED = {
    "first_name": "Zoé",
    "last_name": "O’Brien-Le Guénanff",
    "organisation": "Mairie d’Ys",
    "function": "adjointe",
    "public": "elus",
    "email": "zoe@ys.example",
    "phone": "02 98 00 00 00",
    "needs": "",
}


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


def test_who_phones_has_a_seat_a_mail_and_a_log(organiser):
    page = session()

    response = organiser.post(desk("phone", page.pk), TYPED, follow=True)

    made = Registration.objects.get()
    assert "Zoé O’Brien-Le Guénanff a une place." in told(response)
    assert (made.status, made.channel, made.phone) == (Status.CONFIRMED, "bureau", TYPED["phone"])
    assert [mail.kind for mail in made.mails.all()] == ["confirmation"]
    assert [(event.kind, event.by) for event in made.events.all()] == [
        ("inscription", "personne-Organisateurs")
    ]


def test_who_phones_when_no_seat_is_left_waits(organiser):
    page, _people = full_session()

    response = organiser.post(desk("phone", page.pk), TYPED, follow=True)

    assert "est en liste d’attente" in told(response)
    assert Registration.objects.get(last_name=TYPED["last_name"]).status == Status.WAITING


def test_past_the_deadline_the_refusal_is_told_and_nothing_typed_is_lost(organiser):
    page = session(registration_deadline=timezone.localdate() - dt.timedelta(days=1))
    address = desk("phone", page.pk)

    refused = organiser.post(address, TYPED)
    assert refused.status_code == 200
    html = refused.content.decode()
    assert "Les inscriptions sont closes depuis le" in html
    for value in TYPED.values():
        assert value in html
    without_reason = organiser.post(address, {**TYPED, "override": "on", "reason": " "})
    assert without_reason.context["form"].errors["reason"] == [
        "Donnez la raison de la dérogation : elle est gardée au journal."
    ]
    assert not Registration.objects.exists()
    organiser.post(address, {**TYPED, "override": "on", "reason": "Invitée par le président"})
    events = Registration.objects.get().events.values_list("kind", "reason")
    assert ("derogation", "Invitée par le président") in events


def test_the_condition_of_participation_is_declared_or_passed_over(organiser):
    page = session(membership="Cotisation annuelle.")
    address = desk("phone", page.pk)
    assert "Cotisation annuelle." in organiser.get(address).content.decode()

    refused = organiser.post(address, TYPED)
    assert "Cochez la case" in refused.context["form"].errors["membership_declared"][0]
    organiser.post(address, {**TYPED, "membership_declared": "on"})
    assert Registration.objects.get().membership_declared


def test_each_fault_is_told_on_its_field(organiser):
    typed = {**TYPED, "email": "zoe", "public": "tous", "first_name": "", "last_name": "x" * 301}

    response = organiser.post(desk("phone", session().pk), typed)

    assert sorted(response.context["form"].errors) == [
        "email",
        "first_name",
        "last_name",
        "public",
    ]
    assert not Registration.objects.exists()


def test_who_is_registered_already_is_refused_on_the_address(organiser):
    page = session()
    organiser.post(desk("phone", page.pk), TYPED)

    response = organiser.post(desk("phone", page.pk), {**TYPED, "last_name": "O'brien le guenanff"})

    assert "déjà inscrite à cette session" in response.context["form"].errors["email"][0]


@pytest.mark.parametrize("last_name", ["Y", "É" * 300, "O'Brien-Le Guénanff", "🥖 Dupain", "<b>x"])
def test_any_name_is_taken_and_shown_as_it_is(organiser, last_name):
    page = session()
    organiser.post(desk("phone", page.pk), {**TYPED, "last_name": last_name})

    assert Registration.objects.get().last_name == last_name
    shown = organiser.get(desk("session", page.pk)).content.decode()
    assert "<b>x" not in shown
    assert Registration.objects.get().full_name in [
        str(row) for row in organiser.get(desk("session", page.pk)).context["object_list"]
    ]


def test_a_correction_changes_the_person_and_not_the_seat(organiser):
    made = registrations.register(
        session(), person(membership_declared=True, needs="Sans sel", phone="1")
    )
    typed = {**TYPED, "email": "autre@ys.example", "needs": "Sans sel"}

    response = organiser.post(desk("correct", made.pk), typed, follow=True)

    assert "L’inscription de Zoé O’Brien-Le Guénanff est corrigée." in told(response)
    now = Registration.objects.get()
    assert (now.email, now.status, now.ticket) == ("autre@ys.example", made.status, made.ticket)
    assert now.membership_declared  # no condition is asked here: what was declared stays
    assert [mail.kind for mail in now.mails.all()] == ["confirmation", "correction"]


def test_what_is_not_live_any_more_is_not_corrected(organiser):
    made = registrations.register(session(), person())
    registrations.cancel(made)

    response = organiser.post(desk("correct", made.pk), TYPED)

    assert "dans l’état «\u00a0Annulée\u202f»" in response.content.decode()
    assert Registration.objects.get().first_name == "Ada"
