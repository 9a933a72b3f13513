"""Who opens the desk: organisers and administrators; nobody else sees a name anywhere."""

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry, PageLogEntry, ReferenceIndex, Revision

from contracts.admin.signature import signature
from contracts.training.desk.urls import urlpatterns
from contracts.training.models import Registration, SessionIndexPage, TrainingSessionPage
from contracts.training.seats import registrations
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from tests import factories
from tests.contracts.roles import member_of
from tests.contracts.training.desk.rooms import desk, refused_mail
from tests.contracts.training.factories import person, session
from tests.posted_form import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

NAME = "Quimperlézéphyr"


@pytest.fixture
def known(django_capture_on_commit_callbacks) -> Registration:
    """A person whose every trace would show: a territory, a refused mail, a log, and whatever is
    written once the registration is committed."""
    page = session(capacity=1)
    made = registrations.register(page, person(last_name=NAME, email="zephyr@ys.example"))
    made.territory = factories.territory(name="Pays d’Ys")
    with django_capture_on_commit_callbacks(execute=True):
        made.save()
    refused_mail(made)
    return made


def addresses(registration: Registration) -> dict[str, str]:
    """Every address of the desk, by name: a new one with a key of its own must be added here."""
    keys = {"session": registration.session_id, "pk": registration.pk}
    found = {}
    for pattern in urlpatterns:
        asked = {name: keys[name] for name in pattern.pattern.converters}
        if pattern.name == "resend":
            asked = {"pk": registration.mails.first().pk}
        found[pattern.name] = reverse(f"desk:{pattern.name}", kwargs=asked)
    return found


def test_every_address_of_the_desk_has_its_own_name(known):
    assert len(addresses(known)) == len(urlpatterns)


@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS])
@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_desk_is_closed_to_the_others(known, group, method):
    client = member_of(group)
    before = Registration.objects.values().get()
    for name, address in addresses(known).items():
        response = getattr(client, method)(address)
        assert (name, response.status_code, response.url) == (name, 302, "/admin/")
        hurried = getattr(client, method)(address, headers={"X-Requested-With": "XMLHttpRequest"})
        assert (name, hurried.status_code) == (name, 403)
        assert NAME not in hurried.content.decode()
    assert Registration.objects.values().get() == before
    assert TrainingSessionPage.objects.count() == 1


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_the_desk_asks_a_stranger_to_log_in(known, method):
    client = Client()
    for name, address in addresses(known).items():
        response = getattr(client, method)(address)
        assert (name, response.status_code) == (name, 302)
        assert response.url.startswith("/admin/login/")


@pytest.mark.parametrize("group", [ORGANISERS, ADMINISTRATORS])
def test_organisers_and_administrators_open_every_page_of_the_desk(known, group):
    client = member_of(group)
    for name, address in addresses(known).items():
        response = client.get(address)
        assert (name, response.status_code in {200, 405}) == (name, True)


@pytest.mark.parametrize(
    ("group", "is_shown"),
    [(ORGANISERS, True), (ADMINISTRATORS, True), (EDITORS, False), (CONTRIBUTORS, False)],
)
def test_the_menu_leads_to_the_desk_of_those_who_may_open_it(group, is_shown):
    home = member_of(group).get("/admin/").content.decode()

    assert ('"/admin/sessions/"' in home) is is_shown


@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS])
def test_the_rest_of_the_admin_names_nobody(known, group):
    page, client = known.session, member_of(group)
    organiser = member_of(ORGANISERS)
    organiser.post(desk("territory", known.pk), {"territory": known.territory_id})
    organiser.post(desk("cancel", known.pk), {"reason": "empêchement"})
    index = SessionIndexPage.objects.get()
    pages = [
        "/admin/",
        reverse("wagtailadmin_explore", args=[index.pk]),
        reverse("wagtailadmin_pages:edit", args=[page.pk]),
        reverse("wagtailadmin_pages:history", args=[page.pk]),
        reverse("wagtailadmin_pages:usage", args=[page.pk]),
        reverse("wagtailadmin_pages:delete", args=[page.pk]),
        reverse("wagtailadmin_pages:unpublish", args=[page.pk]),
        f"{reverse('wagtailadmin_pages:search')}?q={NAME}",
        reverse("wagtailadmin_reports:site_history"),
        reverse("wagtailadmin_reports:aging_pages"),
        reverse("wagtailsnippets_contracts_territory:usage", args=[known.territory_id]),
        reverse("wagtailsnippets_contracts_territory:delete", args=[known.territory_id]),
        page.url,
        f"/recherche/?q={NAME}",
        reverse("session_calendar", args=[page.slug]),
    ]
    opened = 0
    for address in pages:
        response = client.get(address, follow=True)
        opened += not response.redirect_chain
        # The search of the admin repeats what was typed.
        shown = response.content.decode().replace(f'value="{NAME}"', "").replace(f"={NAME}", "")
        assert f"Ada {NAME}" not in shown, address
        assert "zephyr@ys.example" not in shown, address
        assert "Mairie d’Ys" not in shown, address
    assert opened >= 8


def test_nothing_that_is_kept_beside_the_registrations_names_anybody(known):
    organiser = member_of(ORGANISERS)
    organiser.post(desk("correct", known.pk), {"first_name": "Ada", "last_name": "Autre"})
    organiser.post(desk("cancel", known.pk), {"reason": ""})
    organiser.post(desk("next_edition", known.session_id))

    assert not ReferenceIndex.model_is_indexable(Registration)
    assert not ReferenceIndex.objects.filter(base_content_type__model="registration").exists()
    for model in (PageLogEntry, ModelLogEntry, Revision):
        rows = [str(row) for row in model.objects.values()]
        assert not [row for row in rows if NAME in row]
    assert PageLogEntry.objects.exists()


def test_an_administrator_finds_the_right_in_the_form_of_a_group():
    client = member_of(ADMINISTRATORS)
    group = Group.objects.get(name=EDITORS)

    form = client.get(reverse("wagtailusers_groups:edit", args=[group.pk])).content.decode()

    assert "Tenir les inscriptions aux sessions" in form


def test_the_log_keeps_no_address_of_an_organiser():
    users = get_user_model()

    assert signature(users(username="nolwenn@ys.example")) == "nolwenn"
    assert signature(users(username="n", first_name="Nolwenn", last_name="Le Bris")) == (
        "Nolwenn Le Bris"
    )


def test_an_organiser_previews_a_session_that_was_never_saved():
    organiser = member_of(ORGANISERS)
    kind = ("training", "trainingsessionpage", SessionIndexPage.objects.get().pk)
    form = organiser.get(reverse("wagtailadmin_pages:add", args=kind)).content.decode()
    values = {**form_values(form), "title": ["Coopérer, mode d’emploi"]}
    address = reverse("wagtailadmin_pages:preview_on_add", args=kind)
    assert organiser.post(address, values).json()["is_valid"]
    preview = organiser.get(address)
    assert preview.status_code == 200
    assert "Coopérer, mode d’emploi" in preview.content.decode()
