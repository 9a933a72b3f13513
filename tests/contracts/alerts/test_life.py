"""The whole life of an alert, on a real mail server: asked, confirmed, told, changed, stopped."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.core.management import CommandError
from wagtail.models import PageViewRestriction

from contracts.models import ContractPage
from contracts.opendata.alerts.models import Alert, AlertMail, Subscriber
from tests import factories
from tests.contracts.alerts.clock import stamp
from tests.contracts.alerts.conftest import ADA
from tests.contracts.mail.post_office import html_of, links_of, text_of
from tests.contracts.training.factories import session

LIST = "/contrats/me-prevenir/?theme=bois"


@pytest.fixture
def wood(clock):
    return factories.theme(slug="bois", label="Bois")


def words(response) -> str:
    text = BeautifulSoup(response.content, "html.parser").main.get_text(" ")
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def said(message) -> str:
    return text_of(message).replace("\xa0", " ").replace("\u202f", " ")


def revised(page, **values) -> None:
    later = ContractPage.objects.get(pk=page.pk)
    for name, value in values.items():
        setattr(later, name, value)
    later.save_revision().publish()


def test_an_alert_is_asked_confirmed_told_and_stopped(ada, clock, turn, wood):
    old = factories.contract(title="L’ancien", themes=[wood])
    page = ada.client.get(LIST)
    assert "Ce qui est suivi : Bois — Contrats" in words(page)
    answer = ada.ask(LIST)
    assert (answer.status_code, answer["Location"]) == (303, "/alertes/demandee/")
    assert answer.cookies == {}
    (demand,) = ada.office.received
    assert "Bois — Contrats" in said(demand)

    # Nothing is sent before it is confirmed, and the link changes nothing by itself.
    clock.go_to(3)
    factories.contract(title="Trop tôt", themes=[wood])
    turn()
    link = ada.link("/alertes/confirmer/")
    assert "Confirmer cette alerte ?" in words(ada.client.get(link))
    turn()
    assert len(ada.office.received) == 1
    confirmed = ada.post(link)
    assert "Mes alertes" in words(ada.client.get(confirmed["Location"]))

    clock.go_to(3, 12)
    revised(old, gist="Autre chose.")
    factories.contract(title="Le nouveau", slug="nouveau", themes=[wood])
    factories.contract(title="Hors sujet")
    turn()
    assert len(ada.office.received) == 1
    clock.go_to(4)
    turn()
    (_, digest) = ada.office.received
    told = said(digest)
    assert digest["Subject"] == "2 nouveautés dans vos listes"
    assert (
        "- L’ancien\n  Contrat · mise à jour\n  Ce qui change : Résumé : « Autre chose. »\n" in told
    )
    assert "- Le nouveau\n  Contrat · nouveauté\n" in told
    assert "Hors sujet" not in told
    assert "Trop tôt" not in told
    assert any(link.endswith("/contrats/nouveau/") for link in links_of(digest))
    assert all(link.startswith("http") for link in links_of(digest))
    assert "/contrats/nouveau/" in html_of(digest)
    assert "<img" not in html_of(digest)
    clock.go_to(5)
    turn()  # nothing is new
    assert len(ada.office.received) == 2

    # One click of the mail program (RFC 8058).
    assert digest["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    one_click = digest["List-Unsubscribe"].strip("<>").split("8000")[-1].split("testserver")[-1]
    assert ada.client.get(one_click).status_code == 200
    assert Subscriber.objects.count() == 1
    for _ in range(2):
        stopped = ada.post(one_click, {"List-Unsubscribe": "One-Click"})
        assert stopped.status_code == 200
        assert "Vos alertes sont arrêtées" in words(stopped)
    assert Subscriber.objects.count() == Alert.objects.count() == AlertMail.objects.count() == 0


def test_one_mail_tells_all_the_lists_of_an_address_the_weekly_ones_on_monday(
    ada, clock, turn, wood
):
    ada.follow(LIST)
    ada.follow("/outils/me-prevenir/", rhythm="semaine", email="Ada@YS.example")
    assert Subscriber.objects.count() == 1
    ada.office.received.clear()
    clock.go_to(3)
    factories.contract(title="Le contrat", themes=[wood])
    factories.tool(title="L’outil")
    clock.go_to(4)
    turn()
    (daily,) = ada.office.received
    assert "Le contrat" in said(daily)
    assert "L’outil" not in said(daily)
    clock.go_to(6, 12)
    factories.contract(title="Du dimanche", themes=[wood])
    clock.go_to(7)
    turn()
    (_, both) = ada.office.received
    assert "Du dimanche" in said(both)
    assert "L’outil" in said(both)
    assert "Le contrat" not in said(both)


def test_a_clock_late_by_two_days_sends_one_digest(ada, clock, turn, wood):
    ada.follow(LIST)
    ada.office.received.clear()
    for day in (3, 4, 5):
        clock.go_to(day, 12)
        factories.contract(title=f"Du {day}", themes=[wood])
    clock.go_to(6, 15)
    turn()
    turn()
    (digest,) = ada.office.received
    assert [f"Du {day}" in said(digest) for day in (3, 4, 5)] == [True, True, True]


def test_a_mail_server_that_is_down_for_days_loses_nothing_and_doubles_nothing(
    ada, clock, turn, wood
):
    ada.follow(LIST)
    ada.office.received.clear()
    ada.office.close()
    for day in range(3, 10):
        clock.go_to(day, 12)
        factories.contract(title=f"Du {day}.", themes=[wood])
        clock.go_to(day + 1)
        with pytest.raises(CommandError):
            turn()
    ada.office.open()
    clock.add(minutes=30)
    turn()
    clock.add(minutes=30)
    turn()
    (digest,) = ada.office.received
    assert all(said(digest).count(f"Du {day}.\n") == 1 for day in range(3, 10))


@pytest.mark.parametrize("way", ["stop", "pause", "erase"])
def test_a_person_who_stops_between_the_making_and_the_sending_gets_nothing(
    ada, clock, turn, wood, way
):
    alert = ada.follow(LIST)
    own = ada.confirm()
    ada.office.received.clear()
    ada.office.close()
    clock.add(hours=1)
    factories.contract(title="Le nouveau", themes=[wood])
    clock.go_to(3)
    with pytest.raises(CommandError):
        turn()
    assert AlertMail.objects.filter(kind=AlertMail.Kind.DIGEST).count() == 1
    address = {
        "stop": f"{own}{alert.key}/arreter/",
        "pause": f"{own}{alert.key}/pause/",
        "erase": f"{own}effacer/",
    }[way]
    assert ada.client.get(address).status_code in {200, 303}
    assert Alert.objects.active().count() == 1
    assert ada.post(address).status_code == 303
    ada.office.open()
    clock.add(hours=1)
    turn()
    assert ada.office.received == []
    assert Subscriber.objects.count() == int(way == "pause")


def test_a_paused_alert_tells_what_comes_after_it_is_taken_up_again(ada, clock, turn, wood):
    alert = ada.follow(LIST)
    own = ada.confirm()
    ada.post(f"{own}{alert.key}/pause/")
    assert "En pause" in words(ada.client.get(own))
    ada.office.received.clear()
    clock.go_to(3)
    factories.contract(title="Pendant", themes=[wood])
    clock.go_to(4)
    turn()
    ada.post(f"{own}{alert.key}/reprendre/")
    clock.go_to(4, 12)
    factories.contract(title="Après", themes=[wood])
    clock.go_to(5)
    turn()
    (digest,) = ada.office.received
    assert "Après" in said(digest)
    assert "Pendant" not in said(digest)


def test_a_filter_that_is_gone_is_said_once_and_can_be_changed(ada, clock, turn, wood):
    alert = ada.follow(f"{LIST}&q=for%C3%AAt")
    own = ada.confirm()
    ada.office.received.clear()
    wood.delete()
    for day in (3, 4, 5):
        clock.go_to(day)
        turn()
    (told,) = ada.office.received
    assert told["Subject"] == "Une liste à revoir"
    assert "un de ses filtres n’existe plus" in said(told)
    change = f"{own}{alert.key}/changer/"
    assert "Thème : bois (inconnu" in words(ada.client.get(change))
    refused = ada.post(change, {"rhythm": "jour", "words": "forêt", "kept": ["theme=bois"]})
    assert refused.status_code == 422
    assert "n’existe plus" in words(refused)
    assert ada.post(change, {"rhythm": "semaine", "words": "bois"}).status_code == 303
    alert.refresh_from_db()
    assert (alert.query, alert.rhythm, alert.title) == ("q=bois", "semaine", "bois — Contrats")
    assert alert.lost_at is None
    ada.office.received.clear()
    clock.go_to(6)
    factories.contract(title="Du bois")
    clock.go_to(7)
    turn()
    assert "Du bois" in said(ada.office.received[0])


def test_what_was_done_is_said_first_and_a_filter_can_be_added(ada, wood):
    factories.contract(title="Une charte", themes=[wood])
    factories.contract(title="Un train", themes=[factories.theme(slug="train", label="Train")])
    alert = ada.follow("/contrats/me-prevenir/")
    confirmed = ada.client.get(ada.post(ada.link("/alertes/confirmer/"))["Location"])
    assert words(confirmed).startswith("C’est confirmé")
    own = ada.confirm()
    assert words(ada.client.get(own)).startswith("Mes alertes")
    assert words(ada.client.get(f"{own}?fait=n-importe-quoi")).startswith("Mes alertes")
    change = f"{own}{alert.key}/changer/"
    assert "Thème : Bois (1)" in words(ada.client.get(change)).replace("\xa0", " ")
    refused = ada.post(change, {"rhythm": "jour", "added": ["theme=inventé"]})
    assert (refused.status_code, "Ajoutez des filtres" in words(refused)) == (422, True)
    saved = ada.post(change, {"rhythm": "jour", "added": ["theme=bois"]})
    assert words(ada.client.get(saved["Location"])).startswith("C’est enregistré.")
    alert.refresh_from_db()
    assert (alert.query, alert.title) == ("theme=bois", "Bois — Contrats")
    assert "theme=bois" not in words(ada.client.get(change))
    stopped = ada.post(f"{own}{alert.key}/pause/")
    assert words(ada.client.get(stopped["Location"])).startswith("C’est en pause")


def test_keeping_ones_alerts_says_until_when(ada, clock):
    ada.follow("/contrats/me-prevenir/")
    own = ada.confirm()
    clock.go_to(31)
    kept = ada.post(own)
    page = ada.client.get(kept["Location"])
    assert words(page).startswith("C’est gardé jusqu’au 31 décembre 2028. Mes alertes")
    assert "#" not in kept["Location"]  # what is said stands at the top


def test_the_last_list_is_stopped_on_the_page_that_erases_the_address(ada, wood):
    alert = ada.follow(LIST)
    own = ada.confirm()
    other = ada.follow("/outils/me-prevenir/")
    erase = f"{own}effacer/"
    only = "C’est votre seule alerte : l’arrêter efface aussi votre adresse."

    def stops() -> list[tuple[str, str]]:
        main = BeautifulSoup(ada.client.get(own).content, "html.parser").main
        found = main.find_all(["button", "a"], string="Arrêter")
        return [(one.name, one.get("href") or one.parent["action"]) for one in found]

    assert stops() == [("button", f"{own}{one.key}/arreter/") for one in (alert, other)]
    assert only not in words(ada.client.get(erase))
    ada.post(f"{own}{other.key}/arreter/")
    assert stops() == [("a", erase)]
    assert only in words(ada.client.get(erase))
    assert Subscriber.objects.count() == 1
    ada.post(erase)
    assert Subscriber.objects.count() == 0


def test_what_is_not_public_is_in_no_digest(ada, clock, turn):
    ada.follow("/recherche/me-prevenir/")
    ada.office.received.clear()
    clock.go_to(3)
    factories.contract(title="Brouillon planté", publish=False)
    hidden = factories.contract(title="Fiche plantée")
    PageViewRestriction.objects.create(
        page=hidden.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    factories.contract(title="Retirée plantée").unpublish()
    draft = ContractPage.objects.get(pk=factories.contract(title="Au jour").pk)
    draft.title = "Titre planté"
    draft.save_revision()
    clock.go_to(4)
    turn()
    (digest,) = ada.office.received
    assert "Au jour" in said(digest)
    assert "plant" not in said(digest)
    assert "plant" not in html_of(digest)


def test_a_demand_that_nobody_confirms_is_erased_after_48_hours(ada, clock, turn):
    ada.ask("/contrats/me-prevenir/")
    link = ada.link("/alertes/confirmer/")
    clock.add(hours=47)
    turn()
    assert Subscriber.objects.count() == 1
    clock.add(hours=2)
    turn()
    assert Subscriber.objects.count() == AlertMail.objects.count() == 0
    gone = ada.client.get(link)
    assert gone.status_code == 404
    assert "n’existe plus" in words(gone)
    assert ada.post(link).status_code == 404


def test_an_address_that_does_nothing_is_asked_then_erased(ada, clock, turn):
    ada.follow("/contrats/me-prevenir/")
    ada.office.received.clear()
    clock.now += dt.timedelta(days=720)
    turn()
    clock.add(days=1)
    turn()
    (asked,) = ada.office.received
    assert "Gardez-vous vos alertes ?" in asked["Subject"]
    ada.post(ada.link("/alertes/suivi/"))
    clock.add(days=60)
    turn()
    assert Subscriber.objects.count() == 1
    clock.add(days=800)  # a clock that was stopped all that time asks first
    turn()
    assert Subscriber.objects.count() == 1
    clock.add(days=32)
    turn()
    assert Subscriber.objects.count() == 0


def test_an_address_that_the_server_refuses_for_good_is_forgotten(ada, clock, turn, wood):
    ada.follow(LIST)
    ada.office.refusals[ADA] = "550 No such mailbox"
    for day in (3, 4, 5):
        clock.go_to(day, 6)
        factories.contract(themes=[wood])
        clock.go_to(day)
        turn()
        clock.add(hours=1)
        turn()
    assert Subscriber.objects.count() == 0


def test_sessions_are_followed_as_their_list_says(ada, clock, turn):
    response = ada.client.get("/sessions/")
    address = BeautifulSoup(response.content, "html.parser").find(
        "a", string=lambda text: text and "Me prévenir d’une session" in text
    )["href"]
    assert "Ce qui est suivi : Sessions" in words(ada.client.get(address))
    ada.follow(address)
    assert Alert.objects.get().query == "type=session"
    ada.office.received.clear()
    clock.go_to(3)
    session(title="Se rencontrer")
    clock.go_to(4)
    turn()
    (digest,) = ada.office.received
    assert "- Se rencontrer\n  Session du " in said(digest)


def test_an_old_link_opens_nothing_but_a_new_one(ada, clock):
    alert = ada.follow("/contrats/me-prevenir/")
    own = ada.confirm()
    clock.add(days=91)
    for address in (own, f"{own}{alert.key}/changer/", f"{own}effacer/"):
        old = ada.client.get(address)
        assert old.status_code == 410
        assert ADA not in old.content.decode()
    ada.office.received.clear()
    assert ada.post(own)["Location"] == "/alertes/lien-envoye/"
    assert ada.client.get(ada.link("/alertes/suivi/")).status_code == 200
    assert Subscriber.objects.count() == 1


def test_a_lost_link_is_sent_to_who_has_alerts_and_the_answer_is_the_same_for_all(ada):
    ada.follow("/contrats/me-prevenir/")
    ada.office.received.clear()
    answers = [
        ada.post("/alertes/", {"email": email, "site": "", "stamp": stamp("lien-alertes")})
        for email in (ADA, "personne@ys.example")
    ]
    assert {(answer.status_code, answer["Location"]) for answer in answers} == {
        (303, "/alertes/lien-envoye/")
    }
    assert ada.office.recipients[-1] == ADA
    assert len(ada.office.received) == 1
