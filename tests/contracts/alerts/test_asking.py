"""Asking to be told: robots, limits, hostile addresses, and what is not told to who asks."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from contracts.opendata.alerts import following
from contracts.opendata.alerts.models import Alert, Subscriber
from tests import factories
from tests.contracts.alerts.clock import stamp
from tests.contracts.alerts.conftest import ADA

LIST = "/contrats/me-prevenir/"


def faults(response) -> str:
    found = BeautifulSoup(response.content, "html.parser").select_one("#a-corriger")
    return " ".join(found.get_text(" ").replace("\xa0", " ").replace("\u202f", " ").split())


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"email": "ada@ys.con"}, "peut-être ada@ys.com ?"),
        ({"email": ""}, "Votre courriel : Écrivez votre adresse de courriel."),
        ({"rhythm": "toujours"}, "Choisissez l’un des deux rythmes."),
        ({"site": "http://robot.example"}, "Un champ caché"),
        ({"stamp": "rien"}, "ouvert depuis trop longtemps"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_kept(ada, changed, told):
    response = ada.ask(LIST, **changed)
    assert response.status_code == 422
    assert told in faults(response)
    assert Subscriber.objects.count() == 0


def test_a_form_that_is_sent_at_once_is_a_robot_s(ada):
    assert "moins de trois secondes" in faults(ada.ask(LIST, stamp=stamp(age=1)))


def test_whether_an_address_is_known_is_not_told_and_what_it_follows_is_not_changed(ada, clock):
    new = ada.ask(LIST)
    ada.post(ada.link("/alertes/confirmer/"))
    again = ada.ask(LIST, rhythm="semaine", email=ADA.upper())
    assert (new.status_code, new["Location"]) == (again.status_code, again["Location"])
    assert Alert.objects.get().rhythm == "jour"
    assert "Le lien de vos alertes" in ada.office.received[-1].get_body(("plain",)).get_content()
    assert ada.client.get(ada.link("/alertes/suivi/")).status_code == 200


def test_a_mailbox_is_not_filled_by_who_types_its_address(ada):
    answers = [ada.ask(f"{LIST}?q=mot{number}") for number in range(9)]
    assert {answer["Location"] for answer in answers} == {"/alertes/demandee/"}
    assert len(ada.office.received) == following.MAILS_TO_ONE_A_DAY


def test_a_network_asks_so_many_times_a_day(ada, monkeypatch):
    monkeypatch.setattr(following, "MOST_A_DAY", 2)
    statuses = [ada.ask(LIST, email=f"{n}@ys.example").status_code for n in range(3)]
    assert statuses == [303, 303, 429]
    assert Subscriber.objects.count() == 2


def test_so_many_mails_leave_in_an_hour(ada, monkeypatch):
    monkeypatch.setattr(following, "MAILS_AN_HOUR", 1)
    assert ada.ask(LIST).status_code == 303
    refused = ada.ask(LIST, email="autre@ys.example")
    assert refused.status_code == 429
    assert "recommencez dans une heure" in faults(refused)
    assert Subscriber.objects.count() == 1


@pytest.mark.parametrize(
    "address",
    [
        "/contrats/me-prevenir/?theme=%00&page=99999999999&tri=%FF",
        "/recherche/me-prevenir/?q=%22%22%22(((&exact=oui",
        "/engagements/me-prevenir/?sens='; DROP TABLE alerts_alert;--",
        "/indicateurs/me-prevenir/?theme=<script>alert(1)</script>",
        "/outils/me-prevenir/?q=" + "a" * 1000,
        "/recherche/me-prevenir/?type=inconnu",
    ],
)
def test_a_hostile_address_gets_a_page_and_never_an_error(ada, address):
    response = ada.client.get(address)
    assert response.status_code == 200
    assert b"<script>alert" not in response.content
    assert ada.ask(address).status_code in {200, 303}


def test_an_unknown_filter_is_not_followed(ada):
    assert ada.ask("/contrats/me-prevenir/?theme=inconnu").status_code == 200
    assert Subscriber.objects.count() == 0


def test_the_order_of_a_list_makes_no_other_alert(ada):
    factories.theme(slug="bois", label="Bois")
    ada.ask("/contrats/me-prevenir/?theme=bois&tri=titre")
    ada.ask("/contrats/me-prevenir/?tri=date&theme=bois&page=3")
    assert Alert.objects.get().query == "theme=bois"


@pytest.mark.parametrize("name", ["alertes/suivi", "alertes/confirmer", "alertes/arreter"])
def test_a_forged_link_opens_nothing(ada, name):
    for token in ("rien", "0" * 32 + "~x", "%00"):
        for answer in (ada.client.get(f"/{name}/{token}/"), ada.post(f"/{name}/{token}/")):
            assert answer.status_code == 404


def test_a_link_of_one_kind_opens_no_other(ada):
    ada.ask(LIST)
    token = ada.link("/alertes/confirmer/").removeprefix("/alertes/confirmer/")
    assert ada.post(f"/alertes/arreter/{token}").status_code == 404
    assert ada.client.get(f"/alertes/suivi/{token}").status_code == 404
    assert Subscriber.objects.count() == 1


def test_the_pages_of_one_person_are_kept_by_nobody_and_hold_all_that_is_held(ada):
    ada.follow(LIST)
    own = ada.confirm()
    for address in (own, f"{own}effacer/", f"{own}donnees/"):
        page = ada.client.get(address)
        assert page["Cache-Control"] == "no-store, private"
        assert page["Referrer-Policy"] == "no-referrer"
        assert page.cookies == {}
        assert ADA not in address
    held = ada.client.get(f"{own}donnees/").json()
    assert held["courriel"] == ADA
    assert held["alertes"][0]["ce qui est suivi"] == "Contrats"
    ada.post(f"{own}effacer/")
    assert Subscriber.objects.count() == 0
    assert ada.client.get(own).status_code == 404


def test_two_alerts_never_become_the_same(ada):
    ada.follow(f"{LIST}?q=bois")
    alert = ada.follow(f"{LIST}?q=eau")
    own = ada.confirm()
    change = f"{own}{alert.key}/changer/"
    refused = ada.post(change, {"rhythm": "jour", "words": "bois"})
    assert refused.status_code == 422
    assert "déjà parmi celles que vous suivez" in faults(refused)
    assert sorted(Alert.objects.values_list("query", flat=True)) == ["q=bois", "q=eau"]
