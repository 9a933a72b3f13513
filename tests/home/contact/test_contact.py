"""Writing to the site: what is kept, what is mailed, what a robot gets."""

from __future__ import annotations

import datetime as dt
import threading
from itertools import count
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.core.signing import Signer
from django.db import connections
from django.http import QueryDict
from django.test import Client
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from wagtail.models import Site

from contracts.mail.models import OutgoingMail
from home.contact import jobs
from home.contact.addresses import PageConcerned
from home.contact.forms import ContactForm
from home.contact.models import MessageMail, ReaderMessage
from home.contact.receiving import MAILS_AN_HOUR, MOST_A_DAY, receive
from home.groups import CONTRIBUTORS
from home.models import Publisher
from home.site import create_readers_of_messages
from tests import factories
from tests.admin_views import table_of_csv
from tests.contracts.roles import member_of
from tests.posted_form import form_values

_numbers = count(1)
TEXT = "La source de cette fiche a changé d’adresse.\nLa nouvelle : https://brest.example/a."


@pytest.fixture
def publisher(db) -> Publisher:
    """A site that tells where it can be written to."""
    factories.home_page()
    site = Site.objects.get(is_default_site=True)
    return Publisher.objects.create(site=site, email="contact@ys.example", name="Pays d’Ys")


def stamp(*, age: float = 60, number: int | None = None) -> str:
    shown_at = int((timezone.now() - dt.timedelta(seconds=age)).timestamp() * 1000)
    drawn = f"{next(_numbers) if number is None else number:032x}"
    signer = Signer(sep="~", salt="contracts.public_forms.stamp")
    return signer.sign(f"contact.{shown_at}.{drawn}")


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Ada Le Guen",
        "email": "ada@ys.example",
        "subject": "Une source a changé",
        "text": TEXT,
        "page": "/contrats/brest/",
        "site": "",
        "stamp": stamp(),
        **changed,
    }


def send(client: Client, **changed: Any):
    return client.post("/contact/", answers(**changed))


def words(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").main.get_text(" ").split())


def summary(response) -> str:
    found = BeautifulSoup(response.content, "html.parser").select_one("#a-corriger")
    return " ".join(found.get_text(" ").split())


# What is kept and mailed


def test_a_message_is_kept_and_leaves_for_the_contact_of_the_site(
    client, publisher, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(client)
    assert response.status_code == 303
    message = ReaderMessage.objects.get()
    assert (message.name, message.text) == ("Ada Le Guen", TEXT)
    assert (message.page, message.state) == ("/contrats/brest/", "a-traiter")
    (mail,) = office.received
    assert office.recipients == ["contact@ys.example"]
    assert mail["Reply-To"] == "ada@ys.example"
    assert mail["Subject"] == "Message d’un lecteur : Une source a changé"
    body = mail.get_body(("plain",)).get_content()
    assert "https://brest.example/a." in body
    assert "/contrats/brest/" in body
    assert message.desk_url() in body
    said = words(client.get(response["Location"]))
    assert "Votre message est enregistré « Une source a changé »" in said.replace("\xa0", " ")
    assert "Les personnes qui publient ce site le lisent, et répondent" in said
    assert response.cookies == {}


def owner_of(page, **columns: Any) -> Any:
    """Somebody who writes fiches, and is responsible for this one."""
    member_of(CONTRIBUTORS)
    owner = get_user_model().objects.get(groups__name=CONTRIBUTORS)
    for name, value in {"email": "nolwenn@ys.example", **columns}.items():
        setattr(owner, name, value)
    owner.save()
    page.owner = owner
    page.save()
    return owner


def test_a_message_about_a_fiche_leaves_for_who_is_responsible_for_it_too(
    client, publisher, office, django_capture_on_commit_callbacks
):
    page = factories.contract()
    owner_of(page)
    with django_capture_on_commit_callbacks(execute=True):
        send(client, page=f"{page.url}?q=eau")

    assert sorted(office.recipients) == ["contact@ys.example", "nolwenn@ys.example"]
    [mail] = [one for one in office.received if one["To"] == "nolwenn@ys.example"]
    body = mail.get_body(("plain",)).get_content()
    assert mail["Reply-To"] == "ada@ys.example"
    assert "parce que vous êtes responsable de cette fiche" in " ".join(body.split())
    assert "Le contact du site l’a reçu aussi" in " ".join(body.split())


def test_who_stands_in_for_the_owner_is_told_too(client, publisher):
    page = factories.contract()
    owner = owner_of(page)
    page.stand_in = get_user_model().objects.create_superuser("maël", "mael@ys.example", "x")
    page.save()

    send(client, page=page.url)

    told = set(MessageMail.objects.values_list("owner", flat=True))
    assert told == {None, owner.pk, page.stand_in.pk}


@pytest.mark.parametrize(
    ("columns", "published"),
    [({"is_active": False}, True), ({"email": ""}, True), ({}, False)],
    ids=["left", "without address", "draft"],
)
def test_nobody_else_is_told_of_a_message_about_a_fiche(client, publisher, columns, published):
    page = factories.contract(publish=published)
    owner_of(page, **columns)

    send(client, page=f"/contrats/{page.slug}/")

    assert [mail.owner for mail in MessageMail.objects.all()] == [None]


def test_the_contact_that_is_responsible_for_the_fiche_is_told_once(client, publisher):
    page = factories.contract()
    owner_of(page, email="Contact@ys.example")

    send(client, page=page.url)

    assert MessageMail.objects.count() == 1


def test_without_a_contact_the_message_waits_at_the_desk(client, db):
    factories.home_page()
    response = send(client)
    assert ReaderMessage.objects.count() == 1
    assert OutgoingMail.objects.count() == 0
    said = words(client.get(response["Location"]))
    assert "Les personnes qui publient ce site le lisent" in said
    # How the team is told is its own affair, and no mail leaves past so many in an hour.
    assert "par courriel" not in said.split("Revenir")[0]
    assert "élai" not in said


def test_the_delay_is_that_which_the_publisher_announces(client, publisher):
    Publisher.objects.update(answer_days=5)
    for said in (words(client.get("/contact/")), words(client.get(send(client)["Location"]))):
        assert "Délai de réponse annoncé : 5 jours." in said.replace("\xa0", " ")


def test_the_form_comes_first_and_what_is_explained_is_said_once(client, publisher):
    page = BeautifulSoup(client.get("/contact/").content, "html.parser")
    button = page.select_one("main form button")
    assert [head.get_text() for head in button.find_all_previous("h2")] == []
    assert "Ce que deviennent vos données" in [
        head.get_text() for head in button.find_all_next("h2")
    ]
    receipt = BeautifulSoup(client.post("/contact/", answers(), follow=True).content, "html.parser")
    lines = {line.get_text() for line in page.select("main p")}
    assert not lines & {line.get_text() for line in receipt.select("main p")}


def test_who_comes_from_a_page_need_not_say_what_it_is_about(client, publisher):
    about = BeautifulSoup(
        client.get("/contact/?page=/contrats/brest/%23en-bref").content, "html.parser"
    )
    assert about.select_one("#id_page")["value"] == "/contrats/brest/#en-bref"
    assert "(facultatif)" in about.select_one("label[for=id_subject]").get_text()
    assert "(facultatif)" not in words(client.get("/contact/")).split("Message")[0]
    assert send(client, subject="", page="/contrats/brest/#en-bref").status_code == 303
    message = ReaderMessage.objects.get()
    assert message.subject == "À propos de /contrats/brest/#en-bref"
    assert message.page == "/contrats/brest/#en-bref"
    refused = send(client, subject="", page="")
    assert refused.status_code == 422
    assert "Écrivez l’objet en quelques mots" in summary(refused)


def test_the_same_message_sent_twice_is_one_and_a_mended_one_is_another(client, publisher):
    twice = answers()
    first, second = client.post("/contact/", twice), client.post("/contact/", twice)
    assert first["Location"] == second["Location"]
    assert (ReaderMessage.objects.count(), MessageMail.objects.count()) == (1, 1)
    client.post("/contact/", {**twice, "text": "Mieux dit."})
    assert (ReaderMessage.objects.count(), MessageMail.objects.count()) == (2, 2)


def test_a_mail_about_an_erased_message_is_erased_with_it(client, publisher):
    send(client)
    ReaderMessage.objects.all().delete()
    assert OutgoingMail.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "x~y", "%00", "é"])
def test_a_receipt_that_this_site_did_not_sign_is_not_found(client, db, token):
    factories.home_page()
    assert client.get(f"/contact/recu/{token}/").status_code == 404


# Faults and robots


def test_faults_are_told_at_their_fields_and_what_was_typed_stays(client, publisher):
    response = send(client, name="", email="ada@ys.con", page="https://ailleurs.example/x")
    assert response.status_code == 422
    told = summary(response).replace("\xa0", " ").replace("\u202f", " ")
    assert "Nom : Écrivez votre nom." in told
    assert "peut-être ada@ys.com ?" in told
    assert "Page concernée : Donnez l’adresse d’une page de ce site" in told
    soup = BeautifulSoup(response.content, "html.parser")
    assert soup.select_one("#id_text").get_text().strip() == TEXT
    assert soup.select_one("#id_page")["value"] == "https://ailleurs.example/x"
    assert ReaderMessage.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"stamp": ""}, "ouvert depuis trop longtemps"),
        ({"stamp": "forged~stamp"}, "ouvert depuis trop longtemps"),
        ({"stamp": 1}, "en moins de trois secondes"),
        ({"site": "https://casino.example"}, "Un champ caché"),
    ],
)
def test_a_robot_is_told_why_and_nothing_is_kept(client, publisher, changed, told):
    if changed.get("stamp") == 1:
        changed = {"stamp": stamp(age=1)}
    response = send(client, **changed)
    assert response.status_code == 422
    assert told in summary(response)
    assert (ReaderMessage.objects.count(), MessageMail.objects.count()) == (0, 0)


def test_a_hundred_posts_of_one_address_make_no_flood(client, publisher):
    statuses = [send(client).status_code for _ in range(100)]
    assert statuses == [303] * MOST_A_DAY + [429] * (100 - MOST_A_DAY)
    assert ReaderMessage.objects.count() == MOST_A_DAY


def test_a_hundred_posts_of_as_many_addresses_fill_nobody_s_mailbox(client, publisher):
    for number in range(100):
        posted = answers(subject=f"N° {number}")
        sent = client.post("/contact/", posted, REMOTE_ADDR=f"192.0.2.{number}")
        assert sent.status_code == 303
    assert ReaderMessage.objects.count() == 100  # nothing is lost: the desk has them
    assert MessageMail.objects.count() == MAILS_AN_HOUR


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_one_message_received_by_two_processes_at_once_is_kept_and_mailed_once():
    form = ContactForm("testserver", _querydict(answers()))
    assert form.is_valid()
    columns, ready, failures = form.message(), threading.Barrier(8), []

    def receive_it() -> None:
        ready.wait()
        try:
            receive(columns, contact="contact@ys.example")
        except Exception as error:  # noqa: BLE001 - told by the assertion below
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=receive_it) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert (ReaderMessage.objects.count(), MessageMail.objects.count()) == (1, 1)


def _querydict(values: dict[str, str]) -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(values)
    return data


# From which page


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/contrats/brest/", "/contrats/brest/"),
        (" /recherche/?q=bois ", "/recherche/?q=bois"),
        ("http://testserver/outils/", "/outils/"),
        ("", ""),
        ("https://ailleurs.example/", None),
        ("//ailleurs.example/", None),
        ("/\\ailleurs.example/", None),
        ("javascript:alert(1)", None),
        ("/a\x00b", None),
        ("brest", None),
        ("/" + "a" * 500, None),
        ("http://[x", None),
    ],
)
def test_the_page_concerned_is_one_of_this_site(typed: str, kept: str | None):
    found = PageConcerned.read(typed, "testserver")
    assert (found.path if found else None) == kept


@given(st.text() | st.text("/\\:.@?#[]htps\t\nù", max_size=12))
def test_whatever_is_typed_for_a_page_leads_nowhere_else(typed: str):
    found = PageConcerned.read(typed, "testserver")
    assert found is None or not found.path or found.path[0] == "/" != found.path[1:2]


@pytest.mark.parametrize("page", ["https://x.example/", "%00", "//x.example", "é" * 900])
def test_an_address_typed_by_hand_opens_an_empty_form(client, db, page):
    factories.home_page()
    response = client.get("/contact/", {"page": page})
    assert response.status_code == 200
    field = BeautifulSoup(response.content, "html.parser").select_one("#id_page")
    assert not field.get("value")


def test_every_page_leads_to_the_form_and_says_from_where(client, db):
    factories.home_page()
    contract = factories.contract(title="Brest et COB")
    for address in ("/", contract.url, "/glossaire/", "/adresse-inconnue/"):
        soup = BeautifulSoup(client.get(address).content, "html.parser")
        links = {link["href"] for link in soup.select('a[href^="/contact/?"]')}
        # Beside the facts of a fiche, which part of the page too.
        links -= {f"/contact/?page={contract.url}%23en-bref"}
        assert links == {f"/contact/?page={address}"}
        shown = BeautifulSoup(client.get(links.pop()).content, "html.parser")
        assert shown.select_one("#id_page")["value"] == address


def test_a_link_that_is_for_one_person_is_not_told(client, db):
    factories.home_page()
    soup = BeautifulSoup(client.get("/inscriptions/abc~secret/").content, "html.parser")
    links = {link["href"] for link in soup.select('footer a[href^="/contact/"]')}
    assert links == {"/contact/"}


def test_the_form_asks_few_queries(client, publisher, django_assert_max_num_queries):
    client.get("/contact/")
    with django_assert_max_num_queries(2):
        client.get("/contact/?page=/contrats/")
    receipt = send(client)["Location"]
    with django_assert_max_num_queries(3):
        client.get(receipt)


# The desk


def test_editors_settle_messages_and_nobody_adds_one(client, publisher):
    editor, organiser = member_of("Éditeurs"), member_of("Organisateurs")
    create_readers_of_messages()
    send(client)
    message = ReaderMessage.objects.get()
    listing = "/admin/snippets/contact/readermessage/"
    assert "Une source a changé" in editor.get(listing).content.decode()
    assert organiser.get(listing).status_code == 302
    admin = Client()
    admin.force_login(get_user_model().objects.create_superuser("admin"))
    assert admin.get(f"{listing}add/").status_code == 302
    shown = editor.get(message.desk_url()).content.decode()
    assert "mailto:ada@ys.example" in shown
    values = form_values(shown, "w-editor-form") or {}
    editor.post(message.desk_url(), {**values, "state": "traite"})
    message.refresh_from_db()
    assert (message.state, message.done_by) == ("traite", "personne-Éditeurs")
    assert message.done_at is not None
    assert message.text == TEXT
    first = message.done_at
    admin.post(message.desk_url(), {**values, "state": "traite"})
    message.refresh_from_db()
    assert (message.done_at, message.done_by) == (first, "personne-Éditeurs")
    editor.post(message.desk_url(), {**values, "state": "a-traiter"})
    message.refresh_from_db()
    assert (message.done_at, message.done_by) == (None, "")


def test_messages_are_exported_and_erased(client, publisher):
    editor = member_of("Éditeurs")
    create_readers_of_messages()
    send(client, subject="=cmd()")
    listing = "/admin/snippets/contact/readermessage/"
    heading, line = table_of_csv(editor.get(f"{listing}?export=csv"))
    assert heading[:6] == ["Reçu le", "État", "Nom", "Courriel", "Objet", "Message"]
    assert "ada@ys.example" in line
    assert not any(cell.startswith("=") for cell in line)
    message = ReaderMessage.objects.get()
    editor.post(f"{listing}delete/{message.pk}/")
    assert ReaderMessage.objects.count() == 0
    history = editor.get("/admin/reports/site-history/").content.decode()
    assert "ada@ys.example" not in history
    assert "=cmd()" not in history


def test_a_right_that_was_taken_back_stays_so(db):
    member_of("Éditeurs")
    create_readers_of_messages()
    group = Group.objects.get(name="Éditeurs")
    group.permissions.filter(codename="delete_readermessage").delete()
    create_readers_of_messages()
    assert not group.permissions.filter(codename="delete_readermessage").exists()


def test_messages_are_forgotten_after_the_months_that_are_told(client, publisher, settings):
    settings.MESSAGE_RETENTION_MONTHS = 6
    send(client, subject="Vieux")
    now = timezone.now()
    ReaderMessage.objects.update(received_at=now - dt.timedelta(days=185))
    send(client, subject="Récent")
    ((_, forget),) = jobs.JOBS
    assert list(forget()) == [("messages effacés", 1)]
    assert ReaderMessage.objects.get().subject == "Récent"
    assert "6 mois après l’envoi" in words(client.get("/contact/")).replace("\xa0", " ")


# Who publishes


def test_only_who_may_fill_it_in_reads_that_the_publisher_is_not_told(client, publisher):
    reader = client.get("/").content.decode()
    assert "non renseign" not in BeautifulSoup(reader, "html.parser").footer.get_text()
    assert "missing-identity" not in reader
    assert "missing-identity" not in member_of("Éditeurs").get("/").content.decode()
    admin = member_of("Administrateurs")
    shown = BeautifulSoup(admin.get("/").content, "html.parser")
    notice = shown.select_one("[data-part=missing-identity]")
    assert "hébergeur" in notice.get_text()
    assert admin.get(notice.a["href"], follow=True).status_code == 200


def test_a_deployment_is_warned_until_the_publisher_is_told(publisher):
    (warned,) = [one for one in run_checks(include_deployment_checks=True) if one.id == "home.W001"]
    assert "hébergeur" in warned.msg
    for name in Publisher._IDENTITY:
        setattr(publisher, name, getattr(publisher, name) or "Dit")
    publisher.save()
    assert not [one for one in run_checks(include_deployment_checks=True) if one.id == "home.W001"]
