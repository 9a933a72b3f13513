"""What each kind of page tells engines (JSON-LD): in the vocabulary of schema.org, and nothing that
the page does not say."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone
from rdflib import Graph
from rdflib.namespace import RDF, SDO

from contracts.models import Indicator
from contracts.opendata.archive import versions
from contracts.training.seats import registrations
from contracts.values.vocabulary import Section
from home.models import EditorialPage
from tests import factories
from tests.contracts.reading import ReadPage
from tests.contracts.training.factories import person, session
from tests.contracts.vocabulary import faults_of, things

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

# What a reader reads, by the property that says it; « keywords » is several of them.
_SAID = {"alternateName", "description", "headline", "keywords", "name", "text", "value"}
# The name of the site, which leads to its home page, stands on each page; the rest is said in other
# words.
_OF_THE_FRAME = {"Accueil", "Réciprocités", "À distance"}


@pytest.fixture
def addresses(settings, tmp_path) -> list[str]:
    """A page of each kind, with all that it may tell."""
    settings.MEDIA_ROOT = str(tmp_path)
    theme = factories.theme(slug="bois", label="Forêt et bois")
    city = factories.territory(
        slug="ys", name="Ys", level="epci", code="242900314", longitude=-4.5, latitude=48.4
    )
    country = factories.territory(slug="landes", name="Landes", level="petr")
    factories.within(city, country)
    factories.commune("29019", "Brest", epci="242900314")
    source = factories.source(title="La convention", url="https://ys.example/c", publisher="Ys")
    cited = [factories.statement(Section.CONTEXT, text="Le bois manquait.", source=source)]
    around = {"themes": [theme], "tags": ["forêt"], "source": source}
    contract = factories.signed_contract(
        "2016-11",
        title="Ys et Landes : « s’entendre »",
        slug="ys-landes",
        gist="Ils s’entendent sur le bois, l’eau et la formation ; ils le disent.",
        city=city,
        country=country,
        statements=cited,
        commitments=[factories.commitment(country, city, object="Du bois", theme=theme)],
        **around,
    )
    measure = Indicator(name="Haies", source=source)
    tool = factories.tool(
        title="Une grille", slug="grille", publisher="Le Cerema", indicators=[measure], **around
    )
    study = factories.case_study(
        title="Le bois", slug="bois", places=[country], contract=contract, tools=[tool], **around
    )
    term = factories.term("EPCI", "Groupement", expansion="Établissement public")
    page = session(
        title="Se rencontrer",
        slug="se-rencontrer",
        place="Hôtel de ville, 29200 Ys",
        place_territory=city,
        price="90 € la journée",
        registration_deadline=timezone.localdate() + dt.timedelta(days=10),
        remote_link="https://visio.example/x",
        capacity=3,
    )
    registrations.register(page, person())
    versions.keep(timezone.localdate())
    site_pages = [one.url for one in EditorialPage.objects.live()[:3]]
    return [
        *(one.url for one in (contract, tool, study, page)),
        *(one.get_absolute_url() for one in (city, country, theme, term)),
        "/communes/29019-brest/",
        *("/contrats/", "/experiences/", "/outils/", "/sessions/", "/recherche/?q=bois"),
        *("/glossaire/", "/territoires/", "/themes/", "/etiquettes/foret/", "/carte/"),
        *("/engagements/", "/indicateurs/", "/nouveautes/", "/plan-du-site/"),
        *("/donnees/", "/donnees/dictionnaire/", "/donnees/dictionnaire/contrats/"),
        *site_pages,
    ]


def as_graph(structured: list[dict[str, Any]]) -> Graph:
    """Read by a library of RDF, with the vocabulary of schema.org as its context."""
    vocabulary = {"@vocab": str(SDO), "id": "@id"}
    return Graph().parse(
        data=json.dumps({"@context": vocabulary, "@graph": structured}), format="json-ld"
    )


def bare(text: str) -> str:
    """Without what typography adds."""
    return re.sub(r"\s", "", text)


def said_of(structured: list[dict[str, Any]]) -> Iterator[str]:
    for thing in things(structured):
        for name in _SAID & thing.keys():
            value = thing[name]
            values = value.split(", ") if name == "keywords" else value
            for one in values if isinstance(values, list) else [values]:
                yield one.removeprefix("Réciprocités : ")


def test_each_page_tells_engines_what_it_says_in_their_vocabulary(client, addresses):
    kinds: set[str] = set()
    silent = []
    for address in addresses:
        page = ReadPage(client, address)
        if not page.soup.select("script[type='application/ld+json']"):
            silent.append(address)
            continue
        structured = page.structured
        for thing in things(structured):
            assert list(faults_of(thing)) == [], (address, thing)
            kinds |= {thing["@type"]} if isinstance(thing["@type"], str) else set(thing["@type"])
        for trail in (one for one in structured if one["@type"] == "BreadcrumbList"):
            steps = trail["itemListElement"]
            assert [step["position"] for step in steps] == list(range(1, len(steps) + 1))
        read = as_graph(structured)
        assert all(predicate in SDO or predicate == RDF.type for predicate in read.predicates())
        assert all(kind in SDO for kind in read.objects(None, RDF.type))
        shown = bare(page.soup.get_text(" "))
        missing = {one for one in said_of(structured) if bare(one) not in shown} - _OF_THE_FRAME
        assert not missing, (address, missing)
    # Lists lead to pages that tell of themselves.
    lists = {"/contrats/", "/experiences/", "/outils/", "/sessions/", "/recherche/?q=bois"}
    assert set(silent) <= lists
    assert kinds >= {
        *("AdministrativeArea", "Article", "BreadcrumbList", "CreativeWork", "DataDownload"),
        *("Dataset", "DefinedTerm", "DefinedTermSet", "EducationEvent", "GeoCoordinates"),
        *("ListItem", "Offer", "Place", "PostalAddress", "PropertyValue", "VirtualLocation"),
    }


def test_the_table_of_the_vocabulary_sees_a_fault():
    for thing in (
        {"@type": "Evenement", "name": "a"},
        {"@type": "Place", "name": "a", "startDate": "2026-01-01"},
        {"@type": "Place", "name": "a", "url": "/relative/"},
        {"@type": "Event", "name": "a", "eventStatus": "https://schema.org/EventSoon"},
        {"@type": "Event", "name": "a"},
        {"@type": "Place", "name": ""},
        {"@type": "Dataset", "name": "a", "description": "b", "license": "Licence Ouverte"},
    ):
        assert list(faults_of(thing)), thing


@pytest.mark.parametrize(
    ("capacity", "left", "availability"), [(2, 1, "InStock"), (1, 0, "SoldOut")]
)
def test_engines_are_told_the_seats_that_the_box_of_the_page_says(
    client, capacity, left, availability
):
    day = timezone.localdate() + dt.timedelta(days=10)
    page = session(capacity=capacity, price="gratuit", registration_deadline=day)
    registrations.register(page, person())
    event, _ = ReadPage(client, page.url).structured
    assert event["remainingAttendeeCapacity"] == left
    assert event["offers"] == {
        "@type": "Offer",
        "url": f"http://testserver/sessions/{page.slug}/inscription/",
        "description": "gratuit",
        "price": "0",
        "priceCurrency": "EUR",
        "availability": f"https://schema.org/{availability}",
        "availabilityEnds": day.isoformat(),
    }


def test_a_session_that_takes_no_registration_here_tells_of_no_seat(client):
    event, _ = ReadPage(client, session(online=False, price="gratuit").url).structured
    assert "remainingAttendeeCapacity" not in event
    assert "availability" not in event["offers"]


@pytest.mark.parametrize(
    ("code", "register"), [("29019", "Insee"), ("53", "Insee"), ("242900314", "SIREN")]
)
def test_the_code_of_a_place_says_whose_it_is(client, code, register):
    factories.territory(slug="ys", name="Ys", level="epci", code=code)
    place, _ = ReadPage(client, "/territoires/ys/").structured
    assert place["identifier"] == {"@type": "PropertyValue", "propertyID": register, "value": code}
