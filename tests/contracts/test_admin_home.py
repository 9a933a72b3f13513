"""The home of the admin: what each group has to do there, at a cost that does not grow."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, TaskState, Workflow

from contracts.models import Party, Theme
from contracts.training.seats import registrations
from contracts.values.vocabulary import Side
from home.contact.models import ReaderMessage
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from home.site import create_readers_of_messages
from search.models import LoggedQuery
from tests import factories
from tests.contracts.roles import member_of
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

HOME = "/admin/"


def parts(client: Client) -> dict[str, str]:
    """What is read of each part of the home, by its name."""
    soup = BeautifulSoup(client.get(HOME).content, "html.parser")
    return {
        part["data-part"]: " ".join(part.get_text(" ").split())
        for part in soup.select("main [data-part]")
    }


def queries(client: Client) -> int:
    client.get(HOME)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(HOME).status_code == 200
    return len(captured)


def brest_and_cob(**fields):
    brest, cob = factories.territory(name="Brest"), factories.territory(name="Pays COB")
    theme = Theme.objects.filter(label="Bois").first() or factories.theme(label="Bois")
    return factories.contract(
        parties=[
            Party(territory=brest, side=Side.CITY),
            Party(territory=cob, side=Side.COUNTRYSIDE),
        ],
        commitments=[factories.commitment(cob, brest, theme=theme)],
        **fields,
    )


@pytest.mark.parametrize(
    ("group", "made"),
    [
        (CONTRIBUTORS, "Créer Contrat Expérience Outil Session Source Territoire Étiquette"),
        (EDITORS, "Créer Contrat Expérience Outil Session Source Territoire Terme Étiquette"),
        (ORGANISERS, "Créer Session Source"),
    ],
)
def test_each_group_has_one_button_for_each_thing_that_it_may_make(group, made):
    member = member_of(group)
    factories.contract()
    assert parts(member)["create"] == made
    soup = BeautifulSoup(member.get(HOME).content, "html.parser")
    for link in soup.select("[data-part=create] a"):
        assert member.get(link["href"]).status_code == 200


def test_drafts_are_one_s_own_and_what_is_sent_waits_for_those_who_approve():
    contributor, editor = member_of(CONTRIBUTORS), member_of(EDITORS)
    users = get_user_model().objects
    author = users.get(username=f"personne-{CONTRIBUTORS}")
    page = factories.tool(title="Brouillon d’Ada", live=False)
    Page.objects.filter(pk=page.pk).update(owner=author)
    page.save_revision(user=author)
    assert "Brouillon d’Ada" in parts(contributor)["my-drafts"]
    assert "my-drafts" not in parts(editor)
    Workflow.objects.get().start(page, author)
    assert "Brouillon d’Ada" in parts(contributor)["sent-by-me"]
    assert "waiting-for-me" not in parts(contributor)
    assert "Brouillon d’Ada , attend depuis" in parts(editor)["waiting-for-me"].replace("a,", "a ,")


def test_what_one_only_sent_back_is_not_one_s_draft_until_one_writes_it_again():
    editor, contributor = member_of(EDITORS), member_of(CONTRIBUTORS)
    users = get_user_model().objects
    author = users.get(username=f"personne-{CONTRIBUTORS}")
    reviewer = users.get(username=f"personne-{EDITORS}")
    page = factories.tool(title="Brouillon d’Ada", live=False)
    Page.objects.filter(pk=page.pk).update(owner=author)
    page.save_revision(user=author)
    state = Workflow.objects.get().start(page, author)
    page.save_revision(user=reviewer)  # sending back keeps what the form holds
    assert "my-drafts" in parts(editor)
    state.current_task_state.specific.reject(user=reviewer)
    assert "my-drafts" not in parts(editor)
    assert "Brouillon d’Ada" in parts(contributor)["my-drafts"]
    page.save_revision(user=reviewer)
    assert "Brouillon d’Ada" in parts(editor)["my-drafts"]


def test_what_has_just_been_sent_waits_since_less_than_a_minute():
    editor, _ = member_of(EDITORS), member_of(CONTRIBUTORS)
    page = factories.tool(title="Brouillon d’Ada", live=False)
    author = get_user_model().objects.get(username=f"personne-{CONTRIBUTORS}")
    page.save_revision(user=author)
    Workflow.objects.get().start(page, author)
    told = parts(editor)["waiting-for-me"]
    assert told.endswith("attend depuis moins d’une minute")
    TaskState.objects.update(started_at=timezone.now() - dt.timedelta(hours=2, minutes=5))
    assert parts(editor)["waiting-for-me"].endswith("attend depuis 2 heures")


def test_a_draft_that_waits_for_its_hour_says_when_it_is_published():
    editor = member_of(EDITORS)
    author = get_user_model().objects.get(username=f"personne-{EDITORS}")
    page = factories.tool(title="Brouillon d’Ada", live=False)
    Page.objects.filter(pk=page.pk).update(owner=author)
    page.go_live_at = dt.datetime(2099, 12, 1, 9, tzinfo=ZoneInfo("Europe/Paris"))
    page.save_revision(user=author).publish()
    assert "programmée pour le 1er décembre 2099 à 9 h 00" in parts(editor)["my-drafts"]


def test_what_the_base_lacks_is_named():
    editor = member_of(EDITORS)
    brest_and_cob(title="Brest et COB")
    factories.contract(title="Contrat nu")
    told = parts(editor)
    assert told["without-commitments"].startswith(
        "Contrats sans apport ni engagement (1) Contrat nu"
    )
    assert "Brest et COB" in told["one-way"]
    assert "Bois" in told["one-way"]
    assert "(2)" in told["without-link"]


def test_a_list_that_is_long_is_whole_behind_a_fold():
    editor = member_of(EDITORS)
    for number in range(10):
        factories.contract(title=f"Contrat {number}")
    home = BeautifulSoup(editor.get(HOME).content, "html.parser")
    panel = home.select_one("[data-part=without-commitments]")
    assert "Voir la suite (2)" in panel.select_one("summary").get_text()
    assert len(panel.select("details li a")) == 2
    assert len({link["href"] for link in panel.select("li a")}) == 10


def test_what_is_late_comes_first_and_says_by_how_much():
    editor = member_of(EDITORS)
    today = timezone.localdate()
    for title, days in (("Hier", 1), ("Ancien", 40), ("Demain", -1)):
        factories.tool(title=title, review_on=today - dt.timedelta(days=days))
    told = parts(editor)["review"].replace(" ,", ",")
    assert told == "À relire (2) Ancien, depuis 40 jours Hier, depuis 1 jour"


def test_sessions_that_fill_up_are_told_to_those_who_hold_registrations():
    organiser, editor = member_of(ORGANISERS), member_of(EDITORS)
    page = session(title="Presque pleine", capacity=5)
    session(title="Vide")
    for _ in range(4):
        registrations.register(page, person())
    told = parts(organiser)["sessions-filling-up"]
    assert "Presque pleine" in told
    assert "4 sur 5 places prises" in told
    assert "Vide" not in told
    assert "sessions-filling-up" not in parts(editor)


def test_messages_and_searches_in_vain_are_told_to_editors():
    editor, organiser = member_of(EDITORS), member_of(ORGANISERS)
    create_readers_of_messages()
    for number in range(9):
        ReaderMessage.objects.create(
            name="Ada", email="ada@ys.example", subject=f"Objet {number}", text="…"
        )
    LoggedQuery.objects.create(
        day=timezone.localdate(), folded="zan", shown="ZAN", searches=4, zero_results=4
    )
    told = parts(editor)
    assert told["messages"].startswith("Messages de lecteurs à traiter (9) Objet 0")
    assert "ZAN" in told["searches-in-vain"]
    assert not {"messages", "searches-in-vain"} & set(parts(organiser))


def test_the_home_costs_no_more_with_more_fiches_and_messages():
    for group in (ADMINISTRATORS, EDITORS):
        member_of(group)
    create_readers_of_messages()
    admin = member_of(ADMINISTRATORS)
    brest_and_cob()
    few = queries(admin)
    contract = factories.contract()
    for _ in range(12):
        factories.tool(review_on=timezone.localdate())
    brest_and_cob()
    user = get_user_model().objects.get(username=f"personne-{ADMINISTRATORS}")
    Page.objects.filter(pk=contract.pk).update(owner=user, has_unpublished_changes=True)
    ReaderMessage.objects.create(name="A", email="a@ys.example", subject="O", text="…")
    assert queries(admin) <= few + 1  # the queries of what was empty
    assert few <= 28  # one of them for the collections of the pictures


def test_the_admin_is_the_site_s_own():
    editor = member_of(EDITORS)
    home = editor.get(HOME).content.decode()
    soup = BeautifulSoup(home, "html.parser")
    assert soup.h1.get_text().strip() == "Réciprocités, espace de rédaction"
    assert "guide.wagtail.org" not in home
    assert "wagtail.org/en" not in home
    login = BeautifulSoup(Client().get("/admin/login/").content, "html.parser")
    assert login.h1.get_text().strip() == "Espace de rédaction de Réciprocités"
    assert "Wagtail" not in login.title.get_text() + login.main.get_text()
