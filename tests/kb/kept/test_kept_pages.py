"""What is kept is what would be made; what anybody changes is seen by everybody's next request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.contrib.auth import get_user_model
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction, Site

from contracts.models import ContractPage, Milestone, Party, Statement, Term, Territory, Theme
from contracts.training.models import SessionDate
from contracts.training.seats import organising, registrations
from contracts.training.values.zones import Zone
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Section
from home.models import Publisher
from search.index.cache import ContentCache, TokenCache, made_of
from search.models import SearchDocument
from tests import factories
from tests.contracts.test_page_queries import ADDRESSES, Catalogue
from tests.contracts.training.factories import person, session
from tests.kb.kept.conftest import GZIP
from tests.property_profiles import share_of_examples

pytestmark = pytest.mark.django_db

# Two are forms, of which each has a stamp; one reads the journal, which no trigger watches; one
# leads elsewhere when its address has a parameter too many, hence hangs on all of them.
NEVER_KEPT = {"contact", "proposal", "versions", "comparison"}
PAGES = {
    name: address
    for name, address in ADDRESSES.items()
    if "note of" not in name and name not in NEVER_KEPT
}


def test_every_page_is_kept_and_equals_what_is_made_whatever_is_added_to_its_address(
    process, forgetful
):
    made = Catalogue()
    made.grow(1)
    reader, anew = process(), forgetful()
    others, differing, not_kept = {}, [], []
    for name, address_of in PAGES.items():
        address = address_of(made)
        first = reader.get(address).content
        again = reader.get(address).content
        if not reader.kept:
            not_kept.append(name)
        tracked = reader.get(f"{address}{'&' if '?' in address else '?'}utm_source=lettre").content
        others[name] = reader.kept
        if not first == again == tracked == anew.get(address).content:
            differing.append(name)
    assert differing == []
    # A page of which pictures are made the first time is kept from the second time on.
    assert not_kept == []
    assert [name for name, kept in others.items() if not kept] == []


CHANGES: dict[str, Callable[[ContractPage], object]] = {
    "a form": lambda page: (setattr(page, "title", "Nouveau"), page.save_revision().publish()),
    "update": lambda _: Territory.objects.filter(slug="ys").update(name="Nouveau"),
    "bulk_update": lambda _: Territory.objects.bulk_update(
        [_named(Territory.objects.get(slug="ys"), "Nouveau")], ["name"]
    ),
    "bulk_create": lambda page: Milestone.objects.bulk_create(
        [Milestone(page=page, date=PartialDate.parse("2016"), text="Nouveau", sort_order=0)]
    ),
    "many-to-many": lambda page: ContractPage.themes.through.objects.bulk_create(
        [ContractPage.themes.through(contractpage=page, theme=Theme.objects.get(slug="nouveau"))],
        ignore_conflicts=True,
    ),
    "plain SQL": lambda _: connection.cursor().execute(
        f"UPDATE {Territory._meta.db_table} SET name = 'Nouveau' WHERE slug = 'ys'"
    ),
}


def _named(row: Territory, name: str) -> Territory:
    row.name = name
    return row


@pytest.fixture
def page() -> ContractPage:
    factories.theme(slug="nouveau", label="Nouveau")
    return factories.contract(
        city=factories.territory(slug="ys", name="Kerys"),
        statements=[factories.statement(Section.CONTEXT, text="Un constat.")],
    )


@pytest.mark.parametrize("way", CHANGES)
def test_a_change_by_any_way_is_shown_by_the_next_request_to_any_process(
    two, page: ContractPage, way: str
):
    here, there = two
    for reader in two:
        assert "Nouveau" not in reader.text(page.url)
        reader.text(page.url)
        assert reader.kept
    CHANGES[way](page)
    assert "Nouveau" in there.text(page.url)
    assert "Nouveau" in here.text(page.url)


@pytest.mark.parametrize("way", ["one", "all of them"])
def test_what_is_deleted_is_shown_no_more(two, page: ContractPage, way: str):
    reader, _ = two
    assert "Un constat." in reader.text(page.url)
    rows = Statement.objects.filter(page=page)
    rows.delete() if way == "all of them" else rows.get().delete()
    assert "Un constat." not in reader.text(page.url)


def test_what_the_frame_and_the_lists_show_is_fresh_too(two, page: ContractPage):
    reader, _ = two
    listing = "/contrats/"
    assert "Une agence d’Ys" not in reader.text(listing)
    Publisher.objects.update_or_create(site=page.get_site(), defaults={"name": "Une agence d’Ys"})
    assert "Une agence d’Ys" in reader.text(listing)
    SearchDocument.objects.filter(key__endswith=str(page.pk)).update(summary="Un autre résumé.")
    assert "Un autre résumé." in reader.text(listing)
    term = factories.term("EPCI", slug="epci")
    assert "EPCI" in reader.text("/glossaire/")
    Term.objects.filter(pk=term.pk).update(live=False)
    assert "EPCI" not in reader.text("/glossaire/")


def test_what_is_undone_is_never_shown(two, page: ContractPage):
    here, there = two
    before = here.text(page.url)
    with transaction.atomic():
        CHANGES["update"](page)
        assert "Nouveau" in here.text(page.url)
        here.text(page.url)
        transaction.set_rollback(True)
    assert here.text(page.url) == before
    assert there.text(page.url) == before


def test_what_a_process_holds_beside_the_database_goes_with_any_change(two, page: ContractPage):
    """The index does not know of a bulk query, nor another process of what this one has cleared."""
    reader, _ = two
    held = TokenCache(lambda: Territory.objects.get(slug="ys").name)
    reader.get(page.url)
    assert held.at("the same index") == "Kerys"
    Site.get_site_root_paths()
    CHANGES["update"](page)
    Site.objects.update(hostname="autre.example", port=80)
    reader.get(page.url)
    assert held.at("the same index") == "Nouveau"
    assert {path.root_url for path in Site.get_site_root_paths()} == {"http://autre.example"}


def test_what_pages_share_is_of_one_state_of_the_content(two, forgetful, page: ContractPage):
    """Where parties stand is read once for all pages, and anew once a bulk query has moved one."""
    reader, _ = two
    alone = forgetful()
    addresses = ("/", "/carte/", "/carte/?statut=signe", page.url)
    for longitude in (-4.5, 2.3):
        Territory.objects.filter(slug="ys").update(longitude=longitude, latitude=48.4)
        shared = [reader.text(address) for address in addresses]
        assert shared == [alone.text(address) for address in addresses]
    with CaptureQueriesContext(connection) as queries:
        reader.text("/carte/?statut=signe&page=1")
    assert not [one for one in queries if Party._meta.db_table in one["sql"]]


def test_what_pages_share_is_read_anew_for_whoever_has_no_state_of_the_content():
    read = iter("abcde")
    cache = ContentCache(lambda: next(read))
    with made_of("one"):
        assert (cache.now(), cache.now()) == ("a", "a")
        with made_of(None):
            assert cache.now() == "b"
        assert cache.now() == "a"
    assert cache.now() == "c"
    with made_of("another"):
        assert cache.now() == "d"
    with made_of("one"):
        assert cache.now() == "e"


# By the clock


@pytest.fixture
def at(monkeypatch) -> Callable[[str], None]:
    """`at("2027-05-03 09:00")`: it is that hour in Paris."""

    def set_to(text: str) -> None:
        moment = dt.datetime.fromisoformat(text).replace(tzinfo=Zone.PARIS.tz)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_to("2027-05-01 12:00")
    return set_to


def on(day: str, **fields):
    hours = {"starts_at": dt.time(14), "ends_at": dt.time(17)}
    return session(dates=[SessionDate(day=dt.date.fromisoformat(day), **hours)], **fields)


def test_a_session_comes_begins_and_ends_at_the_second_on_pages_that_are_kept(process, at):
    page = on("2027-05-03", online=False)
    reader = process()
    told = []
    for moment in (
        "2027-05-01 23:59:59",
        "2027-05-02 00:00",
        "2027-05-02 23:59:59",
        "2027-05-03 00:00",
        "2027-05-03 13:59:59",
        "2027-05-03 14:00",
        "2027-05-03 16:59:59",
        "2027-05-03 17:00",
    ):
        at(moment)
        listing, text = reader.text("/sessions/"), reader.text(page.url)
        assert (reader.text("/sessions/"), reader.kept) == (listing, True)
        labels = ("dans 2 jours", "dans 1 jour", "aujourd’hui", "en cours", "passée")
        told.append((next(label for label in labels if label in listing), "a eu lieu" in text))
    assert told == [
        ("dans 2 jours", False),
        ("dans 1 jour", False),
        ("dans 1 jour", False),
        ("aujourd’hui", False),
        ("aujourd’hui", False),
        ("en cours", False),
        ("en cours", False),
        ("passée", True),
    ]


def test_the_day_of_a_session_overseas_begins_there(process, at):
    on("2027-05-03", online=False, zone=Zone.NOUVELLE_CALEDONIE)
    reader = process()
    at("2027-05-02 14:59:59")
    assert "dans 1 jour" in reader.text("/sessions/")
    at("2027-05-02 15:00")  # midnight in Nouméa
    assert "aujourd’hui" in reader.text("/sessions/")


def test_registrations_open_and_close_and_seats_are_counted_at_the_second(process, at):
    page = on(
        "2027-05-20",
        capacity=1,
        registration_opens=dt.date(2027, 5, 2),
        registration_deadline=dt.date(2027, 5, 9),
    )
    reader = process()
    at("2027-05-01 23:59:59")
    assert "ouvriront le" in reader.text(page.url)
    at("2027-05-02 00:00")
    assert "Il reste 1 place sur 1." in reader.text(page.url)
    registrations.register(page, person())
    assert "Complet." in reader.text(page.url)
    organising.set_capacity(page, 3)
    assert "Il reste 2 places sur 3." in reader.text(page.url)
    at("2027-05-10 00:00")
    assert "closes depuis le" in reader.text(page.url)


def test_a_registration_leaves_the_pages_that_show_no_seat_kept(process, at):
    page = on("2027-05-20", capacity=2)
    at("2027-05-02 00:00")
    reader = process()
    reader.text("/territoires/")
    registrations.register(page, person())
    reader.text("/territoires/")
    assert reader.kept
    organising.set_capacity(page, 3)
    reader.text("/territoires/")
    assert not reader.kept


def test_a_review_that_is_due_is_said_on_its_day(process, at):
    page = factories.tool(review_on=dt.date(2027, 5, 2))
    reader = process()
    before = reader.text(page.url)
    at("2027-05-02 00:00")
    after = reader.text(page.url)
    assert reader.get(page.url).content.decode() == after != before


# What is never kept


def test_nothing_is_kept_of_those_who_may_log_in(process, page: ContractPage):
    reader = process()
    reader.get(page.url)
    editor = process()
    editor.force_login(get_user_model().objects.create_user("editrice"))
    for _ in range(2):
        answer = editor.get(page.url)
        assert not editor.kept
        assert "public" not in answer.get("Cache-Control", "")
        assert "X-Accel-Expires" not in answer


def test_a_page_that_becomes_private_is_shown_no_more(process, page: ContractPage):
    reader = process()
    reader.get(page.url)
    restriction = PageViewRestriction.objects.create(
        page=page, restriction_type=PageViewRestriction.PASSWORD, password="ensemble"
    )
    for _ in range(2):
        answer = process().get(page.url)
        assert "Kerys" not in answer.content.decode()
        assert "csrftoken" in answer.cookies
    restriction.delete()
    assert "Kerys" in reader.text(page.url)


@pytest.mark.parametrize("address", ["/contact/", "/rien-ici/", "/sante/", "/admin/login/"])
def test_forms_errors_health_and_the_admin_are_never_kept(process, address: str):
    reader = process()
    for _ in range(2):
        answer = reader.get(address)
        assert not reader.kept
        assert "max-age=0, must-revalidate" not in answer.get("Cache-Control", "")


def test_two_forms_have_two_stamps(process):
    reader = process()
    assert reader.text("/contact/") != reader.text("/contact/")


def test_a_search_is_counted_each_time_that_it_is_read(process, settings, monkeypatch):
    counted = []
    monkeypatch.setattr("search.log.count", lambda q, total: counted.append((q, total)))
    settings.SEARCH_LOG = True
    reader = process()
    for agent in ("Firefox", "Firefox", "Somebot"):
        reader.get("/recherche/?q=eau", headers={"user-agent": agent})
    assert (counted, reader.kept) == ([("eau", 0), ("eau", 0)], True)


def test_what_a_search_server_answers_is_not_kept(process, settings, monkeypatch):
    from search import engines

    monkeypatch.setattr(engines, "chosen_name", lambda: engines.ELASTICSEARCH)
    monkeypatch.setattr(engines, "chosen", engines.DatabaseEngine)
    reader = process()
    for _ in range(2):
        reader.get("/contrats/")
        assert not reader.kept
    monkeypatch.undo()


# Any history


def _addresses(made: Catalogue) -> list[str]:
    names = ("home", "contract", "contracts", "territory", "search", "theme", "statements")
    return [ADDRESSES[name](made) for name in names] + ["/contrats/?theme=bois&page=2&autre=1"]


EDITS: dict[str, Callable[[Catalogue, int], object]] = {
    "territory": lambda made, n: Territory.objects.filter(pk=made.country.pk).update(name=f"L{n}"),
    "theme": lambda made, n: Theme.objects.filter(pk=made.theme.pk).update(label=f"Bois {n}"),
    "title": lambda made, n: _publish(made.contracts[0], f"Contrat {n}"),
    "statements": lambda made, n: Statement.objects.filter(
        page=made.case_studies[0], section=Section.OBSTACLE
    ).update(text=f"Obstacle {n}"),
    "draft": lambda made, n: _draft(made.contracts[0], f"Brouillon {n}"),
    "index": lambda made, n: SearchDocument.objects.update(weight=1 + n),
}


def _publish(page: ContractPage, title: str) -> None:
    page.title = title
    page.save_revision().publish()


def _draft(page: ContractPage, title: str) -> None:
    page.title = title
    page.save_revision()


steps = st.lists(
    st.one_of(
        st.tuples(st.sampled_from(["read"]), st.integers(0, 7), st.integers(0, 1), st.booleans()),
        st.tuples(
            st.sampled_from(["edit"]), st.sampled_from(sorted(EDITS)), st.integers(), st.booleans()
        ),
    ),
    min_size=6,
    max_size=16,
)


@pytest.mark.any_engine
def test_in_any_history_what_is_kept_is_what_would_be_made(process, forgetful):
    made = Catalogue()
    made.grow(1)
    addresses = _addresses(made)
    counts = {"kept": 0, "made": 0}

    @settings(
        max_examples=share_of_examples(0.2),
        suppress_health_check=list(HealthCheck),
    )
    @given(steps)
    def holds(history) -> None:
        readers, anew = (process(), process()), forgetful()
        with transaction.atomic():
            for step in history:
                if step[0] == "edit":
                    _, what, number, undone = step
                    with transaction.atomic():
                        EDITS[what](made, abs(number) % 50)
                        readers[0].get(addresses[1])
                        transaction.set_rollback(undone)
                    continue
                _, which, of, compressed = step
                headers = GZIP if compressed else {}
                found = readers[of].get(addresses[which], headers=headers)
                counts["kept" if readers[of].kept else "made"] += 1
                expected = anew.get(addresses[which], headers=headers)
                assert (found.content, found["ETag"]) == (expected.content, expected["ETag"])
            transaction.set_rollback(True)

    holds()
    assert counts["made"] > 0
