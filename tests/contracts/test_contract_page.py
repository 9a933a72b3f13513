"""The page of a contract: what is told, in which order, and on whose word."""

import datetime as dt
import re

import pytest
from wagtail.models import PageViewRestriction

from contracts.drawings.motif import exchange
from contracts.models import Milestone, PageLink, Party
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import (
    Attribute,
    CommitmentState,
    ContractStatus,
    LinkType,
    MilestoneState,
    Nature,
    Section,
    Side,
    Stage,
)
from tests import factories
from tests.contracts.reading import SOURCE_MARK, ReadPage, words

pytestmark = pytest.mark.django_db

GAIN = (
    "La métropole y trouve du bois pour ses chaufferies, du débit pour ses captages et des amis "
    * 2
)


def parties(city, country):
    return [
        Party(territory=city, side=Side.CITY, signs=True, gain=GAIN, source=factories.source()),
        Party(territory=country, side=Side.COUNTRYSIDE),
    ]


@pytest.fixture
def city():
    return factories.territory(name="Métropole d’Ys", level="epci")


@pytest.fixture
def country():
    return factories.territory(name="Pays des Landes")


def read(client, page) -> ReadPage:
    return ReadPage(client, page.url)


def value_of(shown: ReadPage, heading: str):
    """The first value beside a heading of a list of facts."""
    return next(dt for dt in shown.soup.select("dt") if words(dt) == heading).find_next_sibling(
        "dd"
    )


def test_the_gist_leads_to_its_source(client):
    page = factories.contract(
        gist="La ville achète le bois du pays.", source=factories.source(title="Le Télégramme")
    )

    shown = read(client, page)

    assert shown.text("[data-part=lede]") == "La ville achète le bois du pays."
    assert shown.cited_by(shown.one("[data-part=lede]")) == ["Le Télégramme"]


def test_dates_that_disagree_are_all_shown_each_with_its_source(client):
    first, second = factories.source(title="Localtis"), factories.source(title="Un blog")
    page = factories.contract(
        status="signe",
        status_source=first,
        facts=[
            factories.signed_on("2016-11-04", source=first, retained=True),
            factories.signed_on("2016-11-10", source=second, note="première annonce"),
        ],
    )

    shown = read(client, page)

    assert shown.fact("Date de signature") == (
        "4 novembre 2016 valeur retenue pour les filtres | 10 novembre 2016 (première annonce)"
    )
    term = next(dt for dt in shown.soup.select("dt") if "Date de signature" in dt.text)
    assert "sources divergentes" in term.text
    assert [shown.cited_by(dd) for dd in term.find_next_siblings("dd")] == [
        ["Localtis"],
        ["Un blog"],
    ]
    assert shown.texts("time[datetime='2016-11-04']")[0] == "4 novembre 2016"


def test_one_value_said_by_two_sources_is_no_disagreement(client):
    page = factories.contract(
        facts=[factories.signed_on("2016-11-04"), factories.signed_on("2016-11-04")]
    )

    shown = read(client, page)

    assert "sources divergentes" not in shown.soup.text
    assert shown.fact("Date de signature") == "4 novembre 2016"


def test_what_is_not_known_is_said_not_to_be(client):
    shown = read(client, factories.contract())

    assert shown.fact("Statut") == "non renseigné"
    assert shown.fact("Date de signature") == "non renseigné"
    assert "Territoire" not in shown.text("#gains h2")
    assert shown.text("#gains").endswith("non renseigné")


def test_a_status_and_what_is_said_of_it_are_told_on_the_word_of_its_source(client):
    source = factories.source(title="Le bilan")
    page = factories.contract(
        status=ContractStatus.RUNNING, status_note="jusqu’en 2027", status_source=source
    )
    shown = read(client, page)
    assert shown.fact("Statut") == "En cours (jusqu’en 2027)"
    assert shown.cited_by(value_of(shown, "Statut")) == ["Le bilan"]

    page = factories.contract(status_note="annoncé, jamais confirmé", status_source=source)
    assert read(client, page).fact("Statut") == "Non renseigné (annoncé, jamais confirmé)"


def test_the_key_facts_are_the_status_the_signature_then_the_others(client):
    page = factories.contract(
        stage=Stage.REVIEW,
        facts=[
            factories.fact(Attribute.DURATION, text_value="six ans"),
            factories.signed_on("2016-11-04"),
        ],
    )

    shown = read(client, page)

    assert shown.texts("#essentiel dt") == ["Statut", "Date de signature", "Durée"]
    assert shown.fact("Durée") == "six ans"
    assert "Étape atteinte : Point d’étape et bilan" in shown.texts("header p")


def test_a_side_that_nothing_is_known_of_gives_no_number(client, city, country):
    page = factories.contract(
        parties=parties(city, country), commitments=[factories.commitment(None, None)]
    )
    unknown = "La ville : non renseigné La campagne : non renseigné Ensemble 1"

    assert read(client, page).texts("[data-part=shares]") == [unknown]
    assert ReadPage(client, "/contrats/").texts("[data-part=shares]") == [unknown]
    drawn = read(client, page).texts("#qui-donne-quoi svg text")
    assert "1 engagement, thème non renseigné" in drawn
    sentence = "La ville : non renseigné, la campagne : non renseigné, ensemble 1."
    assert read(client, page).text("#equilibre").startswith(sentence)
    caption = ReadPage(client, "/").texts("main figcaption")[0]
    assert caption.endswith("la ville : non renseigné , la campagne : non renseigné , ensemble 1 .")


def test_a_contract_without_commitments_shows_no_number_of_them(client):
    page = factories.contract()
    card = ReadPage(client, "/contrats/").text("[data-kind=contrat]")

    assert page.gist in card
    assert "non renseigné" not in card.lower()
    for text in (card, read(client, page).text("main"), ReadPage(client, "/").text("main")):
        assert not re.search(r"donne \d|(?<![\d.])0\b", text)


def test_each_side_has_its_table_and_what_is_done_together_its_own(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, object="Bois", quantity=20_000, unit="t par an"),
            factories.commitment(city, country, object="Ingénierie", nature=Nature.DECLARED),
            factories.commitment(None, None, object="Un festival"),
        ],
    )

    shown = read(client, page)

    assert shown.texts("#qui-donne-quoi caption") == [
        "Ce que la ville donne (1) Métropole d’Ys",
        "Ce que la campagne donne (1) Pays des Landes",
        "Ce que les parties font ensemble (1)",
    ]
    assert shown.texts("#qui-donne-quoi tbody tr") == [
        "Ingénierie apport déclaré non chiffré",
        "Bois 20 000 t par an",
        "Un festival non chiffré",
    ]
    assert shown.text("#equilibre").startswith("La ville donne 1, la campagne donne 1, ensemble 1.")
    assert shown.soup.select("#qui-donne-quoi svg[role=img]")


def test_a_contract_of_three_parties_says_from_whom_to_whom(client, city, country):
    region = factories.territory(name="Région Armorique", level="region")
    three = [*parties(city, country), Party(territory=region, side=Side.THIRD)]
    page = factories.contract(
        parties=three,
        commitments=[
            factories.commitment(country, city, object="Bois"),
            factories.commitment(region, country, object="Un prêt"),
        ],
    )

    shown = read(client, page)

    assert (
        shown.texts("#qui-donne-quoi caption")[-1]
        == "Ce que donnent les tiers (1) Région Armorique"
    )
    assert shown.texts("#qui-donne-quoi tbody tr") == [
        "Bois Pays des Landes → Métropole d’Ys non chiffré",
        "Un prêt Région Armorique → Pays des Landes non chiffré",
    ]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2017", "2020", "2017 – 2020"),
        ("2017", None, "depuis 2017"),
        (None, "2020", "jusqu’à 2020"),
    ],
)
def test_a_commitment_tells_its_theme_its_state_and_its_dates(
    client, city, country, start, end, told
):
    commitment = factories.commitment(
        country,
        city,
        object="Bois",
        theme=factories.theme(label="Forêt"),
        state=CommitmentState.DONE,
        start=start and PartialDate.parse(start),
        end=end and PartialDate.parse(end),
    )
    page = factories.contract(parties=parties(city, country), commitments=[commitment])

    assert read(client, page).texts("#qui-donne-quoi tbody tr") == [
        f"Bois Forêt · réalisé · {told} non chiffré"
    ]


def test_the_parties_say_their_side_whether_they_sign_and_their_role(client, city, country):
    other = Party(
        territory=country, side=Side.COUNTRYSIDE, signs=False, role="porte la concertation"
    )
    page = factories.contract(parties=[parties(city, country)[0], other])

    assert read(client, page).texts("header li[data-side]") == [
        "Métropole d’Ys ville, signataire",
        "Pays des Landes campagne, non signataire, porte la concertation",
    ]


def test_the_balance_and_the_drawing_keep_each_side_on_its_own(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, object="Bois"),
            factories.commitment(country, city, object="Eau"),
            factories.commitment(city, country, object="Ingénierie"),
        ],
    )

    shown = read(client, page)

    assert [words(b) for b in shown.soup.select("header p b")] == ["1", "2"]
    assert exchange(city=1, countryside=2) in shown.response.content.decode()
    names = shown.texts("#qui-donne-quoi svg text")
    assert names.index("Métropole d’Ys") < names.index("Pays des Landes")


def test_the_drawing_of_what_is_all_done_together_shows_no_silence(client, city, country):
    page = factories.contract(
        parties=parties(city, country), commitments=[factories.commitment(None, None)]
    )

    drawn = read(client, page).response.content.decode()

    assert exchange(city=0, countryside=0, together=1) in drawn


def test_a_side_that_gives_nothing_is_said_to(client, city, country):
    page = factories.contract(
        parties=parties(city, country), commitments=[factories.commitment(city, country)]
    )

    shown = read(client, page)

    assert shown.texts("#qui-donne-quoi p[data-side=campagne]") == [
        "Ce que la campagne donne, Pays des Landes : Aucun apport de la campagne n’est renseigné."
    ]


def test_commitments_that_answer_each_other_lead_to_each_other(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, object="Bois", exchange="A"),
            factories.commitment(city, country, object="Ingénierie", exchange="A"),
            factories.commitment(city, country, object="Bibliobus"),
        ],
    )

    shown = read(client, page)

    row = next(tr for tr in shown.soup.select("tbody tr") if words(tr.th).startswith("Bois"))
    [link] = row.select("th a")
    assert words(link) == "Ingénierie"
    assert "Ingénierie" in shown.soup.find(id=link["href"].removeprefix("#")).th.text


def test_what_each_side_gains_rests_on_a_source(client, city, country):
    page = factories.contract(parties=parties(city, country))

    shown = read(client, page)

    assert shown.texts("#gains h3") == ["Métropole d’Ys"]
    assert len(shown.cited_by(shown.one("#gains [data-side=ville]:not(h3)"))) == 1
    assert shown.text("#gains").endswith("Pays des Landes : non renseigné")


def test_statements_are_read_under_their_headings_in_the_order_of_a_contract(client):
    page = factories.contract(
        statements=[
            factories.statement(Section.OBSTACLE, text="Les élus ont changé."),
            factories.statement(Section.CONTEXT, text="Deux territoires sans limite commune."),
        ]
    )

    shown = read(client, page)

    assert shown.texts("section[data-section] h2") == ["Contexte", "Ce qui a coincé"]
    assert shown.soup.select_one("#rubrique-frein a[href='/conditions/?nature=frein']")
    for paragraph in shown.soup.select("#rubrique-contexte p"):
        assert len(shown.cited_by(paragraph)) == 1


def test_the_summary_of_a_contract_leads_to_its_parts_in_their_order(client):
    page = factories.contract(
        statements=[
            factories.statement(section) for section in (Section.CONTEXT, Section.OBSTACLE)
        ],
        milestones=[Milestone(date=PartialDate(2017), text="Révision", source=factories.source())],
    )

    shown = read(client, page)

    links = shown.soup.select("[aria-label='Sommaire de la fiche'] a")
    assert [words(link) for link in links] == [
        "L’essentiel",
        "Qui donne quoi ?",
        "Ce que chacun y gagne",
        "Contexte",
        "Ce qui a coincé",
        "Calendrier",
        "Sources",
        "Citer cette fiche",
    ]
    assert [words(shown.one(link["href"]).h2) for link in links] == [words(link) for link in links]


def test_the_calendar_tells_what_is_done_from_what_is_planned(client):
    page = factories.contract(
        milestones=[
            Milestone(
                date=PartialDate.parse("2015-21"),
                text="Premiers ateliers",
                source=factories.source(),
            ),
            Milestone(
                date=PartialDate.parse("2017"),
                text="Révision",
                state=MilestoneState.PLANNED,
                source=factories.source(),
            ),
        ]
    )

    shown = read(client, page)

    assert shown.texts("#calendrier li") == [
        "printemps 2015 Premiers ateliers",
        "2017 prévu Révision",
    ]
    assert shown.texts("#calendrier li:not(:has(span))") == ["printemps 2015 Premiers ateliers"]


def test_a_source_cited_ten_times_has_one_number_and_says_what_its_link_is_worth(client):
    source = factories.source(
        title="Diaporama", copy=True, reconstructed_title=True, publisher="Le pays"
    )
    page = factories.contract(
        source=source,
        statements=[factories.statement(text=f"Élément {n}.", source=source) for n in range(9)],
    )

    shown = read(client, page)

    assert {link["href"] for link in shown.soup.select(SOURCE_MARK)} == {"#source-1"}
    told = shown.text("#sources li")
    assert "titre reconstitué" in told
    assert "copie hébergée par un tiers" in told


def test_a_page_or_section_is_said_beside_the_number_of_its_source(client):
    page = factories.contract(
        facts=[factories.signed_on("2016-11-04", locator="p. 3")],
        statements=[factories.statement(locator="p. 12")],
    )

    shown = read(client, page)

    assert value_of(shown, "Date de signature").select_one(SOURCE_MARK).text == "[2, p. 3]"
    assert shown.one(f"section[data-section] {SOURCE_MARK}").text == "[3, p. 12]"


def test_a_link_is_seen_from_both_ends_with_its_reason(client):
    target = factories.contract(title="Contrat cadet")
    page = factories.contract(
        title="Contrat aîné",
        outgoing_links=[
            PageLink(target=target, type=LinkType.INSPIRED, reason="La même métropole.")
        ],
    )

    shown = read(client, page)
    assert shown.texts("#liens li") == ["Contrat cadet S’inspire de : La même métropole."]
    assert shown.one("#liens li a")["href"] == target.url
    assert read(client, target).texts("#liens li") == [
        "Contrat aîné A inspiré : La même métropole."
    ]


def test_a_linked_page_that_is_private_or_a_draft_is_not_told(client):
    private = factories.contract(title="Privé")
    draft = factories.contract(title="Brouillon", publish=False)
    page = factories.contract(
        outgoing_links=[PageLink(target=private, reason="x"), PageLink(target=draft, reason="x")]
    )
    PageViewRestriction.objects.create(page=private, restriction_type="login")

    assert read(client, page).soup.select("#liens") == []


def test_the_experiences_of_a_contract_are_told_on_its_page(client):
    page = factories.contract(title="Contrat")
    factories.case_study(title="Une chaufferie", contract=page)

    assert read(client, page).texts("#liens li") == ["Une chaufferie Expérience liée à ce contrat"]


def test_the_page_says_how_to_cite_it_and_how_complete_it_is(client):
    page = factories.contract(title="Contrat")

    shown = read(client, page)

    assert f"http://testserver{page.url}" in shown.text("#citer h2 + p")
    assert "« Contrat »" in shown.text("#citer h2 + p")
    assert shown.fact("Complétude") == "Ébauche"
    assert shown.fact("Responsable de la fiche") == "non renseigné"
    assert shown.fact("Licence") == "Licence Ouverte 2.0"


def test_the_page_says_who_answers_for_it_when_it_was_published_and_when_it_is_read_again(
    client, django_user_model
):
    owner = django_user_model.objects.create(username="ada", first_name="Ada", last_name="Le Goff")
    page = factories.contract(owner=owner, review_on=dt.date(2031, 5, 4))
    # At that hour of universal time, it is the next day in France.
    published = dt.datetime(2026, 2, 28, 23, 30, tzinfo=dt.UTC)
    type(page).objects.filter(pk=page.pk).update(last_published_at=published)

    shown = read(client, page)

    assert shown.fact("Responsable de la fiche") == "Ada Le Goff"
    assert shown.fact("À relire le") == "4 mai 2031"
    assert shown.fact("Mise à jour") == "1 mars 2026"
    assert shown.structured[0]["dateModified"] == "2026-03-01"


def test_a_fiche_shows_its_themes_and_tags_and_tells_them_to_engines_with_its_sources(client):
    source = factories.source(title="Le bilan", publisher="Localtis", url="https://exemple.fr/b")
    page = factories.contract(
        gist="La ville achète le bois.",
        source=source,
        themes=[factories.theme(label="Forêt", slug="foret")],
        tags=["chaufferie"],
    )

    shown = read(client, page)

    assert shown.text("header a[href='/themes/foret/']") == "Thème : Forêt"
    assert shown.text("header a[href='/etiquettes/chaufferie/']") == "chaufferie"
    article = shown.structured[0]
    assert article["description"] == "La ville achète le bois."
    assert article["keywords"] == "Forêt, chaufferie"
    assert article["url"] == f"http://testserver{page.url}"
    assert article["license"].startswith("https://www.etalab.gouv.fr/")
    assert article["citation"] == [
        {
            "@type": "CreativeWork",
            "name": "Le bilan",
            "url": "https://exemple.fr/b",
            "publisher": {"@type": "Organization", "name": "Localtis"},
        }
    ]


def test_a_fiche_of_few_headings_has_no_summary(client):
    shown = read(client, factories.contract())
    assert shown.soup.select("[aria-label='Sommaire de la fiche']") == []


def test_structured_data_names_the_parties_and_cannot_leave_its_element(client, city, country):
    page = factories.contract(
        title="A et B </script><script>alert(1)</script>", parties=parties(city, country)
    )

    shown = read(client, page)

    article, trail = shown.structured
    assert article["name"] == "A et B </script><script>alert(1)</script>"
    assert [place["name"] for place in article["spatialCoverage"]] == [
        "Métropole d’Ys",
        "Pays des Landes",
    ]
    assert [place["url"] for place in article["spatialCoverage"]] == [
        f"http://testserver{place.get_absolute_url()}" for place in (city, country)
    ]
    assert [step["name"] for step in trail["itemListElement"]][:2] == ["Accueil", "Contrats"]
    assert trail["itemListElement"][1]["item"] == "http://testserver/contrats/"
    assert [step["position"] for step in trail["itemListElement"]] == [1, 2, 3]
    assert [script.get("type") for script in shown.soup.select("script")] == ["application/ld+json"]


def test_an_editor_previews_what_is_not_saved(city, country):
    page = factories.contract()
    page.title = "Titre non enregistré"
    page.facts = [factories.fact(Attribute.DURATION, text_value="six ans")]
    page.parties = parties(city, country)

    response = page.make_preview_request()

    assert response.status_code == 200
    assert "Titre non enregistré" in response.rendered_content
    assert "six ans" in response.rendered_content
    assert "Pays des Landes" in response.rendered_content
