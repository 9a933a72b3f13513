"""What is written of log-ins, who reads it, for how long; and how long a session lasts."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts import events, jobs, second_factor
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from tests.accounts.people import CODE, ENROLMENT, code_of, log_in, person, registered
from tests.admin_views import table_of_csv
from tests.contracts.roles import member_of

pytestmark = pytest.mark.django_db

REPORT = "/admin/reports/connexions/"


def written() -> list[str]:
    """What the journal says, the oldest first."""
    rows = ModelLogEntry.objects.filter(action__startswith=events.PREFIX).order_by("pk")
    return [events.SAID[action] for action in rows.values_list("action", flat=True)]


def test_a_log_in_and_a_wrong_password_are_written_with_their_address(client):
    ada = person(EDITORS)
    log_in(client, password="faux", REMOTE_ADDR="192.0.2.7")
    log_in(client, REMOTE_ADDR="192.0.2.7")

    assert written() == ["Mot de passe refusé", "Connexion"]
    refused, accepted = ModelLogEntry.objects.filter(action__startswith=events.PREFIX).order_by(
        "pk"
    )
    assert (refused.user, accepted.user) == (None, ada)
    assert refused.data == accepted.data == {"address": "192.0.2.7"}


def test_those_who_wait_are_written_once(client):
    person(EDITORS)
    for n in range(15):
        log_in(client, password=f"faux {n}")

    assert written() == ["Mot de passe refusé"] * 10 + [
        "Connexions suspendues après trop de mots de passe refusés"
    ]


def test_a_name_that_nobody_bears_is_written_nowhere(client):
    log_in(client, username="mon mot de passe")

    assert "mon mot de passe" not in str(list(ModelLogEntry.objects.values()))


def test_what_is_done_of_a_second_factor_is_written(client, settings):
    settings.SECOND_FACTOR = True
    ada = person(EDITORS)
    log_in(client)
    client.get(ENROLMENT)
    client.post(ENROLMENT, {"code": "000000"})
    application = second_factor.application_to_register(ada)
    application.throttle_reset()
    client.post(ENROLMENT, {"code": code_of(application, steps=-1), "remember": "on"})
    again = Client()
    log_in(again)
    again.post(CODE, {"code": second_factor.new_recovery_codes(ada)[0]})
    client.post("/admin/logout/")
    log_in(client)
    client.get("/admin/")
    client.post("/admin/account/second-facteur/", {"action": "forget"})
    chief = Client()
    mine = registered(person(ADMINISTRATORS, "chef"))
    log_in(chief, "chef")
    chief.post(CODE, {"code": code_of(mine)})
    chief.post(f"/admin/users/second-facteur/{ada.pk}/")

    asked = "Mot de passe accepté, second facteur demandé"
    assert written() == [
        asked,
        "Code refusé",
        "Second facteur enregistré",
        "Connexion",
        "Nouveaux codes de secours",
        "Appareil retenu",
        asked,
        "Connexion",
        "Code de secours utilisé",
        asked,
        "Connexion",
        "Appareils oubliés",
        asked,
        "Connexion",
        "Second facteur réinitialisé",
    ]
    last = ModelLogEntry.objects.filter(action=events.SECOND_FACTOR_RESET).get()
    assert (last.label, last.user.username) == ("ada", "chef")


def test_an_administrator_reads_filters_and_exports_the_report(client):
    person(EDITORS)
    log_in(client, password="faux", REMOTE_ADDR="192.0.2.7")
    log_in(client)
    administrator = member_of(ADMINISTRATORS)
    page = administrator.get(REPORT).content.decode()
    for said in ("Mot de passe refusé", "192.0.2.7", "ada", "Gardé 6 mois"):
        assert said in page
    filtered = administrator.get(f"{REPORT}?action={events.SIGNED_IN}&label=ada")
    assert [row.action for row in filtered.context["object_list"]] == [events.SIGNED_IN]
    table = table_of_csv(administrator.get(f"{REPORT}?export=csv&label=ada"))
    assert table[0] == ["Quand", "Compte", "Événement", "Adresse réseau", "Par"]
    assert [row[1:] for row in table[1:]] == [
        ["ada", "Connexion", "127.0.0.1", "ada"],
        ["ada", "Mot de passe refusé", "192.0.2.7", ""],
    ]


@pytest.mark.parametrize("group", [CONTRIBUTORS, EDITORS, ORGANISERS])
def test_nobody_else_reads_who_came_in(client, group):
    person(EDITORS)
    log_in(client, password="faux")
    reader = member_of(group)

    assert reader.get(REPORT).url == "/admin/"
    history = reader.get("/admin/reports/site-history/", follow=True).content.decode()
    assert "Mot de passe refusé" not in history
    assert REPORT not in reader.get("/admin/").content.decode()


def test_the_journal_is_erased_in_the_end(client, settings):
    settings.SIGN_IN_RETENTION_MONTHS = 2
    person(EDITORS)
    log_in(client, password="faux")
    log_in(client)
    old = ModelLogEntry.objects.filter(action=events.PASSWORD_REFUSED)
    old.update(timestamp=timezone.now() - dt.timedelta(days=63))
    [(_, forget)] = jobs.JOBS

    assert dict(forget())["lignes du journal des connexions effacées"] == 1
    assert written() == ["Connexion"]


def age(client: Client, **by: int) -> None:
    """As if the session had been used last so long ago."""
    session = client.session
    session["used_at"] -= int(dt.timedelta(**by).total_seconds())
    session.save()


def last_saved(client: Client) -> dt.datetime:
    return client.session.model.objects.get(session_key=client.session.session_key).expire_date


def test_a_session_ends_twelve_hours_after_its_last_use(client):
    person(EDITORS)
    log_in(client)
    client.get("/admin/")
    row = client.session.model.objects.get(session_key=client.session.session_key)
    lasts = row.expire_date - timezone.now()
    assert dt.timedelta(hours=11, minutes=59) < lasts <= dt.timedelta(hours=12)
    assert client.cookies["sessionid"]["expires"] == ""  # or with its browser

    age(client, minutes=10)
    earlier = timezone.now() + dt.timedelta(hours=1)
    client.session.model.objects.update(expire_date=earlier)
    client.get("/admin/")
    assert last_saved(client) > earlier + dt.timedelta(hours=10)
    client.session.model.objects.update(expire_date=timezone.now() - dt.timedelta(seconds=1))
    assert client.get("/admin/").url == "/admin/login/?next=/admin/"


def test_a_page_that_asks_by_itself_is_no_use_of_the_session(client):
    person(EDITORS)
    log_in(client)
    client.get("/admin/")
    age(client, minutes=10)
    end = timezone.now() + dt.timedelta(hours=1)
    client.session.model.objects.update(expire_date=end)
    client.post("/admin/editing-sessions/ping/home/homepage/1/1/")

    assert last_saved(client) == end


def test_a_reader_gets_no_session(client):
    assert "sessionid" not in client.get("/").cookies
