"""The public form: who registers, what is refused with which words, and what nobody can abuse."""

import datetime as dt
import uuid

import pytest
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from contracts.public_forms import throttle
from contracts.public_forms.models import AttemptCount
from contracts.training.models import Registration, RegistrationMail, Status
from contracts.training.seats import registrations
from tests.contracts.reading import words
from tests.contracts.training.factories import person, session
from tests.contracts.training.form_answers import address, answers, faults, kept, shown, stamp

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def send(client, page, **changed):
    return client.post(address(page), answers(page, **changed))


def registered(page) -> list[Registration]:
    return list(Registration.objects.filter(session=page).order_by("ticket"))


# Who registers


def test_whoever_fills_the_form_gets_a_seat_and_the_page_that_says_so(client):
    page = session()
    sent = send(client, page, first_name="Nolwenn", last_name="O’Brien-Le Guénanff", needs="Rampe")
    assert sent.status_code == 303
    (one,) = registered(page)
    assert (one.full_name, one.status) == ("Nolwenn O’Brien-Le Guénanff", Status.CONFIRMED)
    assert (one.public, one.channel, one.needs) == ("elus", "site", "Rampe")
    answer = client.get(sent["Location"])
    assert shown(answer).h1.get_text() == "Votre inscription est confirmée"
    assert [mail.kind for mail in one.mails.all()] == ["confirmation"]


def test_whoever_comes_once_it_is_full_reads_the_rank_in_the_list(client):
    page = session(capacity=1)
    for _ in range(2):
        registrations.register(page, person())
    answer = client.get(send(client, page)["Location"])
    assert shown(answer).h1.get_text() == "Vous êtes en liste d’attente"
    assert "vous êtes au rang 2 de la liste" in words(shown(answer).main)


@pytest.mark.parametrize(
    "name",
    [
        "A",
        "É" * 300,
        "O’Brien-Le Guénanff",
        "O'Brien",
        "🌾 Ferme 👩‍🌾",
        "<script>alert(1)</script>",
        "'; DROP TABLE",
        "{{ 7*7 }}",
        "李小龍",
        "عبد الله",
    ],
)
def test_a_name_of_any_kind_is_kept_as_typed_and_shown_as_text(client, name: str):
    page = session()
    answer = client.get(send(client, page, first_name=name, last_name=name)["Location"])
    (one,) = registered(page)
    assert (one.first_name, one.last_name) == (name, name)
    assert name in shown(answer).select_one("#reponses").get_text()
    assert "<script>alert" not in answer.content.decode()


def test_two_people_may_share_the_address_of_a_town_hall(client):
    page = session()
    for first_name in ("Ada", "Zoé"):
        send(client, page, first_name=first_name, last_name="Le Bris", email="Mairie@Ys.example")
    assert [one.status for one in registered(page)] == [Status.CONFIRMED] * 2


# The same form twice, the same person twice


def test_a_form_sent_twice_is_one_registration_and_leads_to_its_page_both_times(client):
    page = session()
    form = answers(page)
    first, second = client.post(address(page), form), client.post(address(page), form)
    assert first["Location"] == second["Location"]
    assert len(registered(page)) == 1
    assert RegistrationMail.objects.count() == 1


def test_a_form_sent_again_after_a_step_back_corrects_the_answers(client):
    page = session()
    form = answers(page)
    client.post(address(page), form)
    sent = client.post(address(page), {**form, "phone": "02 98 00 00 00"})
    assert sent.status_code == 303
    assert [one.phone for one in registered(page)] == ["02 98 00 00 00"]


def test_a_form_sent_again_for_a_colleague_is_another_registration(client):
    page = session()
    form = answers(page)
    client.post(address(page), form)
    sent = client.post(address(page), {**form, "first_name": "Zoé", "email": "zoe@ys.example"})
    assert sent.status_code == 303
    assert len(registered(page)) == 2


def test_whoever_is_known_is_told_so_without_a_link_to_what_is_known(client):
    page = session()
    registrations.register(
        page, person(first_name="Ada", last_name="Le Bris", email="a@ys.example")
    )
    answer = send(client, page, first_name="ADA", last_name="Le  Bris", email="A@ys.example")
    assert answer.status_code == 422
    assert "Le lien reçu par courriel" in faults(answer)["email"]
    assert "/inscriptions/" not in answer.content.decode()
    assert len(registered(page)) == 1


def test_the_number_of_somebody_else_s_form_opens_nothing(client):
    """A number that is known, in a stamp of its own, gives the page of its own person alone."""
    page = session()
    number = uuid.uuid4()
    known = registrations.register(page, person(email="a@ys.example"), sent_as=number)
    form = answers(page, stamp=stamp(page, number=number.int))
    sent = client.post(address(page), form)
    assert Registration.objects.get(email=form["email"]).public_id != known.public_id
    assert known.public_id.hex not in sent["Location"]


# What is refused


def test_an_empty_form_says_what_to_write_in_each_field_and_leads_to_it(client):
    page = session(membership="Cotisation")
    empty = dict.fromkeys(("first_name", "last_name", "organisation", "function", "email"), " ")
    answer = send(client, page, **empty, public="")
    assert answer.status_code == 422
    assert faults(answer) == {
        "first_name": "Prénom : Écrivez votre prénom.",
        "last_name": "Nom : Écrivez votre nom.",
        "organisation": "Structure : Écrivez le nom de votre structure, par exemple "
        "« Mairie de Rosporden ».",
        "function": "Fonction : Écrivez votre fonction, par exemple « maire » ou "
        "« chargé de mission ».",
        "public_0": "Vous êtes : Choisissez une réponse ; à défaut, « Autre ».",
        "email": "Courriel : Écrivez votre adresse de courriel : la confirmation y est envoyée.",
        "membership_declared": "Je remplis cette condition de participation : Cochez la case : "
        "la participation est soumise à cette condition.",
    }
    soup = shown(answer)
    assert soup.title.get_text().startswith("Erreur\u00a0: ")
    assert soup.select_one("#a-corriger").has_attr("autofocus")
    for target in faults(answer):
        field = soup.find(id=f"id_{target}")
        described = field.get("aria-describedby") or field.find_parent("fieldset").get(
            "aria-describedby"
        )
        assert soup.find(id=described.split()[-1]).get_text().strip()
    assert registered(page) == []


def test_what_was_typed_comes_back_with_the_faults(client):
    page = session()
    typed = {"first_name": "Ada", "needs": "Une rampe\nUn repas <b>", "public": "agents"}
    answer = send(client, page, **typed, email="ada@ys")
    assert kept(answer).items() >= {**typed, "email": "ada@ys"}.items()


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "ada"}, "prenom.nom@mairie.fr"),
        ({"email": "ada@ys"}, "prenom.nom@mairie.fr"),
        ({"email": "ada ys@mairie.fr"}, "prenom.nom@mairie.fr"),
        ({"email": "ada@ys.fr\r\nBcc: tous@ys.fr"}, "prenom.nom@mairie.fr"),
        ({"email": "ada@gmail.con"}, "peut-être ada@gmail.com ?"),
        ({"email": "a" * 250 + "@ys.fr"}, "254 caractères au plus, il en a 256"),
        ({"phone": "aucun"}, "en chiffres, comme 02 98 00 00 00"),
        ({"phone": "0" * 41}, "40 caractères au plus, il en a 41"),
        ({"first_name": "É" * 301}, "300 caractères au plus, il en a 301"),
        ({"needs": "x" * 1001}, "1000 caractères au plus, il en a 1001"),
        ({"public": "president"}, "Choisissez une réponse dans la liste"),
        ({"first_name": "\u200b\u200b"}, "Écrivez votre prénom."),
        ({"last_name": "\ufdfa" * 300}, "Raccourcissez votre nom"),
    ],
)
def test_a_fault_is_told_with_its_cure(client, changed: dict, said: str):
    page = session()
    answer = send(client, page, **changed)
    (fault,) = faults(answer).values()
    assert said in fault.replace("\u202f", " ").replace("\u00a0", " ")
    assert registered(page) == []


def test_what_cannot_be_seen_is_taken_out_and_the_rest_is_kept(client):
    page = session()
    send(
        client,
        page,
        first_name="  Ada\r\nBcc: tous@ys.fr\x00 ",
        last_name="Le\tBris\u202e",
        needs="Une rampe\r\nUn repas\x07",
        email=" ada@ys.example ",
    )
    (one,) = registered(page)
    assert one.first_name == "Ada Bcc: tous@ys.fr"
    assert one.last_name == "Le Bris"
    assert one.needs == "Une rampe\nUn repas"
    assert one.email == "ada@ys.example"


@pytest.mark.parametrize(
    "typed",
    ["ada@ys.example. ", "\u200bada@ys.example\u200e", "mailto:ada@ys.example", "ada@ys.example,"],
)
def test_an_address_as_phones_type_it_is_mended_and_shown(client, typed):
    page = session()
    refused = send(client, page, email=typed, first_name="")
    assert set(faults(refused)) == {"first_name"}
    assert kept(refused)["email"] == "ada@ys.example"
    sent = send(client, page, email=typed)
    assert registered(page)[0].email == "ada@ys.example"
    assert "part à ada@ys.example" in " ".join(shown(client.get(sent.url)).get_text().split())


def test_the_condition_of_participation_is_asked_only_where_there_is_one(client):
    free, bound = session(), session(membership="Cotisation annuelle")
    assert "membership_declared" not in client.get(address(free)).content.decode()
    assert "Cotisation annuelle" in client.get(address(bound)).content.decode()
    assert send(client, bound).status_code == 422
    assert send(client, bound, membership_declared="on").status_code == 303
    assert registered(bound)[0].membership_declared is True


def test_a_session_that_closes_while_the_form_is_filled_loses_no_answer(client):
    page = session(registration_deadline=timezone.localdate() - dt.timedelta(days=1))
    answer = send(client, page, first_name="Nolwenn")
    assert answer.status_code == 422
    assert "closes depuis le" in faults(answer)[""]
    assert kept(answer)["first_name"] == "Nolwenn"


@pytest.mark.parametrize(
    "fields",
    [
        {"in_days": -9},
        {"online": False},
        {"registration_opens": timezone.localdate() + dt.timedelta(days=3)},
    ],
    ids=["past", "elsewhere", "not yet"],
)
def test_a_session_that_takes_nobody_says_why_instead_of_a_form(client, fields):
    answer = client.get(address(session(**fields)))
    assert answer.status_code == 200
    assert shown(answer).select("main form") == []
    assert shown(answer).select_one("main p b").get_text().strip()


# Robots, and people taken for robots


def test_a_form_sent_at_once_comes_back_filled_and_leaves_when_sent_again(client):
    page = session()
    form = answers(page, first_name="Nolwenn", stamp=stamp(page, age=1))
    answer = client.post(address(page), form)
    assert answer.status_code == 422
    assert "moins de trois secondes" in faults(answer)[""]
    again = kept(answer)
    assert again["first_name"] == "Nolwenn"
    assert again["stamp"] == form["stamp"]
    assert registered(page) == []


@pytest.mark.parametrize("age", [24 * 3600 + 1, None], ids=["a day old", "forged"])
def test_a_form_without_a_good_stamp_comes_back_filled_with_a_new_one(client, age):
    page = session()
    given = stamp(page, age=age) if age else stamp(page) + "x"
    answer = send(client, page, first_name="Nolwenn", stamp=given)
    assert "Vos réponses sont gardées" in faults(answer)[""]
    assert kept(answer)["first_name"] == "Nolwenn"
    assert kept(answer)["stamp"] not in ("", given)
    assert registered(page) == []


def test_the_stamp_of_another_session_is_worth_nothing(client):
    page, other = session(), session()
    assert send(client, page, stamp=stamp(other)).status_code == 422
    assert registered(page) == []


@pytest.mark.parametrize("age", [3.1, 24 * 3600 - 5])
def test_a_stamp_is_good_from_three_seconds_to_a_day(client, age: float):
    page = session()
    assert send(client, page, stamp=stamp(page, age=age)).status_code == 303


def test_a_stamp_that_is_too_young_grows_while_other_answers_are_mended(client):
    page = session()
    given = stamp(page, age=1)
    answer = send(client, page, stamp=given, first_name="")
    assert list(faults(answer)) == ["first_name"]
    assert kept(answer)["stamp"] == given


def test_the_field_that_only_robots_fill_is_hidden_from_everybody(client):
    trap = shown(client.get(address(session()))).select_one("[name=site]")
    assert trap["tabindex"] == "-1"
    assert trap["autocomplete"] == "off"
    assert trap.parent["aria-hidden"] == "true"


def test_whoever_fills_the_trap_reads_why_and_gets_the_form_back_with_the_trap_empty(client):
    page = session()
    answer = send(client, page, site="https://spam.example", first_name="Nolwenn")
    assert answer.status_code == 422
    assert "champ caché" in faults(answer)[""]
    assert kept(answer)["first_name"] == "Nolwenn"
    assert kept(answer)["site"] == ""
    assert registered(page) == []


def test_a_town_hall_registers_sixty_people_a_day_and_the_next_one_loses_nothing(client):
    page = session(capacity=100)
    for _ in range(throttle.MOST_A_DAY):
        assert send(client, page).status_code == 303
    answer = send(client, page, first_name="Nolwenn")
    assert answer.status_code == 429
    assert "envoyez-les demain" in faults(answer)[""]
    assert kept(answer)["first_name"] == "Nolwenn"
    assert len(registered(page)) == throttle.MOST_A_DAY
    elsewhere = client.post(address(page), answers(page), REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 303


def test_a_form_with_faults_is_not_counted(client):
    page = session()
    for _ in range(3):
        send(client, page, email="ada")
    assert AttemptCount.objects.count() == 0


# What the answers carry


def test_no_cookie_is_ever_set_and_none_is_needed():
    client = Client(enforce_csrf_checks=True)
    page = session()
    answers_given = [
        client.get(page.url),
        client.get(address(page)),
        send(client, page, email="ada"),
        send(client, page),
    ]
    answers_given.append(client.get(answers_given[-1]["Location"]))
    assert [answer.status_code for answer in answers_given] == [200, 200, 422, 303, 200]
    assert [answer.headers.get("Set-Cookie") for answer in answers_given] == [None] * 5
    assert not client.cookies


def test_a_form_is_kept_by_no_cache_and_is_in_no_index(client):
    page = session()
    for answer in (client.get(address(page)), send(client, page), send(client, page, email="")):
        assert "private" in answer["Cache-Control"]
        assert "no-cache" in answer["Cache-Control"]
    assert (
        shown(client.get(address(page)))
        .find("meta", {"name": "robots"})["content"]
        .startswith("noindex")
    )
    assert "/inscription" not in client.get("/sitemap.xml").content.decode()


def test_the_browser_knows_what_each_field_is_for(client):
    soup = shown(client.get(address(session())))
    assert {
        field["name"]: field["autocomplete"] for field in soup.select("main form [autocomplete]")
    } == {
        "first_name": "given-name",
        "last_name": "family-name",
        "organisation": "organization",
        "function": "organization-title",
        "email": "email",
        "phone": "tel",
        "needs": "off",
        "site": "off",
    }
    assert [words(label) for label in soup.select("main form label") if "(" in str(label)] == [
        "Téléphone (facultatif)",
        "Besoins particuliers (facultatif)",
    ]


def test_what_becomes_of_the_data_is_said_before_the_button(client):
    page = session(organiser="Cap Rural")
    said = shown(client.get(address(page))).select_one("[aria-labelledby=vos-donnees]")
    text = said.get_text(" ")
    for part in (
        "Cap Rural, qui organise la session",
        "écrire à qui publie le site",
        "24\u00a0mois",
        "30\u00a0jours",
        "6.1.b",
        "CNIL",
        "effacer",
    ):
        assert part in text
    assert words(said.find_next("button")) == "Envoyer mon inscription"


def test_the_form_of_a_session_that_readers_do_not_see_is_not_there(client):
    draft, private = session(), session()
    draft.unpublish()
    PageViewRestriction.objects.create(
        page=private, restriction_type=PageViewRestriction.PASSWORD, password="ensemble"
    )
    for page in (draft, private):
        assert client.get(address(page)).status_code == 404
        assert send(client, page).status_code == 404
        assert registered(page) == []


@pytest.mark.parametrize(
    "path",
    [
        "/sessions/%00/inscription/",
        "/sessions/%00/session.ics",
        "/sessions/nulle-part/inscription/",
        "/sessions/é%FF/inscription/",
        f"/sessions/{'x' * 7_000}/inscription/",
    ],
)
def test_an_address_typed_by_hand_is_not_found(client, path: str):
    assert client.get(path).status_code == 404
    assert client.post(path).status_code == (405 if path.endswith(".ics") else 404)


def test_a_method_that_means_nothing_is_refused(client):
    assert client.put(address(session())).status_code == 405


def test_a_body_in_a_strange_alphabet_breaks_nothing(client):
    page = session()
    body = "\r\n".join(
        [
            "--x",
            'Content-Disposition: form-data; name="first_name"',
            "",
            "\\ud800 Ada",
            "--x--",
            "",
        ]
    )
    kind = "multipart/form-data; boundary=x; charset=unicode_escape"
    assert client.post(address(page), body, content_type=kind).status_code == 422


anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=320)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    typed=st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(
            (
                *("first_name", "last_name", "organisation", "function", "public", "email"),
                *("phone", "needs", "site", "stamp", "membership_declared", "inconnu"),
            ),
            anything,
        ),
    )
)
def test_whatever_is_typed_gets_a_page_and_is_shown_as_text(client, typed):
    page = session(membership="Cotisation")
    answer = client.post(address(page), {**answers(page, membership_declared="on"), **typed})
    assert answer.status_code in {303, 422}
    for one in registered(page):
        for text in (one.first_name, one.last_name, one.organisation, one.function, one.email):
            assert text
            assert text.isprintable() or any(not char.isascii() for char in text)
            assert not {"\r", "\n", "\0"} & set(text)
    if answer.status_code == 303:
        assert client.get(answer["Location"]).status_code == 200
