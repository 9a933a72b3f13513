"""The page of a training session: every line of a programme has its place, and its source."""

import datetime as dt

import pytest
from django.utils import timezone

from contracts.training.models import (
    Partner,
    PresentedFiche,
    ProgrammeItem,
    SessionAudience,
    SessionDate,
    SessionIndexPage,
    SessionState,
    Speaker,
    TrainingSessionPage,
    Why,
)
from contracts.vocabulary import Audience
from tests import factories
from tests.contracts.reading import ReadPage

pytestmark = pytest.mark.django_db


def session(day: dt.date, **fields) -> TrainingSessionPage:
    """A published session; `fields` are set on the page before it is saved."""
    capacity = fields.pop("capacity", None)
    page = TrainingSessionPage(
        title="Monter un contrat",
        slug="monter-un-contrat",
        gist="Une journée pour s’y mettre.",
        source=factories.source(title="Programme"),
    )
    page.dates = [SessionDate(day=day, starts_at=dt.time(9, 30), ends_at=dt.time(17))]
    for name, value in fields.items():
        setattr(page, name, value)
    factories.home_page()
    SessionIndexPage.objects.get().add_child(instance=page)
    page.save_revision().publish()
    SessionState.objects.filter(page=page).update(capacity=capacity)
    return page


def test_a_session_says_when_where_for_whom_and_who_speaks(client):
    contract = factories.contract(title="Ys et Landes")
    page = session(
        dt.date(2016, 12, 6),
        place="Près de la gare",
        capacity=20,
        registration_deadline=dt.date(2016, 11, 30),
        why=[Why(text="Les liens se resserrent.", source=factories.source(title="Étude"))],
        partners=[Partner(name="Mairie-conseils", source=factories.source())],
        audiences=[SessionAudience(public=Audience.ELECTED, text="Pour décider.")],
        programme=[
            ProgrammeItem(
                title="Le contrat de Brest",
                kind=ProgrammeItem.Kind.TESTIMONY,
                remote=True,
                speakers=[Speaker(name="Ada", role="directrice", organisation="Le pays")],
                presented=[PresentedFiche(fiche=contract)],
            ),
            ProgrammeItem(title="Débat", speakers=[Speaker(name="Zoé", tentative=True)]),
        ],
    )

    shown = ReadPage(client, page.url)

    assert shown.fact("Date") == "mardi 6 décembre 2016 , de 9 h 30 à 17 h 00"
    assert shown.fact("Lieu") == "Près de la gare"
    assert shown.fact("Nombre de places") == "20 places"
    assert shown.fact("Inscription jusqu’au") == "30 novembre 2016"
    assert shown.fact("Condition de participation") == "non renseigné"
    assert shown.fact("Élues et élus") == "Pour décider."
    assert shown.fact("Partenaires") == "Mairie-conseils"
    assert shown.cited_by(shown.one("#pourquoi p")) == ["Étude"]
    assert shown.texts("#programme > ol > li") == [
        "Témoignage · par visioconférence Le contrat de Brest Ada , directrice, Le pays "
        "Sur ce site : Ys et Landes (contrat)",
        "Débat Zoé (sous réserve)",
    ]


def test_the_fiches_that_a_session_presents_say_so_with_its_date(client):
    contract = factories.contract()
    session(
        dt.date(2016, 12, 6),
        programme=[ProgrammeItem(title="Point", presented=[PresentedFiche(fiche=contract)])],
    )

    assert ReadPage(client, contract.url).texts("#liens li") == [
        "Monter un contrat Présenté en session le 6 décembre 2016"
    ]


def test_a_session_of_the_past_offers_no_registration(client):
    page = session(dt.date(2016, 12, 6))

    shown = ReadPage(client, page.url)

    assert "Session · passée" in shown.texts("p.type")
    assert "les inscriptions sont closes" in shown.text("#dates .encart")


def test_a_session_to_come_counts_the_days(client):
    page = session(timezone.localdate() + dt.timedelta(days=12))

    shown = ReadPage(client, page.url)

    assert "Session · dans 12 jours" in shown.texts("p.type")
    assert shown.soup.select("#dates .encart") == []


def test_the_structured_data_of_a_session_are_those_of_an_event(client):
    page = session(dt.date(2016, 12, 6), place="Près de la gare")

    event, trail = ReadPage(client, page.url).structured

    assert event["@type"] == "EducationEvent"
    assert event["startDate"] == "2016-12-06T09:30:00"
    assert event["location"]["name"] == "Près de la gare"
    assert [step["name"] for step in trail["itemListElement"]] == [
        "Accueil",
        "Sessions",
        "Monter un contrat",
    ]
