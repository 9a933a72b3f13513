"""Signed links: what each of them opens, for how long, and what everybody else is told."""

import datetime as dt
import json
import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from contracts.training.access import links
from contracts.training.access.links import Purpose
from contracts.training.models import Registration, RegistrationEvent, SessionDate, Status
from contracts.training.seats import erasure, organising, registrations
from tests.contracts.training.factories import person, session
from tests.contracts.training.form_answers import faults

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def own(registration, name: str = "") -> str:
    return f"/inscriptions/{links.token(registration, Purpose.OWN)}/{name}"


def offer(registration) -> str:
    token = links.token(registration, Purpose.OFFER, registration.offer_nonce)
    return f"/inscriptions/place/{token}/"


def follow_up(registration, name: str = "") -> str:
    return f"/inscriptions/suite/{links.token(registration, Purpose.FOLLOW_UP)}/{name}"


def registered(**fields) -> Registration:
    return registrations.register(session(**fields), person())


def offered() -> tuple[Registration, Registration]:
    """The person to whom a freed seat is offered, and the one who comes next."""
    page = session(capacity=1)
    seated, first, second = (registrations.register(page, person()) for _ in range(3))
    registrations.cancel(seated)
    first.refresh_from_db()
    return first, second


def end(registration: Registration) -> None:
    """The session took place last week."""
    day = timezone.localdate() - dt.timedelta(days=7)
    SessionDate.objects.filter(page=registration.session).update(day=day)


def later(monkeypatch, **delta) -> None:
    now = timezone.now() + dt.timedelta(**delta)
    monkeypatch.setattr(timezone, "now", lambda: now)


def heading(answer) -> str:
    return " ".join(text(answer, "h1").split())


def text(answer, selector: str = "main") -> str:
    found = BeautifulSoup(answer.content, "html.parser").select_one(selector)
    return re.sub("[ \n]+", " ", found.get_text(" "))


def status(registration: Registration) -> str:
    return Registration.objects.get(pk=registration.pk).status


def changed_to(person_, **fields) -> dict[str, str]:
    names = ("first_name", "last_name", "organisation", "function", "public", "email", "phone")
    return {name: getattr(person_, name) for name in (*names, "needs")} | fields


# What one's own link shows


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda one: one, "Votre inscription est confirmée"),
        (registrations.cancel, "Votre inscription est annulée"),
        (
            lambda one: organising.cancel_session(one.session, by="", reason="Grève"),
            "Cette session est annulée",
        ),
        (
            lambda one: organising.move(one, session(), by="Ana"),
            "Votre inscription a été déplacée",
        ),
    ],
)
def test_ones_own_page_says_how_the_registration_stands(client, change, said: str):
    one = registered()
    change(one)
    assert heading(client.get(own(one))) == said


def test_ones_own_page_follows_the_waiting_list(client, monkeypatch):
    first, second = offered()
    assert heading(client.get(own(first))) == "Une place vous est proposée"
    assert "vous êtes au rang 1 de la liste" in text(client.get(own(second)))
    later(monkeypatch, hours=49)
    # Nobody has settled anything yet: the page does not offer what is over.
    assert heading(client.get(own(first))) == "Le délai pour accepter la place est passé"
    assert "S’inscrire de nouveau" not in text(client.get(own(first)))
    assert "Rejoindre la liste d’attente" in text(client.get(own(first)))


def test_the_link_to_follow_from_afar_is_shown_to_the_confirmed_alone(client):
    page = session(capacity=1, remote_link="https://visio.example/42")
    seated, waiting = (registrations.register(page, person()) for _ in range(2))
    assert "visio.example" in text(client.get(own(seated)))
    assert "visio.example" not in client.get(own(waiting)).content.decode()
    assert "visio.example" not in client.get(page.url).content.decode()
    registrations.cancel(seated)
    assert "visio.example" not in client.get(own(seated)).content.decode()


def test_ones_own_calendar_is_that_of_the_session(client):
    one = registered()
    answer = client.get(own(one, "session.ics"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert str(one.session.state.uid) in answer.content.decode()


def test_ones_own_page_costs_as_much_among_twelve_who_wait_as_alone(client):
    page = session(capacity=1)
    registrations.register(page, person())
    one = registrations.register(page, person())
    client.get(own(one))
    with CaptureQueriesContext(connection) as alone:
        client.get(own(one))
    for _ in range(12):
        registrations.register(page, person())
    with CaptureQueriesContext(connection) as among_twelve:
        client.get(own(one))
    assert len(alone) == len(among_twelve) <= 10


# Correct, cancel


def test_the_form_to_correct_holds_what_is_known_and_changes_it(client):
    one = registered()
    shown = BeautifulSoup(client.get(own(one, "corriger/")).content, "html.parser")
    assert shown.select_one("[name=last_name]")["value"] == one.last_name
    assert shown.select_one("[name=public][checked]")["value"] == "elus"
    answer = client.post(
        own(one, "corriger/"), changed_to(one, first_name="Zoé", phone="02 98 00 00 00")
    )
    assert answer.status_code == 303
    one.refresh_from_db()
    assert (one.first_name, one.phone, one.status) == ("Zoé", "02 98 00 00 00", Status.CONFIRMED)
    assert [mail.kind for mail in one.mails.all()] == ["confirmation", "correction"]


def test_a_correction_is_held_to_the_rules_of_the_form(client):
    one = registered()
    answer = client.post(own(one, "corriger/"), changed_to(one, first_name="", email="ada"))
    assert answer.status_code == 422
    assert list(faults(answer)) == ["first_name", "email"]
    before = one.first_name
    one.refresh_from_db()
    assert one.first_name == before


def test_a_correction_keeps_what_was_declared_of_participation(client):
    page = session(membership="Cotisation")
    one = registrations.register(page, person(membership_declared=True))
    client.post(own(one, "corriger/"), changed_to(one, first_name="Zoé"))
    one.refresh_from_db()
    assert (one.first_name, one.membership_declared) == ("Zoé", True)


def test_nobody_becomes_somebody_who_is_registered_already(client):
    page = session()
    other, one = (registrations.register(page, person()) for _ in range(2))
    names = {name: getattr(other, name) for name in ("first_name", "last_name", "email")}
    answer = client.post(own(one, "corriger/"), changed_to(one, **names))
    assert answer.status_code == 422
    assert "déjà inscrite" in faults(answer)["email"]


def test_cancelling_asks_first_and_offers_the_seat_to_the_next(client):
    page = session(capacity=1)
    seated, waiting = (registrations.register(page, person()) for _ in range(2))
    assert heading(client.get(own(seated, "annuler/"))) == "Annuler mon inscription ?"
    assert status(seated) == Status.CONFIRMED
    for _ in range(2):  # a double click
        answer = client.post(own(seated, "annuler/"))
        assert (answer.status_code, answer["Location"]) == (303, own(seated))
    assert (status(seated), status(waiting)) == (Status.CANCELLED, Status.OFFERED)
    assert seated.events.filter(kind="annulation").count() == 1


def test_what_is_ended_can_neither_be_corrected_nor_cancelled(client):
    one = registered()
    registrations.cancel(one)
    for name in ("corriger/", "annuler/"):
        for answer in (client.get(own(one, name)), client.post(own(one, name), changed_to(one))):
            assert (answer.status_code, answer["Location"]) == (303, own(one))
    assert one.events.count() == 2


# Download, erase


def test_the_data_are_those_of_this_registration_alone(client):
    page = session()
    shared = {"email": "mairie@ys.example"}
    one, other = (registrations.register(page, person(**shared)) for _ in range(2))
    answer = client.get(own(one, "mes-donnees.json"))
    assert answer["Content-Type"] == "application/json"
    assert answer["Content-Disposition"] == 'attachment; filename="mes-donnees.json"'
    held = json.dumps(json.loads(answer.content), ensure_ascii=False)
    assert "mairie@ys.example" in held
    assert other.last_name not in held


def test_erasing_asks_first_then_forgets_and_the_link_opens_nothing_any_more(client):
    page = session(capacity=1)
    one, waiting = (registrations.register(page, person()) for _ in range(2))
    assert "Votre inscription sera annulée" in text(client.get(own(one, "effacer/")))
    answer = client.post(own(one, "effacer/"), follow=True)
    assert heading(answer) == "Vos données sont effacées"
    row = Registration.objects.get(pk=one.pk)
    assert (row.email, row.full_name) == ("", "")
    assert status(waiting) == Status.OFFERED
    assert client.get(own(one)).status_code == 404
    assert client.post(own(one, "effacer/")).status_code == 404


# An offer


def test_an_offer_is_accepted_once(client):
    first, second = offered()
    address = offer(first)
    assert heading(client.get(address)) == "Une place est libre pour vous"
    answer = client.post(address, {"answer": "accepter"})
    assert (answer.status_code, answer["Location"]) == (303, own(first))
    assert heading(client.get(answer["Location"])) == "Votre inscription est confirmée"
    for again in (client.get(address), client.post(address, {"answer": "refuser"})):
        assert again.status_code == 410
        assert heading(again) == "Cette proposition n’est plus valable"
    assert (status(first), status(second)) == (Status.CONFIRMED, Status.WAITING)


def test_an_offer_that_is_declined_goes_to_the_next(client):
    first, second = offered()
    answer = client.post(offer(first), {"answer": "refuser"})
    assert heading(client.get(answer["Location"])) == "Vous avez laissé la place proposée"
    assert (status(first), status(second)) == (Status.REFUSED, Status.OFFERED)


def test_an_offer_that_has_expired_says_what_to_do(client, monkeypatch):
    first, _ = offered()
    address = offer(first)
    later(monkeypatch, hours=48, seconds=1)
    for answer in (client.get(address), client.post(address, {"answer": "accepter"})):
        assert answer.status_code == 410
        assert "vous inscrire de nouveau" in text(answer)
        assert first.last_name not in answer.content.decode()


@pytest.mark.parametrize("sent", [{}, {"answer": ""}, {"answer": "peut-être"}])
def test_an_answer_that_is_neither_yes_nor_no_is_asked_again(client, sent):
    first, _ = offered()
    answer = client.post(offer(first), sent)
    assert answer.status_code == 422
    assert "choisissez l’un des deux boutons" in text(answer, "[role=alert]")
    assert status(first) == Status.OFFERED


def test_the_link_of_an_earlier_offer_does_not_take_the_next_one(client):
    page = session(capacity=1)
    seated, waiting = (registrations.register(page, person()) for _ in range(2))
    registrations.cancel(seated)
    waiting.refresh_from_db()
    old = offer(waiting)
    registrations.decline(waiting, waiting.offer_nonce)
    assert client.post(old, {"answer": "accepter"}).status_code == 410


# Once the session is over


def test_ones_own_link_is_good_until_the_session_is_over(client):
    one = registered()
    end(one)
    for name in ("", "session.ics", "corriger/", "annuler/", "mes-donnees.json", "effacer/"):
        answer = client.get(own(one, name))
        assert answer.status_code == 410
        assert heading(answer) == "Cette session est terminée"
        assert one.last_name not in answer.content.decode()
    for name in ("corriger/", "annuler/", "effacer/"):
        assert client.post(own(one, name), changed_to(one)).status_code == 410
    assert status(one) == Status.CONFIRMED


def test_the_follow_up_leads_to_ones_own_page_until_the_session_is_over(client):
    one = registered()
    answer = client.get(follow_up(one))
    assert (answer.status_code, answer["Location"]) == (303, own(one))
    assert client.post(follow_up(one, "effacer/"))["Location"] == own(one)
    assert Registration.objects.get(pk=one.pk).anonymised_at is None


def test_whoever_was_there_is_thanked_and_gets_the_attestation(client):
    one = registered()
    organising.mark_attended(one, True, by="Ana")
    end(one)
    answer = client.get(follow_up(one))
    assert heading(answer) == "Merci de votre participation"
    assert follow_up(one, "attestation.pdf") in answer.content.decode()
    paper = client.get(follow_up(one, "attestation.pdf"))
    assert (paper.status_code, paper["Content-Type"]) == (200, "application/pdf")
    assert paper.content.startswith(b"%PDF-")


@pytest.mark.parametrize("attended", [None, False])
def test_whoever_was_not_marked_present_gets_no_attestation(client, attended):
    one = registered()
    organising.mark_attended(one, attended, by="Ana")
    end(one)
    assert heading(client.get(follow_up(one))) == "Les suites de la session"
    assert "attestation.pdf" not in client.get(follow_up(one)).content.decode()
    answer = client.get(follow_up(one, "attestation.pdf"))
    assert answer.status_code == 409
    assert text(answer, "[role=alert]").strip()


def test_the_follow_up_still_gives_and_erases_the_data(client):
    one = registered()
    end(one)
    assert one.email in client.get(follow_up(one, "mes-donnees.json")).content.decode()
    assert client.post(follow_up(one, "effacer/")).status_code == 303
    assert client.get(follow_up(one)).status_code == 404


# A session that readers do not see


@pytest.mark.parametrize("withdrawn", ["unpublished", "private"])
def test_the_links_of_a_withdrawn_session_work_and_lead_to_no_page_that_is_gone(client, withdrawn):
    one = registered()
    if withdrawn == "unpublished":
        one.session.unpublish()
    else:
        PageViewRestriction.objects.create(
            page=one.session, restriction_type=PageViewRestriction.LOGIN
        )
    answer = client.get(own(one))
    assert heading(answer) == "Votre inscription est confirmée"
    assert f'"{one.session.url}"' not in answer.content.decode()
    assert client.post(own(one, "annuler/")).status_code == 303
    assert "S’inscrire" not in text(client.get(own(one)))
    end(one)
    for answer in (client.get(own(one)), client.get(follow_up(one))):
        assert f'"{one.session.url}"' not in answer.content.decode()


# Everybody else


def every_link(registration: Registration) -> list[str]:
    names = ("", "session.ics", "corriger/", "annuler/", "mes-donnees.json", "effacer/")
    after = ("", "attestation.pdf", "mes-donnees.json", "effacer/")
    return [
        *(own(registration, name) for name in names),
        *(follow_up(registration, name) for name in after),
    ]


def test_no_get_and_no_head_changes_anything(client):
    """Scanners of mail follow every link."""
    first, _ = offered()
    one = registered()
    over = registered()
    organising.mark_attended(over, True, by="Ana")
    end(over)
    rows = list(Registration.objects.order_by("pk").values())
    events = RegistrationEvent.objects.count()
    for link in [offer(first), *every_link(first), *every_link(one), *every_link(over)]:
        assert client.get(link).status_code in {200, 303, 410}
        assert client.head(link).status_code in {200, 303, 410}
    assert list(Registration.objects.order_by("pk").values()) == rows
    assert RegistrationEvent.objects.count() == events


def test_a_link_made_for_one_thing_opens_no_other():
    client = Client()
    first, _ = offered()
    own_token = links.token(first, Purpose.OWN)
    offer_token = links.token(first, Purpose.OFFER, first.offer_nonce)
    after_token = links.token(first, Purpose.FOLLOW_UP)
    for path in (
        f"/inscriptions/{offer_token}/",
        f"/inscriptions/{after_token}/",
        f"/inscriptions/{after_token}/annuler/",
        f"/inscriptions/place/{own_token}/",
        f"/inscriptions/place/{after_token}/",
        f"/inscriptions/suite/{own_token}/",
        f"/inscriptions/suite/{offer_token}/effacer/",
    ):
        assert client.get(path).status_code == 404, path
        assert client.post(path, {"answer": "accepter"}).status_code in {404, 405}, path
    assert status(first) == Status.OFFERED


def test_what_opens_nothing_is_answered_by_one_page_byte_for_byte(client):
    page = session()
    one, other, gone = (registrations.register(page, person()) for _ in range(3))
    gone_link = own(gone)
    erasure.erase(gone)
    token, others = (links.token(who, Purpose.OWN) for who in (one, other))
    identity, _, signature = token.partition("~")
    forged = [
        gone_link,
        f"/inscriptions/{identity}~{others.partition('~')[2]}/",  # signed for somebody else
        f"/inscriptions/{token[:-1]}/",
        f"/inscriptions/{token}x/",
        f"/inscriptions/{identity}/",
        f"/inscriptions/~{signature}/",
        f"/inscriptions/{token.upper()}/",
        *(f"/inscriptions/{number:032x}~{signature}/" for number in range(20)),  # twenty wrong ones
        "/inscriptions/%00/",
        "/inscriptions/é%FF~%0d%0aSet-Cookie:a=b/",
        "/inscriptions/../",
        f"/inscriptions/{'a' * 7_000}/",
        f"/inscriptions/place/{token}/",
        f"/inscriptions/suite/{'~' * 50}/effacer/",
    ]
    found = [client.get(path) for path in forged]
    assert {answer.status_code for answer in found} == {404}
    (body,) = {answer.content for answer in found}
    for secret in (one.last_name, one.email, page.title):
        assert secret not in body.decode()
    kept = ("Content-Type", "Cache-Control", "Referrer-Policy", "X-Robots-Tag", "Vary")
    assert len({tuple(answer.get(name) for name in kept) for answer in found}) == 1
    assert client.get(own(one)).status_code == 200  # twenty wrong ones lock nobody out


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="/"), min_size=1))
def test_a_token_typed_by_hand_opens_nothing_and_breaks_nothing(token: str):
    client = Client()
    for purpose in Purpose:
        assert links.read(token, purpose) == (None, "")
    for kind in ("", "place/", "suite/"):
        # A dot segment is another address altogether.
        if token not in {".", ".."}:
            expected = 200 if kind + token == "donnees-effacees" else 404
            assert client.get(f"/inscriptions/{kind}{_quoted(token)}/").status_code == expected


def _quoted(token: str) -> str:
    return "".join(f"%{byte:02X}" for byte in token.encode())


def test_every_answer_stays_with_whom_the_link_was_given_to():
    client = Client(enforce_csrf_checks=True)
    first, _ = offered()
    over = registered()
    end(over)
    answers = [
        *(client.get(link) for link in [offer(first), *every_link(first), *every_link(over)]),
        client.get("/inscriptions/rien/"),
        client.put(own(first)),
        client.post(own(first, "corriger/"), changed_to(first, email="")),
        client.post(own(first, "corriger/"), changed_to(first)),
        client.post(offer(first), {"answer": "accepter"}),
        client.post(own(first, "annuler/")),
        client.post(own(first, "effacer/")),
        client.get("/inscriptions/donnees-effacees/"),
    ]
    for answer in answers:
        assert answer.status_code < 500
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["X-Robots-Tag"] == "noindex, nofollow"
        assert "Set-Cookie" not in answer.headers
        if answer["Content-Type"].startswith("text/html") and answer.content:
            page = BeautifulSoup(answer.content, "html.parser")
            assert page.find("meta", {"name": "robots"})["content"] == "noindex, nofollow"
            assert page.find("link", {"rel": "canonical"}) is None
            assert page.select("script") == []
    assert "/inscriptions" not in client.get("/sitemap.xml").content.decode()
    assert "/inscriptions" not in client.get("/robots.txt").content.decode()


def test_what_people_typed_is_shown_as_text(client):
    evil = "<img src=x onerror=alert(1)>"
    page = session(capacity=1, membership="")
    one = registrations.register(
        page, person(first_name=evil, last_name=evil, organisation=evil, function=evil, needs=evil)
    )
    for link in (own(one), own(one, "corriger/"), own(one, "annuler/"), own(one, "effacer/")):
        assert "<img" not in client.get(link).content.decode()
