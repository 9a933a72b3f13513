"""One person across sessions: found by address, given a copy, forgotten."""

import json

import pytest
from django.utils import timezone

from contracts.opendata.alerts.models import Alert, Subscriber
from contracts.training.models import Registration
from contracts.training.seats import erasure, registrations
from home.groups import ORGANISERS
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import desk
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


@pytest.fixture
def mailbox() -> list[Registration]:
    """Ada registered twice and Zoé once, from the same address; and a stranger."""
    first, second = session(title="Première"), session(title="Seconde")
    ada = {"last_name": "Le Guen", "email": "Mairie@Ys.example"}
    people = [
        registrations.register(first, person(**ada)),
        registrations.register(second, person(**ada)),
        registrations.register(first, person(first_name="Zoé", email="mairie@ys.example")),
    ]
    registrations.register(first, person(last_name="Étrangère"))
    return people


def test_every_registration_of_an_address_is_found_however_it_is_typed(organiser, mailbox):
    response = organiser.post(desk("people"), {"email": " MAIRIE@ys.example "})
    html = response.content.decode()

    assert {row.pk for row in response.context["found"]} == {row.pk for row in mailbox}
    assert "Première" in html
    assert "Seconde" in html
    assert "Étrangère" not in html
    assert 'type="checkbox" name="chosen"' in html
    assert "checked" not in html


def test_an_address_that_nobody_has_or_that_is_none_is_told(organiser):
    nobody = organiser.post(desk("people"), {"email": "personne@ys.example"})
    assert "Aucune inscription à cette adresse." in nobody.content.decode()
    wrong = organiser.post(desk("people"), {"email": "mairie"})
    assert wrong.context["form"].errors["email"]
    assert 'value="mairie"' in wrong.content.decode()


def test_the_copy_holds_the_chosen_person_and_not_who_shares_the_mailbox(organiser, mailbox):
    chosen = [mailbox[0].pk, mailbox[1].pk]

    response = organiser.post(desk("person_export"), {"chosen": chosen})

    assert response["Content-Type"] == "application/json"
    assert "donnees-personnelles.json" in response["Content-Disposition"]
    content = json.dumps(json.loads(response.content), ensure_ascii=False)
    assert "Le Guen" in content
    assert mailbox[2].last_name not in content


def test_erasing_is_asked_once_more_then_done_and_frees_the_seat(organiser, mailbox):
    chosen = [mailbox[0].pk, mailbox[1].pk]

    asked = organiser.post(desk("person_erase"), {"chosen": chosen})
    assert asked.content.decode().count("Ada Le Guen") == 2
    assert "On ne peut pas revenir en arrière." in asked.content.decode()
    assert Registration.objects.filter(anonymised_at__isnull=False).count() == 0
    done = organiser.post(desk("person_erase"), {"chosen": chosen, "sure": "on"}, follow=True)
    assert "2 inscriptions ne nomment plus personne." in told(done)
    for pk in chosen:
        row = Registration.objects.get(pk=pk)
        assert (str(row), row.email, row.status) == ("personne anonymisée", "", "annulee")
        assert row.events.last().by == "personne-Organisateurs"
    assert Registration.objects.get(pk=mailbox[2].pk).first_name == "Zoé"


def test_alerts_of_an_address_are_found_handed_over_and_erased(organiser):
    now = timezone.now()
    ada = Subscriber.objects.create(email="Ada@ys.example", email_key="ada@ys.example")
    values = {"rhythm": "jour", "confirmed_at": now, "told_until": now, "title": "Bois — Contrats"}
    Alert.objects.create(subscriber=ada, dataset="contrats", query="q=bois", **values)
    unasked = organiser.get(desk("people")).content.decode()
    assert "Bois — Contrats\u00a0: 1 personne" in unasked
    assert "ys.example" not in unasked

    typed = {"email": "ADA@ys.example"}
    assert "Bois — Contrats · chaque jour" in organiser.post(desk("people"), typed).content.decode()
    assert organiser.post(desk("alerts_export"), typed).json()["courriel"] == "Ada@ys.example"
    done = organiser.post(desk("alerts_erase"), typed, follow=True)
    assert "Les alertes de cette adresse sont effacées" in told(done)
    assert Subscriber.objects.count() == Alert.objects.count() == 0
    again = organiser.post(desk("alerts_erase"), typed, follow=True)
    assert "n’a plus d’alerte" in told(again)


@pytest.mark.parametrize("chosen", [[], ["x"], [999_999]])
@pytest.mark.parametrize("name", ["person_export", "person_erase"])
def test_nothing_chosen_is_told(organiser, name, chosen):
    response = organiser.post(desk(name), {"chosen": chosen, "sure": "on"}, follow=True)

    assert "Choisissez au moins une inscription" in told(response)


def test_the_page_of_an_erased_person_says_so_and_offers_nothing(organiser, mailbox):
    erasure.erase(mailbox[0])

    html = organiser.get(desk("registration", mailbox[0].pk)).content.decode()

    assert "personne anonymisée" in html
    assert "Données effacées" in html
    for name in ("correct", "move", "cancel", "territory"):
        assert desk(name, mailbox[0].pk) not in html
