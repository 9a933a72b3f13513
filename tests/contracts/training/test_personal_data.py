"""Everything that is held on one person is handed over, and forgotten everywhere."""

from __future__ import annotations

import datetime as dt
import json
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import RestrictedError
from django.utils import timezone
from wagtail.log_actions import log

from contracts.mail import sending
from contracts.training import personal_data
from contracts.training.models import (
    MailKind,
    Registration,
    RegistrationMail,
    SessionDate,
    Status,
)
from contracts.training.seats import erasure, organising, registrations
from contracts.training.values.person import Override
from kb import jobs
from tests.contracts.training.factories import person, session

pytestmark = pytest.mark.django_db

fill_moved_from = import_module("contracts.training.migrations.0009_fill_moved_from")

ADA = {
    "first_name": "Adélaïde",
    "last_name": "Trévarez (adelaide@personne.example)",
    "organisation": "Mairie de Kerdelaide",
    "function": "adjointe trevarezienne",
    "email": "Adelaide@Personne.example",
    "phone": "06 98 76 54 32",
    "needs": "Une place pour Trévarez fils",
}
TRACES = (
    "délaïde",
    "adelaide",
    "trévarez",
    "trevarez",
    "personne.example",
    "98 76 54",
    "kerdelaide",
)


def held_anywhere() -> list[str]:
    """Where a trace of the person is, in every table of the database."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            columns = [
                column.name if hasattr(column, "name") else column[0]
                for column in cursor.description
            ]
            for row in cursor.fetchall():
                for column, value in zip(columns, row, strict=True):
                    text = str(value).casefold()
                    text += str(value).encode().decode("unicode_escape", errors="ignore").casefold()
                    if any(trace in text for trace in TRACES):
                        found.append(f"{table}.{column}")
    return sorted(set(found))


def a_life(office) -> Registration:
    """What may happen to a registration, with a trace of the person wherever one may stay."""
    page, other = session(capacity=1), session(capacity=1)
    seated = registrations.register(page, person())
    ada = registrations.register(page, person(**ADA), by="nolwenn@ys.example")
    registrations.cancel(seated)
    ada.refresh_from_db()
    organising.confirm_ahead(ada, Override("nolwenn@ys.example", "Demande de Mme Trévarez"))
    office.refusals["Adelaide@personne.example"] = "550 <adelaide@personne.example> inconnue"
    sending.send_due()
    registrations.correct(ada, person(**{**ADA, "email": "adelaide@personne.example"}))
    log(instance=ada, action="wagtail.edit", data={"title": "Trévarez"})
    moved = organising.move(ada, other, by="Nolwenn", reason="Trévarez préfère")
    moved = registrations.correct(moved, person(**{**ADA, "email": "neuve@personne.example"}))
    office.refusals["neuve@personne.example"] = "550 neuve@personne.example inconnue"
    sending.send_due()
    return moved


def test_who_is_erased_is_named_in_no_table_and_gets_no_further_mail(office):
    moved = a_life(office)
    assert {"training_registration.email", "training_registration.name_key"} <= set(held_anywhere())
    assert len(personal_data.with_origins([moved])) == 2  # under two addresses
    personal_data.erase([moved], by="Nolwenn")
    assert held_anywhere() == []
    office.refusals.clear()
    office.received.clear()
    sending.send_due()
    jobs.turn()
    assert [message for message in office.received if "personne" in str(message["To"])] == []


def test_anonymisation_leaves_as_little(office, monkeypatch):
    a_life(office)
    now = timezone.now() + dt.timedelta(days=30 + 2 * 366)
    monkeypatch.setattr(timezone, "now", lambda: now)
    jobs.turn()
    assert held_anywhere() == []
    assert set(Registration.objects.values_list("public", flat=True)) == {"elus"}


def test_the_log_keeps_no_address_not_even_of_who_did_it():
    registration = registrations.register(session(), person(), by="nolwenn@ys.example")
    registrations.cancel(registration, by="nolwenn@ys.example", reason="voir ada@ys.example")
    assert list(registration.events.values_list("by", "reason")) == [
        ("nolwenn", ""),
        ("nolwenn", "voir [adresse retirée]"),
    ]


def test_a_seat_that_an_erased_person_leaves_is_offered():
    page = session(capacity=1)
    seated, waiting = (registrations.register(page, person()) for _ in range(2))
    personal_data.erase([seated])
    waiting.refresh_from_db()
    assert waiting.status == Status.OFFERED


def test_an_offer_to_an_erased_person_is_closed_though_the_session_is_over():
    page = session(capacity=1)
    seated, waiting = (registrations.register(page, person()) for _ in range(2))
    registrations.cancel(seated)
    page.dates = [SessionDate(day=timezone.localdate() - dt.timedelta(days=1))]
    page.save_revision().publish()
    personal_data.erase([waiting])
    waiting.refresh_from_db()
    assert waiting.status == Status.CANCELLED


def test_everything_that_is_held_is_handed_over(office):
    page = session(title="Coopérer")
    registration = registrations.register(page, person(**ADA))
    sending.send_due()
    exported = personal_data.export(personal_data.registrations_of("adelaide@PERSONNE.example"))
    assert json.loads(json.dumps(exported)) == exported
    [one] = exported["inscriptions"]
    fields = {field.name: str(field.verbose_name) for field in Registration._meta.concrete_fields}
    not_said = {"id", "session", "moved_from", "offer_nonce"}
    assert {label for name, label in fields.items() if name not in not_said} <= set(one)
    assert one["session"]["titre"] == "Coopérer"
    assert one["prénom"] == "Adélaïde"
    assert one["besoins d’accessibilité ou d’alimentation"] == ADA["needs"]
    assert one["état"] == "Confirmée"
    assert [event["événement"] for event in one["journal"]] == ["Inscription"]
    assert [(sent["message"], sent["état"]) for sent in one["courriels"]] == [
        ("Inscription confirmée", "Envoyé")
    ]
    assert registration.public_id.hex in str(exported).replace("-", "")


def test_two_people_who_share_a_mailbox_are_told_apart():
    page = session()
    shared = {"email": "mairie@ys.example"}
    ada = registrations.register(page, person(first_name="Ada", last_name="Le Guen", **shared))
    bob = registrations.register(page, person(first_name="Bob", last_name="Le Goff", **shared))
    again = registrations.register(
        session(), person(first_name="ADA", last_name="le guen", email="Mairie@ys.example")
    )
    assert list(personal_data.registrations_of("mairie@ys.example")) == [ada, bob, again]


def test_one_registration_leads_to_no_other_one_of_whoever_has_the_same_name_and_address():
    """Anyone may type somebody else's name and address in the form, and gets a link for it."""
    ada = registrations.register(session(), person(**ADA))
    typed = registrations.register(session(), person(**ADA))
    assert personal_data.with_origins([typed]) == [typed]
    personal_data.erase([typed])
    ada.refresh_from_db()
    assert ada.email == ADA["email"]


def test_no_row_points_at_a_registration_that_erasing_does_not_know():
    """Whoever adds a table that holds something of a registration must make it forget."""
    pointing = {
        model._meta.label
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if field.related_model is Registration
    }
    assert pointing == {
        "training.RegistrationMail",
        "training.Registration",
        "training.RegistrationEvent",
    }


def moved_twice() -> list[Registration]:
    """The same person in three sessions under three addresses, the latest first."""
    first = registrations.register(session(), person(**ADA))
    second = organising.move(first, session(), by="Nolwenn")
    registrations.correct(second, person(**{**ADA, "email": "ada2@personne.example"}))
    third = organising.move(second, session(), by="Nolwenn")
    registrations.correct(third, person(**{**ADA, "email": "ada3@personne.example"}))
    found = Registration.objects.order_by("-pk")
    assert set(found) == {first, second, third}
    return list(found)


def test_moves_are_followed_though_the_mail_about_them_was_pruned():
    chain = moved_twice()
    RegistrationMail.objects.all().delete()
    exported = personal_data.export(chain[:1])["inscriptions"]
    assert [one["courriel"] for one in exported] == [
        "ada3@personne.example",
        "ada2@personne.example",
        "Adelaide@Personne.example",
    ]
    personal_data.erase(chain[:1])
    assert held_anywhere() == []


def test_moves_are_followed_past_a_registration_that_was_forgotten_before_the_others():
    third, second, first = moved_twice()
    erasure.erase(second)
    assert personal_data.with_origins([third]) == [third, first]
    personal_data.erase([third])
    assert held_anywhere() == []


def test_a_registration_that_is_asked_for_and_an_origin_too_is_handed_over_once():
    third, second, first = moved_twice()
    assert personal_data.with_origins([second, third]) == [second, first, third]


def test_a_registration_in_the_middle_of_a_chain_is_not_deleted_alone():
    chain = moved_twice()
    with pytest.raises(RestrictedError):
        chain[1].delete()
    Registration.objects.all().delete()
    assert not Registration.objects.exists()


class ModelsOfThen:
    """Those that the migration knows: mails of registrations had a model of another name."""

    @staticmethod
    def get_model(label: str, name: str):
        return apps.get_model(label, name.replace("OutgoingMail", "RegistrationMail"))


def test_moves_of_before_are_read_from_the_mail_that_told_them():
    third, second, first = moved_twice()
    Registration.objects.update(moved_from=None)
    for moved, origin in ((third, second.pk), (second, first.pk), (first, 999_999_999)):
        RegistrationMail.objects.create(
            registration=moved,
            kind=MailKind.MOVED,
            facts={"from": origin, "registration": origin},
        )
    fill_moved_from.fill(ModelsOfThen, None)
    # A row whose mail names a registration that is no more, or none, was moved from none.
    assert list(Registration.objects.order_by("-pk").values_list("moved_from", flat=True)) == [
        second.pk,
        first.pk,
        None,
    ]
