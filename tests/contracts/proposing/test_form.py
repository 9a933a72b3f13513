"""Proposing an experience: what is kept, what is mailed, what a robot gets, what is erased."""

from __future__ import annotations

import datetime as dt
import io
from itertools import count
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.signing import Signer
from django.test import Client
from django.utils import timezone
from PIL import Image

from contracts.editing.proposing import files, jobs, links
from contracts.editing.proposing.letter import MAILS_AN_HOUR, MAILS_TO_ONE_A_DAY
from contracts.editing.proposing.models import Proposal, ProposalFile, ProposalMail
from contracts.editing.proposing.receiving import MOST_A_DAY
from contracts.models import CaseStudyPage, Commune
from tests import factories
from tests.contracts.importing.files import docx, odt, with_part, xlsx

_numbers = count(1)
ADDRESS = "/proposer-une-experience/"
DONE = "La ville a acheté le bois des communes forestières.\nUne plateforme a été ouverte."


@pytest.fixture(autouse=True)
def site(db) -> None:
    factories.home_page()
    factories.commune("29019", "Brest", population=139_000)


def stamp(*, age: float = 60, number: int | None = None) -> str:
    shown_at = int((timezone.now() - dt.timedelta(seconds=age)).timestamp() * 1000)
    drawn = f"{next(_numbers) if number is None else number:032x}"
    signer = Signer(sep="~", salt="contracts.public_forms.stamp")
    return signer.sign(f"proposition.{shown_at}.{drawn}")


def answers(**changed: Any) -> dict[str, Any]:
    return {
        "name": "Ada Le Guen",
        "email": "ada@ys.example",
        "title": "Le bois des Monts chauffe la ville",
        "place": "Brest",
        "done": DONE,
        "gave": "Deux écoles sont chauffées.",
        "source": "https://ys.example/bois",
        "consent": "on",
        "site": "",
        "stamp": stamp(),
        **changed,
    }


def send(client: Client, **changed: Any):
    return client.post(ADDRESS, answers(**changed))


def keep(client: Client, address: str = ADDRESS, **changed: Any):
    typed = {**answers(**changed), "action": "garder"}
    del typed["consent"]
    return client.post(address, typed)


def pdf(name: str = "rapport.pdf", size: int = 100) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"%PDF-1.7\n" + b"x" * size)


def page_of(response) -> BeautifulSoup:
    return BeautifulSoup(response.content, "html.parser")


def words(response) -> str:
    text = page_of(response).main.get_text(" ")
    return " ".join(text.replace("\xa0", " ").replace("\u202f", " ").split())


def faults(response) -> str:
    found = page_of(response).select_one("#a-corriger")
    return " ".join(found.get_text(" ").replace("\xa0", " ").replace("\u202f", " ").split())


# What is sent


def test_a_proposal_is_kept_for_the_desk_and_thanked_by_mail_and_nothing_of_it_is_public(
    client, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = send(client)
    assert response.status_code == 303
    row = Proposal.objects.get()
    assert (row.state, row.title) == ("recue", "Le bois des Monts chauffe la ville")
    assert (row.place, row.place_key) == ("Brest (29)", "commune:29019")
    assert row.done == DONE
    assert CaseStudyPage.objects.count() == 0
    (mail,) = office.received
    assert office.recipients == ["ada@ys.example"]
    assert "Merci de votre proposition" in mail["Subject"]
    assert response["Location"] in mail.get_body(("plain",)).get_content()
    followed = client.get(response["Location"])
    assert "Votre proposition : reçue" in words(followed)
    assert "rien n’est public avant leur accord" in words(followed)
    assert followed["Cache-Control"] == "no-store, private"
    assert "noindex" in followed["X-Robots-Tag"]
    assert response.cookies == {}
    assert (
        "Monts"
        not in client.get("/recherche/?q=monts")
        .content.decode()
        .split("<main")[1]
        .split('value="monts"')[-1]
    )


def test_eight_answers_are_required_and_no_more(client):
    response = client.post(ADDRESS, {"stamp": stamp(), "site": ""})
    assert response.status_code == 422
    listed = page_of(response).select("#a-corriger li")
    assert len(listed) == 8
    assert Proposal.objects.count() == 0


def test_faults_are_told_at_their_fields_and_nothing_that_was_typed_is_lost(client):
    response = send(client, email="ada@ys.con", start="un jour", cost="Peu.", consent="")
    assert response.status_code == 422
    told = faults(response)
    assert "peut-être ada@ys.com ?" in told
    assert "Date non comprise : « un jour »" in told
    assert "Cochez la case" in told
    page = page_of(response)
    assert page.select_one("#id_done").get_text().strip() == DONE.replace("\n", "\n")
    assert page.select_one("#id_cost").get_text().strip() == "Peu."
    assert page.select_one("main details").has_attr("open")


def test_the_same_form_sent_twice_is_one_proposal_and_a_mended_one_takes_its_place(client):
    twice = answers()
    first, second = client.post(ADDRESS, twice), client.post(ADDRESS, twice)
    assert first["Location"] == second["Location"]
    client.post(ADDRESS, {**twice, "gave": "Trois écoles."})
    assert Proposal.objects.get().gave == "Trois écoles."
    assert ProposalMail.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"stamp": "forged~stamp"}, "ouvert depuis trop longtemps"),
        ({"stamp": 1}, "en moins de trois secondes"),
        ({"site": "https://casino.example"}, "Un champ caché"),
    ],
)
def test_a_robot_is_told_why_and_nothing_is_kept(client, changed, told):
    if changed.get("stamp") == 1:
        changed = {"stamp": stamp(age=1)}
    response = send(client, **changed)
    assert response.status_code == 422
    assert told in faults(response)
    assert (Proposal.objects.count(), ProposalMail.objects.count()) == (0, 0)


def test_a_hundred_posts_of_one_address_make_no_flood_and_nothing_public(client):
    statuses = [send(client).status_code for _ in range(100)]
    assert statuses == [303] * MOST_A_DAY + [429] * (100 - MOST_A_DAY)
    assert Proposal.objects.count() == MOST_A_DAY
    assert CaseStudyPage.objects.count() == 0
    assert ProposalMail.objects.count() == MAILS_TO_ONE_A_DAY


def test_a_hundred_posts_of_as_many_addresses_fill_no_mailbox(client):
    for number in range(100):
        typed = answers(email=f"n{number}@ys.example")
        assert client.post(ADDRESS, typed, REMOTE_ADDR=f"192.0.2.{number}").status_code == 303
    assert Proposal.objects.count() == 100
    assert CaseStudyPage.objects.count() == 0
    assert ProposalMail.objects.count() == MAILS_AN_HOUR


# Where


def test_of_several_places_so_called_the_person_chooses(client):
    factories.commune("29300", "Saint-Jean", population=10)
    factories.commune("44300", "Saint-Jean", population=20)
    typed = answers(place="Saint-Jean")
    response = client.post(ADDRESS, typed)
    assert "Plusieurs lieux répondent à ce nom" in faults(response)
    offered = [one["value"] for one in page_of(response).select("input[name=choice]")]
    assert offered == ["commune:44300", "commune:29300", "tel-quel"]
    client.post(ADDRESS, {**typed, "choice": "commune:29300"})
    assert Proposal.objects.get().place_key == "commune:29300"


def test_an_unknown_place_is_kept_as_it_was_typed_once_the_person_says_so(client):
    typed = answers(place="Vallée du Rhin supérieur")
    assert "ne connaît pas ce nom" in faults(client.post(ADDRESS, typed))
    assert Proposal.objects.count() == 0
    client.post(ADDRESS, {**typed, "choice": "tel-quel"})
    row = Proposal.objects.get()
    assert (row.place, row.place_key) == ("Vallée du Rhin supérieur", "")


@pytest.mark.parametrize("typed", ["29019", "29200", "brest", "Brest 29019", "BREST (Finistère)"])
def test_a_place_is_known_by_its_name_and_by_its_codes(client, typed):
    factories.territory(name="Finistère", level="departement", code="29")
    factories.alias(Commune.objects.get(code="29019"), "postal", "29200")
    send(client, place=typed)
    assert Proposal.objects.get().place_key == "commune:29019"


# Kept for later


def test_a_draft_asks_for_an_address_alone_and_its_link_opens_it_again(
    client, office, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        response = keep(client, name="", place="Quelque part", gave="", source="")
    assert response.status_code == 303
    row = Proposal.objects.get()
    assert (row.state, row.received_at) == ("brouillon", None)
    (mail,) = office.received
    body = mail.get_body(("plain",)).get_content()
    assert response["Location"] in body
    assert "14 jours" in body.replace("\xa0", " ")
    shown = client.get(response["Location"])
    assert "Votre brouillon est gardé 14 jours" in words(shown)
    assert page_of(shown).select_one("#id_done").get_text().strip() == DONE
    assert page_of(shown).select_one("#id_place")["value"] == "Quelque part"

    sent = client.post(response["Location"], answers())
    assert sent["Location"] == response["Location"]
    row.refresh_from_db()
    assert (row.state, row.place_key) == ("recue", "commune:29019")
    assert "Votre proposition : reçue" in words(client.get(response["Location"]))


def test_without_an_address_a_draft_is_not_kept_and_nothing_is_lost(client):
    response = keep(client, email="")
    assert response.status_code == 422
    assert "Écrivez votre adresse de courriel" in faults(response)
    assert len(page_of(response).select("#a-corriger li")) == 1
    assert page_of(response).select_one("#id_done").get_text().strip() == DONE


def test_a_draft_kept_again_is_the_same_and_its_link_leaves_once(client):
    address = keep(client)["Location"]
    assert keep(client, address, gave="Mieux dit.")["Location"] == address
    assert Proposal.objects.get().gave == "Mieux dit."
    assert ProposalMail.objects.count() == 1
    keep(client, address, email="autre@ys.example")
    assert ProposalMail.objects.count() == 2


def test_a_draft_kept_then_sent_from_the_first_window_is_one_proposal(client):
    typed = answers()
    client.post(ADDRESS, {**typed, "action": "garder"})
    client.post(ADDRESS, typed)
    assert Proposal.objects.get().state == "recue"


@pytest.mark.parametrize("token", ["x", "x~y", "%00", "é"])
def test_a_link_that_this_site_did_not_sign_opens_nothing(client, token):
    response = client.get(f"{ADDRESS}suivi/{token}/")
    assert response.status_code == 404


def test_who_proposes_erases_it_all_by_the_link(client):
    address = send(client, attachment=pdf())["Location"]
    assert "Effacer votre proposition ?" in words(client.get(f"{address}effacer/"))
    assert Proposal.objects.count() == 1  # a GET changes nothing
    response = client.post(f"{address}effacer/", follow=True)
    assert "Votre proposition est effacée" in words(response)
    counts = [model.objects.count() for model in (Proposal, ProposalFile, ProposalMail)]
    assert counts == [0, 0, 0]
    assert client.get(address).status_code == 404


# The file


def test_a_file_goes_with_the_proposal_and_nothing_public_serves_it(client, settings):
    address = send(client, attachment=pdf("../../Fête & marché.PDF"))["Location"]
    file = ProposalFile.objects.get()
    assert file.name == "Fete-marche.pdf"
    assert file.proposal == Proposal.objects.get()
    assert bytes(file.content).startswith(b"%PDF-1.7")
    assert "Fete-marche.pdf" in words(client.get(address))
    links_of_page = [one["href"] for one in page_of(client.get(address)).select("a[href]")]
    assert not any("Fete" in link or "fichier" in link for link in links_of_page)


def test_a_file_stays_with_a_form_that_comes_back_with_faults(client):
    response = send(client, name="", attachment=pdf())
    assert response.status_code == 422
    assert "Fichier joint : rapport.pdf" in words(response)
    kept = page_of(response).select_one("input[name=kept]")["value"]
    send(client, kept=kept)
    assert ProposalFile.objects.get().proposal == Proposal.objects.get()


def test_a_file_that_came_before_may_be_left_out_or_replaced(client):
    address = keep(client, attachment=pdf())["Location"]
    kept = page_of(client.get(address)).select_one("input[name=kept]")["value"]
    keep(client, address, kept=kept, attachment=pdf("autre.pdf"))
    assert [file.name for file in ProposalFile.objects.all()] == ["autre.pdf"]
    kept = page_of(client.get(address)).select_one("input[name=kept]")["value"]
    client.post(address, answers(kept=kept, without_file="on"))
    assert ProposalFile.objects.count() == 0
    assert Proposal.objects.get().state == "recue"


def test_the_file_of_another_proposal_is_not_taken(client):
    send(client, attachment=pdf())
    kept = links.file_token(ProposalFile.objects.get())
    send(client, kept=kept)
    first = Proposal.objects.earliest("pk")
    assert ProposalFile.objects.get().proposal == first


def image(kind: str) -> bytes:
    stream = io.BytesIO()
    Image.new("RGB", (4, 4)).save(stream, kind)
    return stream.getvalue()


GOOD = {
    "rapport.PDF": (b"%PDF-1.4 ...", "rapport.pdf"),
    "photo.jpeg": (image("JPEG"), "photo.jpg"),
    "plan.png": (image("PNG"), "plan.png"),
    "faux.pdf": (image("PNG"), "faux.png"),  # the bytes say what it is
    "texte.docx": (docx([("Title", "Le bois")]), "texte.docx"),
    "Café.odt": (odt([("Title", "Le bois")]), "Cafe.odt"),
}
BAD = {
    "page.pdf": (b"<html><script>alert(1)</script></html>", "ni un PDF"),
    "dessin.svg": (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "ni un PDF"),
    "programme.png": (b"MZ\x90\x00" + b"\x00" * 300, "ni un PDF"),
    "tableau.docx": (xlsx({"a": [["b"]]}), "ni un PDF"),
    "bombe.docx": (with_part(docx([("", "a")]), "word/b.xml", b" " * 70_000_000), "démesuré"),
    "image.jpg": (b"\xff\xd8\xff\xe0" + b"\x00" * 300, "abîmée"),
    "gros.pdf": (b"%PDF-1.7" + b"x" * files.LARGEST, "dépasse 5 Mo"),
    "vide.pdf": (b"", "vide"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_file_of_a_kind_that_is_taken_gets_the_ending_of_what_it_is(client, name):
    content, kept = GOOD[name]
    send(client, attachment=SimpleUploadedFile(name, content))
    assert ProposalFile.objects.get().name == kept


@pytest.mark.parametrize("name", BAD)
def test_another_file_is_refused_with_the_reason(client, name):
    content, told = BAD[name]
    response = send(client, attachment=SimpleUploadedFile(name, content))
    assert response.status_code == 422
    assert told in faults(response)
    assert (Proposal.objects.count(), ProposalFile.objects.count()) == (0, 0)


# What time does


def test_what_was_said_to_be_erased_is_erased(client):
    now = timezone.now()
    keep(client, title="Vieux brouillon", attachment=pdf())
    Proposal.objects.update(saved_at=now - dt.timedelta(days=14, hours=1))
    send(client, title="Vieille proposition")
    Proposal.objects.filter(state="recue").update(received_at=now - dt.timedelta(days=367))
    send(client, name="", attachment=pdf("seul.pdf"))
    ProposalFile.objects.filter(proposal=None).update(received_at=now - dt.timedelta(days=2))
    keep(client, title="Brouillon")
    send(client, title="Proposition", attachment=pdf())
    done = [one for _, job in jobs.JOBS for one in job()]
    assert ("brouillons de propositions effacés", 1) in done
    assert ("propositions effacées", 1) in done
    assert ("fichiers de propositions effacés", 1) in done
    titles = sorted(Proposal.objects.values_list("title", flat=True))
    assert titles == ["Brouillon", "Proposition"]
    assert ProposalFile.objects.count() == 1
    told = words(client.get(ADDRESS))
    assert "12 mois après l’envoi" in told
    assert "14 jours" in told


# Where it is reached from


def test_the_form_is_reached_from_the_list_the_home_and_the_search(client):
    for address in ("/", "/experiences/", "/plan-du-site/", "/sitemap.xml"):
        assert ADDRESS in client.get(address).content.decode(), address
