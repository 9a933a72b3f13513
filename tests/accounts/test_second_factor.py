"""The second factor: nothing of the admin opens without it, and none of its codes serves twice."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.checks import run_checks
from django.db import connections
from django.test import Client
from django.urls import NoReverseMatch, get_resolver, reverse
from django.utils import timezone
from django_otp.plugins.otp_static.models import StaticDevice, StaticToken
from django_otp.plugins.otp_totp.models import TOTPDevice

from accounts import second_factor
from accounts.middleware import OPEN_VIEWS
from accounts.models import RememberedDevice
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS, ORGANISERS
from tests.accounts.people import CODE, ENROLMENT, code_of, log_in, person, registered
from tests.admin_views import admin_patterns

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture(autouse=True)
def _asked(settings):
    settings.SECOND_FACTOR = True


def give(client: Client, code: str, address: str = CODE, **fields):
    return client.post(address, {"code": code, **fields})


def text_of(response) -> str:
    return response.content.decode().replace("\xa0", " ")


def comes_in(client: Client) -> bool:
    """Whether the home of the admin opens."""
    return client.get("/admin/").status_code == 200


def recovery_codes_of(response) -> list[str]:
    return re.findall(r"<li><code>(\d{5} \d{5})</code>", text_of(response))


@pytest.fixture
def ada():
    return person(EDITORS)


@pytest.fixture
def application(ada) -> TOTPDevice:
    return registered(ada)


@pytest.mark.parametrize(
    ("group", "asked"),
    [(CONTRIBUTORS, False), (EDITORS, True), (ORGANISERS, True), (ADMINISTRATORS, True)],
)
def test_a_code_is_asked_of_all_who_may_do_more_than_write_drafts(client, group, asked):
    person(group)
    log_in(client)

    assert comes_in(client) is not asked


def test_a_code_is_asked_of_a_superuser_of_a_new_group_and_of_a_right_given_by_hand():
    ada = person(CONTRIBUTORS)
    assert not second_factor.is_bound(ada)
    ada.groups.add(Group.objects.create(name="Relecteurs"))
    assert second_factor.is_bound(ada)
    assert second_factor.is_bound(get_user_model().objects.create_superuser("racine"))


def test_a_contributor_who_registers_an_application_gives_its_codes(client):
    ada = person(CONTRIBUTORS)
    registered(ada)
    log_in(client)

    assert not comes_in(client)


def test_nothing_is_asked_where_the_setting_is_off_and_an_operator_is_told(client, settings, ada):
    settings.SECOND_FACTOR = False
    log_in(client)

    assert comes_in(client)
    assert "accounts.W001" in {one.id for one in run_checks(include_deployment_checks=True)}


def addresses() -> dict[str, str]:
    """Every address of the admin, by name; the numbers in them are nobody's."""
    found = {}
    for name, _ in admin_patterns():
        if name in {"None"} or name.rpartition(":")[2] == "None":
            continue
        for values in ({}, {"pk": 1}):
            try:
                found[name] = reverse(name, kwargs=values)
                break
            except NoReverseMatch:
                found[name] = _by_regex(name)
    return found


def _by_regex(name: str) -> str:
    """The address of a name, with a plain value for each of its parts."""
    resolver = get_resolver()
    prefix = ""
    for part in name.split(":")[:-1]:
        before, resolver = resolver.namespace_dict[part]
        prefix += before
    [(form, parts)] = resolver.reverse_dict.getlist(name.rpartition(":")[2])[0][0]
    plain = dict.fromkeys(parts, "1") | {"content_type_app_name": "home", "app_label": "home"}
    return f"/{prefix}{form % {part: plain[part] for part in parts}}"


@pytest.mark.parametrize("state", ["has an application", "has none"])
def test_every_address_of_the_admin_asks_for_the_code(client, ada, state):
    if state == "has an application":
        registered(ada)
    log_in(client)
    asked = addresses()
    assert len(asked) > 250
    for name, address in asked.items():
        if name in OPEN_VIEWS:
            continue
        for method in ("get", "post"):
            response = getattr(client, method)(address)
            assert (name, response.status_code) == (name, 302)
            assert response.url.startswith(CODE), name
            hurried = getattr(client, method)(
                address, headers={"X-Requested-With": "XMLHttpRequest"}
            )
            assert (name, hurried.status_code) == (name, 403)
            assert "Vous n’avez pas accès à cette page" in text_of(hurried)


def test_outside_of_the_admin_who_owes_a_code_is_nobody(client, application):
    log_in(client)
    assert client.get("/").wsgi_request.user.is_anonymous
    give(client, code_of(application))
    assert client.get("/").wsgi_request.user.username == "ada"


def test_a_code_leads_to_where_the_person_was_going(client, application):
    log_in(client)
    asked = client.get("/admin/account/?x=1")

    assert asked.url == f"{CODE}?next=%2Fadmin%2Faccount%2F%3Fx%3D1"
    shown = client.get(asked.url)
    assert 'autocomplete="one-time-code"' in text_of(shown)
    assert 'inputmode="numeric"' in text_of(shown)
    session = client.session.session_key
    response = give(client, code_of(application), next="/admin/account/?x=1")
    assert response.url == "/admin/account/?x=1"
    assert client.session.session_key != session
    assert comes_in(client)


@pytest.mark.parametrize("elsewhere", ["https://ailleurs.example/", "//ailleurs.example", "\x00"])
def test_a_code_leads_nowhere_else(client, application, elsewhere):
    log_in(client)

    assert give(client, code_of(application), next=elsewhere).url == "/admin/"


def test_a_code_is_taken_as_people_type_it(client, application):
    log_in(client)
    code = code_of(application)

    assert give(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_a_code_serves_once(client, application):
    code = code_of(application)
    log_in(client)
    give(client, code)
    other = Client()
    log_in(other)
    refused = give(other, code)

    assert "ou il a déjà servi" in text_of(refused)
    assert not comes_in(other)


@pytest.mark.parametrize("typed", ["", "000", "abcdef", "\x00", "é" * 50, "١٢٣٤٥٦", "-12345"])
def test_whatever_is_typed_is_refused_with_words(client, application, typed):
    log_in(client)
    response = give(client, typed)

    assert response.status_code == 200
    assert response.context["form"].errors["code"]
    assert not comes_in(client)


def test_wrong_codes_make_the_next_one_wait_until_an_hour_that_is_told(client, application):
    log_in(client)
    for _ in range(5):
        TOTPDevice.objects.update(throttling_failure_timestamp=None)
        give(client, "000000")
    response = give(client, code_of(application))

    assert re.search(r"Réessayez à partir de \d+ h \d\d min \d\d s\.", text_of(response))
    assert not comes_in(client)
    TOTPDevice.objects.update(
        throttling_failure_timestamp=timezone.now() - dt.timedelta(seconds=17)
    )
    assert give(client, code_of(application)).status_code == 302


def test_the_code_of_another_person_opens_nothing(client, application):
    person(EDITORS, "eve")
    other = registered(get_user_model().objects.get(username="eve"))
    log_in(client)

    assert give(client, code_of(other)).status_code == 200


def test_a_first_log_in_registers_an_application_and_gets_ten_recovery_codes_once(client, ada):
    log_in(client)
    asked = client.get("/admin/account/", follow=True)

    assert asked.redirect_chain[-1][0] == f"{ENROLMENT}?next=%2Fadmin%2Faccount%2F"
    waiting = TOTPDevice.objects.get(confirmed=False)
    key = second_factor.key_in_text(waiting)
    assert f"<code>{key}</code>" in text_of(asked)
    assert "<svg" in text_of(asked)
    assert text_of(client.get(ENROLMENT)).count(key) == 1  # the same key as before
    response = give(client, code_of(waiting), ENROLMENT, next="/admin/account/")
    codes = recovery_codes_of(response)
    assert len(set(codes)) == 10
    assert 'href="/admin/account/"' in text_of(response)
    assert comes_in(client)
    assert client.get(ENROLMENT).url.startswith(CODE)
    kept = " ".join(StaticToken.objects.values_list("token", flat=True))
    assert not [code for code in codes if code.replace(" ", "") in kept]


def test_a_wrong_first_code_registers_nothing(client, ada):
    log_in(client)
    client.get(ENROLMENT)
    response = give(client, "000000", ENROLMENT)

    assert "Ce code n’est pas le bon" in text_of(response)
    assert not second_factor.has_one(ada)
    assert not comes_in(client)


def test_whoever_has_an_application_registers_no_other_with_a_password_alone(client, application):
    log_in(client)
    for method in (client.get, client.post):
        assert method(ENROLMENT).url.startswith(CODE)
    assert TOTPDevice.objects.get() == application


def test_an_old_session_gives_its_password_again_before_an_application_is_registered(client, ada):
    log_in(client)
    session = client.session
    session["password_given_at"] -= 16 * 60
    session.save()
    response = client.get(ENROLMENT)

    assert response.url.startswith("/admin/login/?next=/admin/connexion/application/")
    assert "_auth_user_id" not in client.session


def test_a_recovery_code_serves_once_and_says_how_many_are_left(client, ada, application):
    codes = second_factor.new_recovery_codes(ada)
    log_in(client)
    told = client.post(CODE, {"code": codes[0]}, follow=True)

    assert "Il vous en reste 9" in text_of(told)
    other = Client()
    log_in(other)
    assert give(other, codes[0]).status_code == 200
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    assert give(other, codes[1].replace(" ", "-")).status_code == 302


def test_new_recovery_codes_take_the_place_of_the_others(client, ada, application):
    old = second_factor.new_recovery_codes(ada)
    log_in(client)
    give(client, code_of(application))
    new = recovery_codes_of(client.post("/admin/account/second-facteur/", {"action": "codes"}))

    assert len(new) == 10
    assert second_factor.verify(ada, old[0]).device is None
    StaticDevice.objects.update(throttling_failure_timestamp=None)
    assert second_factor.verify(ada, new[0]).device is not None


@pytest.fixture
def known_browser(client, application) -> Client:
    """A browser that is not asked again, logged out."""
    log_in(client)
    give(client, code_of(application), remember="on")
    client.post("/admin/logout/")
    return client


def test_a_remembered_browser_gives_its_password_alone(known_browser):
    cookie = next(one for name, one in known_browser.cookies.items() if "appareil" in name)
    assert (cookie["max-age"], cookie["path"]) == (30 * 86_400, "/admin/")
    assert cookie["httponly"]
    log_in(known_browser)
    assert comes_in(known_browser)
    other = Client()
    log_in(other)
    assert not comes_in(other)


def test_a_remembered_browser_is_that_of_one_person(known_browser):
    person(EDITORS, "eve")
    log_in(known_browser, "eve")
    name = next(name for name in known_browser.cookies if "appareil" in name)
    eve = get_user_model().objects.get(username="eve")
    registered(eve)
    known_browser.cookies[f"appareil_{eve.pk}"] = known_browser.cookies[name].value

    assert not comes_in(known_browser)


@pytest.mark.parametrize(
    "change",
    ["thirty days", "password", "reset", "forgotten", "another application", "another key"],
)
def test_a_browser_is_known_until(known_browser, ada, settings, change):
    password = "un autre mot de passe"  # noqa: S105
    match change:
        case "thirty days":
            RememberedDevice.objects.update(
                remembered_at=timezone.now() - dt.timedelta(days=30, seconds=1)
            )
        case "password":
            ada.set_password(password)
            ada.save()
        case "reset":
            second_factor.reset(ada)
        case "forgotten":
            RememberedDevice.objects.all().delete()
        case "another application":
            second_factor.reset(ada)
            registered(ada)
        case "another key":
            settings.SECRET_KEY = "another"  # noqa: S105
    log_in(known_browser, **({"password": password} if change == "password" else {}))

    assert "_auth_user_id" in known_browser.session
    assert not comes_in(known_browser)


def test_a_person_forgets_the_devices_that_are_known(known_browser):
    log_in(known_browser)
    page = known_browser.get("/admin/account/second-facteur/")
    assert "retenu le" in text_of(page)
    known_browser.post("/admin/account/second-facteur/", {"action": "forget"})
    known_browser.post("/admin/logout/")
    log_in(known_browser)

    assert not comes_in(known_browser)


@pytest.fixture
def administrator(client) -> Client:
    application = registered(person(ADMINISTRATORS, "chef"))
    log_in(client, "chef")
    give(client, code_of(application))
    return client


def test_an_administrator_resets_who_lost_both(administrator, ada, application):
    edit = text_of(administrator.get(f"/admin/users/edit/{ada.pk}/"))
    address = f"/admin/users/second-facteur/{ada.pk}/"
    assert f'href="{address}"' in edit
    inside = Client()
    log_in(inside)
    give(inside, code_of(application))
    assert "Assurez-vous que la demande" in text_of(administrator.get(address))
    administrator.post(address)

    assert not comes_in(inside)
    lost = Client()
    log_in(lost)
    assert lost.get("/admin/", follow=True).redirect_chain[-1][0].startswith(ENROLMENT)


@pytest.mark.parametrize("group", [CONTRIBUTORS, EDITORS, ORGANISERS])
def test_nobody_else_resets_anybody(client, group, ada, application):
    mine = registered(person(group, "eve"))
    log_in(client, "eve")
    give(client, code_of(mine))
    response = client.post(f"/admin/users/second-facteur/{ada.pk}/")

    assert response.url == "/admin/"
    assert second_factor.has_one(ada)


def test_an_administrator_does_not_reset_a_superuser(administrator):
    racine = get_user_model().objects.create_superuser("racine")
    registered(racine)
    response = administrator.post(f"/admin/users/second-facteur/{racine.pk}/")

    assert response.url == "/admin/"
    assert second_factor.has_one(racine)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_code_given_twenty_times_at_the_same_moment_opens_one_session():
    ada = person(EDITORS)
    application = registered(ada)
    codes = second_factor.new_recovery_codes(ada)
    for code in (code_of(application), codes[0]):
        opened: list[bool] = []
        gate = threading.Barrier(20)

        def give_it(code: str = code, opened: list[bool] = opened, gate=gate) -> None:
            gate.wait()
            try:
                opened.append(second_factor.verify(ada, code).device is not None)
            finally:
                connections.close_all()

        threads = [threading.Thread(target=give_it) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert opened.count(True) == 1
