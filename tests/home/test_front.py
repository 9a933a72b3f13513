"""The home page: what it counts, what it announces, what it keeps to itself."""

import datetime as dt

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import PageViewRestriction

from contracts.models import CaseStudyPage, Party
from contracts.places.parties import public_parties
from contracts.training.values.timing import Timing
from contracts.values.balance import Balance
from contracts.values.vocabulary import Side
from home.front import (
    ORIGIN,
    catalogue_balance,
    contract_cards,
    contract_rows,
    next_sessions,
    session_rows,
    stories,
)
from home.models import HomePage, Publisher, Story
from search.index import indexing
from search.index.documents import Document
from tests.contracts.reading import ReadPage
from tests.factories import case_study, commitment, contract, home_page, territory


def brest_and_cob(**fields):
    brest = territory(name="Brest Métropole", longitude=-4.4861, latitude=48.3904)
    cob = territory(name="Pays COB")
    return contract(
        title="Brest Métropole et Pays COB",
        parties=[
            Party(territory=brest, side=Side.CITY),
            Party(territory=cob, side=Side.COUNTRYSIDE),
        ],
        commitments=[
            commitment(brest, cob),
            commitment(brest, cob),
            commitment(cob, brest),
            commitment(None, None),
        ],
        **fields,
    )


def put_session(title: str, day: dt.date) -> None:
    """A session in the index, as its page would put it there: until the end of that day."""
    midnight = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    session = Document(
        key=f"page:session-{title}",
        kind="session",
        title=title,
        url=f"/sessions/{title}/",
        updated=timezone.now(),
        date=day,
        card=Timing(midnight, midnight + dt.timedelta(days=1)).card_values(),
    )
    with transaction.atomic():
        indexing.put(session)


@pytest.mark.django_db
def test_the_balance_adds_what_each_side_gives_in_every_contract():
    brest_and_cob()
    brest_and_cob()
    assert catalogue_balance(contract_cards(contract_rows()).values()) == Balance(
        city=4, countryside=2, together=2
    )


@pytest.mark.django_db
def test_the_home_page_counts_the_contracts_whose_commitments_are_known_and_all_of_them(client):
    brest_and_cob()
    contract()
    said = " ".join(client.get("/").content.decode().split())
    assert "Apports et engagements sourcés dans 1 contrat sur 2" in said


@pytest.mark.django_db
def test_a_draft_and_a_private_contract_count_for_nothing():
    brest_and_cob(publish=False)
    private = brest_and_cob()
    PageViewRestriction.objects.create(
        page=private.page_ptr, restriction_type=PageViewRestriction.LOGIN
    )
    assert catalogue_balance(contract_cards(contract_rows()).values()) == Balance()
    assert contract_cards(contract_rows()) == {}


@pytest.mark.django_db
def test_a_party_without_a_point_is_not_drawn():
    page = brest_and_cob()
    parties = public_parties()[page.pk]
    assert [(party.name, party.drawn is not None) for party in parties] == [
        ("Brest Métropole", True),
        ("Pays COB", False),
    ]


@pytest.mark.django_db
def test_the_fullest_experiences_are_told_unless_an_editor_chose_others(client):
    home_page()
    for length in (1, 30, 10, 20):
        case_study(title=f"De {length}", gist="mot " * length)
    assert [hit.title for hit in stories()] == ["De 30", "De 20", "De 10"]

    home = HomePage.objects.get()
    home.stories = [
        Story(experience=CaseStudyPage.objects.get(title=title)) for title in ("De 1", "De 20")
    ]
    home.save_revision().publish()
    CaseStudyPage.objects.get(title="De 20").unpublish()

    told = ReadPage(client, "/").texts("[data-kind=experience] h3")
    assert told == ["De 1", "De 30", "De 10"]


@pytest.mark.django_db
def test_the_nearest_session_comes_first_and_one_of_today_is_not_over():
    home_page()
    today = timezone.localdate()
    for title, days in (("juin", 200), ("mars", 90), ("ce soir", 0), ("hier", -1)):
        put_session(title, today + dt.timedelta(days=days))

    found = next_sessions(*session_rows())

    assert [session.title for session in found.upcoming] == ["ce soir", "mars"]
    assert found.last is None


@pytest.mark.django_db
def test_of_many_planned_sessions_the_nearest_are_shown():
    home_page()
    today = timezone.localdate()
    for days in range(1, 16):
        put_session(f"S{days}", today + dt.timedelta(days=days))

    assert [session.title for session in next_sessions(*session_rows()).upcoming] == ["S1", "S2"]


@pytest.mark.django_db
def test_when_none_is_planned_the_last_one_that_took_place_is_told():
    home_page()
    today = timezone.localdate()
    for days in (3, 1, 2):
        put_session(f"il y a {days}", today - dt.timedelta(days=days))

    found = next_sessions(*session_rows())

    assert found.upcoming == ()
    assert found.last.title == "il y a 1"


@pytest.mark.django_db
def test_an_empty_catalogue_has_a_home_page(client):
    home_page()
    response = client.get("/")
    assert response.status_code == 200
    assert "Ce que villes et campagnes se donnent" in response.content.decode()
    assert "Aucune session à venir n’est annoncée." in response.content.decode()


@pytest.mark.django_db
def test_the_home_page_leads_to_the_map(client):
    brest_and_cob()
    link = ReadPage(client, "/").one("#carte a")
    assert link["href"] == "/carte/"
    assert "La carte des 1 contrats" not in link.get_text()


@pytest.mark.django_db
def test_the_home_page_says_who_publishes_and_from_which_session_the_site_was_born(client):
    """Nothing is said of what is not known."""
    page = home_page()
    shown = ReadPage(client, "/")
    assert shown.soup.select("[data-part=origin]") == []

    Publisher.objects.update_or_create(site=page.get_site(), defaults={"name": "Pays d’Ys"})
    put_session(ORIGIN, dt.date(2016, 12, 6))
    shown = ReadPage(client, "/")
    assert shown.text("[data-part=origin]") == (
        "Publié par Pays d’Ys. Né de la session sur le contrat de réciprocité."
    )
    assert shown.one("[data-part=origin] a")["href"] == f"/sessions/{ORIGIN}/"
