"""The page of a training session: every line of a programme has its place, and its source."""

import datetime as dt
import json

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import CollectionViewRestriction

from contracts.index.keys import page_key
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
from contracts.values.vocabulary import Audience, Section, TerritoryLevel
from search.models import SearchDocument
from tests import factories
from tests.contracts.reading import SOURCE_MARK, ReadPage, words

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


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

    assert shown.fact("Date") == "mardi 6 décembre 2016 , de 9 h 30 à 17 h"
    assert shown.fact("Lieu") == "Près de la gare"
    assert shown.fact("Nombre de places") == "20 places"
    assert shown.fact("Inscription jusqu’au") == "30 novembre 2016"
    assert shown.fact("Organisateur") == "non renseigné"
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

    assert "Session · passée" in shown.texts("main header p")
    assert shown.text("[data-part=notice]") == (
        "Cette session a eu lieu : les inscriptions sont closes. "
        "Aucun retour de session n’est publié."
    )
    assert shown.soup.select("form") == []
    assert shown.text("#dates a[href$='.ics']") == "Télécharger la date (.ics)"


def test_a_session_to_come_counts_the_days(client):
    page = session(timezone.localdate() + dt.timedelta(days=12))

    shown = ReadPage(client, page.url)

    assert "Session · dans 12 jours" in shown.texts("main header p")
    assert "Cette session a eu lieu" not in shown.text("main")
    assert shown.text("#dates a[href$='.ics']") == "Ajouter à mon agenda (.ics)"


def test_the_structured_data_of_a_session_are_those_of_an_event(client):
    page = session(dt.date(2016, 12, 6), place="Près de la gare")

    event, trail = ReadPage(client, page.url).structured

    assert event["@type"] == "EducationEvent"
    assert event["startDate"] == "2016-12-06T09:30:00+01:00"
    assert event["endDate"] == "2016-12-06T17:00:00+01:00"
    assert event["location"]["name"] == "Près de la gare"
    assert event["eventStatus"] == "https://schema.org/EventScheduled"
    assert event["eventAttendanceMode"] == "https://schema.org/OfflineEventAttendanceMode"
    assert "offers" not in event
    assert [step["name"] for step in trail["itemListElement"]] == [
        "Accueil",
        "Sessions",
        "Monter un contrat",
    ]


def test_what_a_reader_looks_for_before_coming_is_said_or_said_to_be_absent(client):
    day = timezone.localdate() + dt.timedelta(days=12)
    shown = ReadPage(client, session(day, place="Valence").url)

    absent = {
        words(line.dt)
        for line in shown.soup.select("#dates dl > div, #en-pratique dl > div")
        if line.select("dd:-soup-contains('non renseigné')")
    }
    assert absent == {
        "Comment venir",
        "Accessibilité du lieu",
        "Tarif",
        "Organisateur",
        "Contact",
    }


def test_a_session_of_the_past_has_no_wall_of_absent_things(client):
    shown = ReadPage(client, session(dt.date(2016, 12, 6), place="Valence").url)

    assert shown.texts(":is(#dates, #en-pratique) dd:-soup-contains('non renseigné')") == [
        "non renseigné"
    ]
    assert shown.fact("Organisateur") == "non renseigné"


def test_a_session_says_how_to_come_what_it_costs_and_for_what(client):
    day = timezone.localdate() + dt.timedelta(days=12)
    page = session(
        day,
        place="Valence",
        access="Dix minutes à pied de la gare.",
        venue_accessibility="Entrée de plain-pied.",
        needs_contact="Ada, 04 00 00 00 00",
        prerequisites="aucun",
        price="90 € la journée",
        registration_opens=dt.date(2026, 1, 5),
        registration_deadline=day,
        contact_name="Ada Le Guen",
        contact_email="ada@ys.example",
        contact_phone="04 99 99 99 99",
        statements=[factories.statement(Section.OBJECTIVE, text="Savoir choisir ses partenaires.")],
    )

    shown = ReadPage(client, page.url)

    assert shown.fact("Comment venir") == "Dix minutes à pied de la gare."
    assert shown.fact("Accessibilité du lieu") == "Entrée de plain-pied."
    assert shown.fact("Pour des besoins particuliers") == "Ada, 04 00 00 00 00"
    assert shown.fact("Tarif") == "90 € la journée"
    assert shown.fact("Inscription à partir du") == "5 janvier 2026"
    assert shown.fact("Contact") == "Ada Le Guen | ada@ys.example"
    assert shown.text("#publics p") == "Prérequis : aucun"
    headings = shown.texts("main section h2")
    assert headings.index("Objectifs") == headings.index("Quand et où") + 1
    assert headings.count("Objectifs") == 1
    # The number is the organiser's: it is kept with the page and not published.
    assert "04 99 99 99 99" not in shown.response.content.decode()
    [event, _] = shown.structured
    assert event["offers"]["price"] == "90"
    assert event["offers"]["priceCurrency"] == "EUR"


@pytest.mark.parametrize(
    ("price", "number"),
    [
        ("gratuit", "0"),
        ("1\u202f200 €", "1200"),
        ("12,50 €", "12.50"),
        ("à partir de 90 €", None),
    ],
)
def test_machines_are_told_a_price_whole_or_in_words_alone(client, price, number):
    page = session(dt.date(2030, 12, 6), price=price)
    event, _ = ReadPage(client, page.url).structured
    assert event["offers"]["description"] == price
    assert event["offers"].get("price") == number
    assert event.get("isAccessibleForFree", False) == (number == "0")


def test_days_apart_are_events_of_their_own_for_machines(client):
    page = session(
        dt.date(2030, 12, 6),
        place="Valence",
        price="90 € par jour",
        dates=[
            SessionDate(day=dt.date(2030, 7, 2), starts_at=dt.time(14)),
            SessionDate(day=dt.date(2030, 1, 8), starts_at=dt.time(9), ends_at=dt.time(12)),
            SessionDate(day=dt.date(2030, 1, 8), starts_at=dt.time(14), ends_at=dt.time(17, 30)),
            SessionDate(day=dt.date(2030, 9, 3)),
        ],
    )
    series, _ = ReadPage(client, page.url).structured
    assert series["@type"] == ["EducationEvent", "EventSeries"]
    assert "startDate" not in series
    assert "endDate" not in series
    assert "price" not in series["offers"]
    assert [(day["startDate"], day.get("endDate")) for day in series["subEvent"]] == [
        ("2030-01-08T09:00:00+01:00", "2030-01-08T17:30:00+01:00"),
        ("2030-07-02T14:00:00+02:00", None),
        ("2030-09-03", "2030-09-03"),
    ]
    for day in series["subEvent"]:
        assert day["@type"] == "EducationEvent"
        assert (day["name"], day["url"]) == (page.title, series["url"])
        assert day["location"] == series["location"]


@pytest.mark.parametrize(
    ("place", "level", "address"),
    [
        ("Valence", None, "Valence"),
        (
            "Hôtel de ville, 26000 Valence",
            TerritoryLevel.COMMUNE,
            {"addressLocality": "Ys", "postalCode": "26000"},
        ),
        ("Près de la gare", TerritoryLevel.DEPARTEMENT, {"addressRegion": "Ys"}),
        ("Près de la gare", TerritoryLevel.PETR, "Près de la gare"),
        ("26000 Valence, ou 26100 Romans", None, "26000 Valence, ou 26100 Romans"),
    ],
)
def test_the_place_of_a_session_has_its_address_for_machines(client, place, level, address):
    territory = factories.territory(name="Ys", level=level) if level else None
    page = session(dt.date(2030, 12, 6), place=place, place_territory=territory)
    event, _ = ReadPage(client, page.url).structured
    if isinstance(address, dict):
        address |= {"@type": "PostalAddress", "streetAddress": place, "addressCountry": "FR"}
    assert event["location"]["name"] == place
    assert event["location"]["address"] == address
    if level == TerritoryLevel.PETR:
        assert event["location"]["containedInPlace"]["name"] == "Ys"


@pytest.mark.parametrize(
    ("place", "link", "mode"),
    [
        ("Valence", "", "Offline"),
        ("Valence", "https://visio.example/secret", "Mixed"),
        ("", "https://visio.example/secret", "Online"),
        ("", "", None),
    ],
)
def test_engines_are_told_whether_one_comes_or_follows_from_afar(client, place, link, mode):
    day = timezone.localdate() + dt.timedelta(days=12)
    event, _ = ReadPage(client, session(day, place=place, remote_link=link).url).structured

    expected = f"https://schema.org/{mode}EventAttendanceMode" if mode else None
    assert event.get("eventAttendanceMode") == expected


def test_the_link_to_follow_from_afar_is_said_to_exist_and_its_address_is_nowhere(client):
    day = timezone.localdate() + dt.timedelta(days=12)
    page = session(day, place="Valence", remote_link="https://visio.example/jeton-secret")

    shown = ReadPage(client, page.url)

    assert shown.fact("À distance") == "lien donné aux personnes inscrites"
    for address in (
        page.url,
        "/",
        "/sessions/",
        "/sessions/sessions.ics",
        f"/sessions/{page.slug}/session.ics",
        "/recherche/?q=monter",
        "/recherche/?q=jeton-secret",
        "/recherche/suggestions/?q=visio",
        "/sitemap.xml",
        "/plan-du-site/",
    ):
        content = client.get(address).content.decode()
        assert "visio.example" not in content, address
    row = SearchDocument.objects.get(key=page_key(page.pk))
    told = json.dumps({name: str(value) for name, value in vars(row).items()})
    assert "visio.example" not in told
    assert "jeton" not in told


def test_the_document_of_the_condition_stands_beside_it_unless_it_is_private(client):
    document = factories.document("Bulletin", size=2_048)
    page = session(dt.date(2016, 12, 6), membership="Adhérer.", membership_document=document)

    line = ReadPage(client, page.url)
    assert line.fact("Condition de participation").replace("\xa0", " ") == (
        "Adhérer. | Bulletin (PDF, 2,0 Kio)"
    )
    assert line.one(f'#en-pratique a[href="{document.url}"]')

    CollectionViewRestriction.objects.create(
        collection=document.collection, restriction_type=CollectionViewRestriction.LOGIN
    )
    shown = ReadPage(client, page.url)
    assert shown.fact("Condition de participation") == "Adhérer. | Bulletin (PDF, accès restreint)"
    assert shown.soup.select(f'a[href="{document.url}"]') == []


def test_registration_cannot_close_before_it_opens():
    with pytest.raises(ValidationError, match="se clôt avant de s’ouvrir"):
        session(
            dt.date(2030, 12, 6),
            registration_opens=dt.date(2030, 11, 2),
            registration_deadline=dt.date(2030, 11, 1),
        )


def test_a_session_cannot_expire_before_its_end():
    with pytest.raises(ValidationError, match="expirerait avant la fin de la session"):
        session(dt.date(2030, 12, 6), expire_at=timezone.make_aware(_END - dt.timedelta(minutes=1)))


def test_a_session_may_expire_at_its_end():
    assert session(dt.date(2030, 12, 6), expire_at=timezone.make_aware(_END)).live


_END = dt.datetime.combine(dt.date(2030, 12, 6), dt.time(17))  # in local time


def test_what_its_organiser_says_on_this_site_cites_no_document(client):
    page = session(dt.date(2030, 12, 6), contact_name="Anne Le Goff")

    for online, marks in ((False, 1), (True, 0)):
        SessionState.objects.filter(page=page).update(online=online)
        contact = ReadPage(client, page.url).soup.find("dt", string="Contact")
        assert "Anne Le Goff" in words(contact.parent)
        assert len(contact.parent.select(SOURCE_MARK)) == marks
