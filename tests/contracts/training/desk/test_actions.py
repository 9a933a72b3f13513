"""What an organiser does to one registration: each result told, each refusal in words."""

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from contracts.training.desk.registrations.territories import territory_named_by
from contracts.training.models import Registration, RegistrationMail, Status
from contracts.training.seats import counts, organising, registrations
from contracts.training.values.person import Person
from contracts.values.vocabulary import TerritoryLevel
from home.groups import ADMINISTRATORS, ORGANISERS
from tests import factories
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import desk, full_session, refused_mail, room
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


def act(client, name: str, registration, next_url: str = "", **data):
    query = f"?next={next_url}" if next_url else ""
    return client.post(desk(name, registration.pk) + query, data, follow=True)


def now(registration) -> Registration:
    return Registration.objects.get(pk=registration.pk)


def log(registration) -> list[tuple[str, str, str]]:
    return [(event.kind, event.by, event.reason) for event in registration.events.all()]


@pytest.mark.parametrize(
    ("code", "attended", "expected"),
    [("present", True, "présent"), ("absent", False, "absent"), ("non-note", None, "non noté")],
)
def test_presence_is_noted_in_one_click_and_told(organiser, code, attended, expected):
    _page, (made,) = room(1)
    organising.mark_attended(made, attended is None, by="Nolwenn")

    response = act(organiser, "attendance", made, attended=code)

    assert now(made).attended is attended
    assert f"Ada {made.last_name} : {expected}." in told(response)
    assert log(made)[-1] == ("presence", "personne-Organisateurs", "")


def test_a_click_in_the_list_comes_back_to_the_list_as_it_was_filtered(organiser):
    page, (made,) = room(1)
    listed = organiser.get(desk("session", page.pk) + "?status=confirmee").content.decode()
    back = f"{desk('session', page.pk)}?status=confirmee#inscription-{made.pk}"
    quoted = back.replace("/", "%2F").replace("?", "%3F").replace("=", "%3D").replace("#", "%23")

    assert f'formaction="{desk("attendance", made.pk)}?next={quoted}"' in listed
    response = organiser.post(
        f"{desk('attendance', made.pk)}?next={quoted}", {"attended": "present"}
    )
    assert response.url == back
    elsewhere = organiser.post(
        f"{desk('attendance', made.pk)}?next=https://ailleurs.example/", {"attended": "present"}
    )
    assert elsewhere.url == desk("registration", made.pk)


def test_only_somebody_who_has_a_seat_is_present(organiser):
    _page, (_seated, waiting) = full_session()

    response = act(organiser, "attendance", waiting, attended="present")

    assert "dans l’état « En liste d’attente »" in told(response)
    assert now(waiting).attended is None


def test_a_registration_is_cancelled_with_its_reason_and_the_seat_offered(organiser):
    _page, (seated, waiting) = full_session()

    response = act(organiser, "cancel", seated, reason="Empêchée")

    assert "est annulée. Un courriel le lui dit." in told(response)
    assert log(seated)[-1] == ("annulation", "personne-Organisateurs", "Empêchée")
    assert now(waiting).status == Status.OFFERED


def test_of_two_organisers_who_act_at_once_the_second_is_told_what_has_become_of_it(organiser):
    other = member_of(ADMINISTRATORS)
    _page, (seated, _waiting) = full_session()
    opened = other.get(desk("registration", seated.pk)).content.decode()
    assert desk("cancel", seated.pk) in opened

    act(organiser, "cancel", seated)
    response = act(other, "cancel", seated)

    assert "Cette inscription est dans l’état « Annulée » : ce n’est plus possible." in told(
        response
    )
    assert desk("cancel", seated.pk) not in response.content.decode()
    assert [event.kind for event in seated.events.all()].count("annulation") == 1


def test_a_seat_is_given_ahead_only_with_a_reason_that_is_logged(organiser):
    page, (_seated, first, second) = full_session(waiting=2)
    organising.set_capacity(page, 2)
    registrations.decline(now(first), now(first).offer_nonce)  # now offered to the second

    refused = act(organiser, "confirm_ahead", second, reason=" ")
    assert refused.status_code == 200
    assert now(second).status == Status.OFFERED
    act(organiser, "confirm_ahead", second, reason="Elle intervient")
    assert now(second).status == Status.CONFIRMED
    assert log(second)[-1] == ("derogation", "personne-Organisateurs", "Elle intervient")


def test_no_seat_is_given_ahead_when_none_is_free_and_what_was_typed_is_not_lost(organiser):
    _page, (_seated, waiting) = full_session()

    response = act(organiser, "confirm_ahead", waiting, reason="Elle intervient")
    assert "Aucune place n’est libre : augmentez d’abord le nombre de places." in told(response)
    too_long = act(organiser, "confirm_ahead", waiting, reason="x" * 301)
    assert "x" * 301 in too_long.content.decode()


def test_a_person_who_phones_accepts_or_refuses_the_seat_offered(organiser):
    page, (seated, first, second) = full_session(waiting=2)
    act(organiser, "cancel", seated)

    assert "a refusé la place" in told(act(organiser, "decline", first))
    assert "a la place." in told(act(organiser, "accept", second))
    assert now(second).status == Status.CONFIRMED
    assert log(second)[-1] == ("acceptation", "personne-Organisateurs", "")
    assert "déjà reçu une réponse" in told(act(organiser, "accept", second))
    assert counts.seats_of(page).confirmed == 1


def test_nobody_accepts_an_offer_that_is_over(organiser, monkeypatch):
    page, (seated, first) = full_session(in_days=3)
    registrations.cancel(seated)
    over = now(first).offer_expires_at
    monkeypatch.setattr(timezone, "now", lambda: over)
    organiser.force_login(get_user_model().objects.get())  # a working day later, theirs has ended

    response = act(organiser, "accept", first)

    assert "son délai est passé" in told(response)
    assert now(first).status != Status.CONFIRMED
    assert page.registrations.filter(status=Status.CONFIRMED).count() == 0


def test_a_person_is_moved_to_a_session_that_takes_registrations(organiser):
    page, (seated, _waiting) = full_session()
    target, closed = session(title="Autre session"), session(online=False)
    choices = organiser.get(desk("registration", seated.pk)).content.decode()
    assert f'<option value="{target.pk}"' in choices
    for other in (page, closed):
        assert f'<option value="{other.pk}"' not in choices

    response = act(organiser, "move", seated, session=target.pk, reason="Empêchée")

    assert "passe à « Autre session » et y a une place." in told(response)
    assert now(seated).status == Status.MOVED
    assert Registration.objects.get(session=target).status == Status.CONFIRMED


def test_somebody_already_registered_there_is_not_moved_and_the_field_says_so(organiser):
    _page, (seated, _waiting) = full_session()
    target = session()
    registrations.register(target, Person.of(seated))

    response = act(organiser, "move", seated, session=target.pk)

    assert response.status_code == 200
    assert "déjà inscrite à cette autre session" in response.content.decode()
    assert now(seated).status == Status.CONFIRMED


def test_the_territory_is_proposed_from_the_organisation_and_kept_once_confirmed(organiser):
    millau = factories.territory(name="Millau", level=TerritoryLevel.COMMUNE)
    made = registrations.register(session(), person(organisation="Mairie de Millau"))
    page = organiser.get(desk("registration", made.pk)).content.decode()

    assert f'<option value="{millau.pk}" selected>' in page
    assert "Proposé d’après" in page
    assert now(made).territory is None
    act(organiser, "territory", made, territory=millau.pk)
    assert now(made).territory == millau
    act(organiser, "territory", made, territory="")
    assert now(made).territory is None


def test_a_name_that_two_territories_have_or_none_proposes_nothing():
    factories.territory(name="Brest", level=TerritoryLevel.COMMUNE)
    metropole = factories.territory(name="Brest Métropole", level=TerritoryLevel.EPCI)
    factories.territory(name="Loire", level=TerritoryLevel.DEPARTEMENT)

    assert territory_named_by("Brest") is None
    assert territory_named_by("métropole de Brest") == metropole
    assert territory_named_by("Pays de la Loire") is None
    assert territory_named_by("Association des ruralités") is None
    assert territory_named_by("") is None
    assert territory_named_by("!!!") is None


def test_a_refused_mail_shows_what_the_server_said_and_is_sent_again(organiser):
    made = registrations.register(session(), person())
    mail = refused_mail(made, error="550 5.1.1 <b>User unknown</b>")
    page = organiser.get(desk("registration", made.pk)).content.decode()

    assert "550 5.1.1 &lt;b&gt;User unknown&lt;/b&gt;" in page
    response = organiser.post(desk("resend", mail.pk), follow=True)
    assert "« Inscription confirmée » va être envoyé de nouveau." in told(response)
    assert RegistrationMail.objects.get(pk=mail.pk).state == RegistrationMail.State.WAITING
    again = organiser.post(desk("resend", mail.pk), follow=True)
    assert "n’est pas refusé" in told(again)


def test_the_page_of_a_person_has_everything_that_is_known(organiser):
    made = registrations.register(
        session(), person(phone="+33 6 12 34 56 78", needs="Rampe <b>", function="maire")
    )
    page = organiser.get(desk("registration", made.pk)).content.decode()

    for known in (
        *("Mairie d’Ys", "maire", "Élues et élus", made.email, "+33 6 12 34 56 78"),
        *("Rampe &lt;b&gt;", "non renseigné", "sur le site", "Inscription confirmée"),
    ):
        assert known in page


def test_an_action_is_a_post_and_nothing_else(organiser):
    made = registrations.register(session(), person())

    for name in ("attendance", "cancel", "accept", "move", "territory", "confirm_ahead"):
        assert organiser.get(desk(name, made.pk)).status_code == 405
    assert now(made).status == Status.CONFIRMED
