"""The page of a contract: what is told, in which order, and on whose word."""

import datetime as dt
import re

import pytest
from wagtail.models import PageViewRestriction

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

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

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
        "4 novembre 2016 sources divergentes 10 novembre 2016 (première annonce)"
    )
    shut = shown.one("#en-bref details")
    assert words(shut.summary) == "sources divergentes"
    assert words(shut.p) == "10 novembre 2016 (première annonce)"
    assert shown.cited_by(shut) == ["Un blog"]
    assert shown.cited_by(shut.find_parent("dd")) == ["Localtis", "Un blog"]
    assert "filtres" not in shown.text("main")
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
    assert shown.texts("header p")[0].endswith("· état non renseigné")
    assert shown.texts("#advenu p") == ["Bilan public : non renseigné"]
    assert "Territoire" not in shown.text("#gains h2")
    assert shown.text("#gains").endswith("non renseigné")


def test_a_status_and_what_is_said_of_it_are_told_on_the_word_of_its_source(client):
    source = factories.source(title="Le bilan")
    page = factories.contract(
        status=ContractStatus.RUNNING, status_note="jusqu’en 2027", status_source=source
    )
    shown = read(client, page)
    assert shown.fact("Statut") == "En cours"
    assert shown.cited_by(value_of(shown, "Statut")) == ["Le bilan"]
    told = shown.soup.select("#advenu p")[0]
    assert words(told) == "jusqu’en 2027"
    assert shown.cited_by(told) == ["Le bilan"]

    page = factories.contract(status_note="annoncé, jamais confirmé", status_source=source)
    assert read(client, page).texts("#advenu p")[0] == "annoncé, jamais confirmé"


def test_the_key_facts_are_the_status_the_stage_the_signature_then_the_others(client):
    page = factories.contract(
        stage=Stage.REVIEW,
        facts=[
            factories.fact(Attribute.DURATION, text_value="six ans"),
            factories.signed_on("2016-11-04"),
        ],
    )

    shown = read(client, page)

    assert shown.texts("#en-bref dt") == ["Statut", "Étape atteinte", "Date de signature", "Durée"]
    assert shown.fact("Durée") == "six ans"
    assert shown.fact("Étape atteinte") == "Point d’étape et bilan"


def test_flows_are_folded_each_way_and_the_way_that_nothing_tells_is_said(client):
    city = factories.territory(name="Grenoble")
    country = factories.territory(name="Trièves")
    source = factories.source(title="Insee, flux de mobilité")
    flow = {"label": "actifs", "as_of": PartialDate(2022), "source": source}
    page = factories.contract(
        facts=[
            factories.fact(
                Attribute.FLOW, origin=city, destination=country, number_value=245, **flow
            ),
            factories.fact(Attribute.FLOW, number_value=7, **{**flow, "label": "trains par jour"}),
        ],
    )

    shown = read(client, page)

    assert shown.texts("#flux dt") == [
        "Actifs, départ Grenoble, arrivée Trièves (2022)",
        "Actifs, départ Trièves, arrivée Grenoble (2022)",
        "Trains par jour, sens non précisé (2022)",
    ]
    assert shown.texts("#flux dd") == ["245", "non renseigné", "7"]
    assert shown.cited_by(shown.one("#flux")) == ["Insee, flux de mobilité"] * 2
    assert words(shown.one("#flux").find_parent("details").summary) == "Flux entre les territoires"
    assert "Actifs" not in shown.text("#en-bref")


def test_at_most_eight_facts_are_told_in_brief_and_the_others_are_folded(client):
    page = factories.contract(
        facts=[factories.fact(label=f"mesure {n}", number_value=n + 1) for n in range(9)]
    )

    shown = read(client, page)

    assert len(shown.texts("#en-bref dt")) == 8
    assert shown.texts("#autres-faits dt") == ["Mesure 6", "Mesure 7", "Mesure 8"]
    assert shown.one("#autres-faits").find_parent("details")


def test_a_side_that_nothing_is_known_of_gives_no_number(client, city, country):
    page = factories.contract(
        parties=parties(city, country), commitments=[factories.commitment(None, None)]
    )
    unknown = "Apports de chacun : non renseignés"

    assert unknown in read(client, page).texts("#qui-donne-quoi > p")
    assert read(client, page).text("#qui-donne-quoi").count("non renseigné") == 1
    assert ReadPage(client, "/contrats/").texts("[data-part=shares]") == [f"{unknown} Ensemble 1"]
    caption = ReadPage(client, "/").texts("main figcaption")[0]
    assert caption.endswith(f"{unknown.lower()} , ensemble 1 .")


def test_a_contract_without_commitments_shows_no_number_of_them(client):
    page = factories.contract()
    card = ReadPage(client, "/contrats/").text("[data-kind=contrat]")

    assert page.gist in card
    assert "non renseigné" not in card.lower()
    for text in (card, read(client, page).text("main"), ReadPage(client, "/").text("main")):
        assert not re.search(r"donne \d|(?<![\d.])0\b", text)


def lines(shown: ReadPage) -> list[list[str]]:
    """The ledger, one list for each theme: its name, then what each side gives."""
    return [
        [words(part) for part in theme.select(":scope > h3, :scope > div")]
        for theme in shown.soup.select("[data-part=ledger]")
    ]


def test_one_ledger_tells_by_theme_what_each_side_gives_and_what_is_done_together(
    client, city, country
):
    wood, water = factories.theme(label="Forêt"), factories.theme(label="Eau")
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(
                country, city, object="Bois", theme=wood, quantity=20_000, unit="t par an"
            ),
            factories.commitment(None, None, object="Un festival"),
            factories.commitment(country, city, object="Eau", theme=water),
            factories.commitment(
                city, country, object="Ingénierie", theme=wood, nature=Nature.DECLARED
            ),
        ],
    )

    shown = read(client, page)

    assert lines(shown) == [
        [
            "Forêt",
            "Métropole d’Ys donne Ingénierie non chiffré · cité comme un apport, sans parler "
            "d’engagement",
            "Pays des Landes donne Bois 20 000 t par an",
        ],
        ["Eau", "Pays des Landes donne Eau non chiffré"],
        ["Sans thème précisé", "Ensemble Un festival non chiffré"],
    ]
    assert shown.text("#equilibre") == "La ville donne 1, la campagne donne 2, ensemble 1."
    assert shown.soup.select("#qui-donne-quoi svg[role=img]")
    assert "Aucun état d’avancement renseigné." in shown.texts("#qui-donne-quoi p")
    assert len(shown.soup.select(f"[data-part=ledger] {SOURCE_MARK}")) == 4


def test_a_line_whose_words_say_a_figure_is_not_told_without_one(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, object="Bois", quantity=3, unit="t"),
            factories.commitment(country, city, object="Deux halles"),
            factories.commitment(country, city, object="Une halle"),
        ],
    )

    assert lines(read(client, page)) == [
        ["Sans thème précisé", "Pays des Landes donne Bois 3 t Deux halles Une halle non chiffré"]
    ]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (ContractStatus.STUDIED, ["à l’étude", "première étape connue en 2015"]),
        (ContractStatus.NEGOTIATED, ["en négociation", "première étape connue en 2015"]),
        (ContractStatus.RUNNING, ["en cours"]),
    ],
)
def test_a_contract_before_its_signature_tells_its_first_step(client, status, told):
    """What is still to come is no step, and a fact that says when it began comes first."""
    steps = [("2016", MilestoneState.DONE), ("2015", MilestoneState.DONE), ("2014", "prevu")]
    page = factories.contract(
        status=status,
        status_source=factories.source(),
        milestones=[
            Milestone(
                date=PartialDate.parse(year),
                text="Un atelier.",
                state=state,
                source=factories.source(),
            )
            for year, state in steps
        ],
    )

    shown = read(client, page)
    assert shown.text("p:has(+ h1)").split(" · ")[1:] == told


def test_what_is_known_of_no_line_is_said_once_above_them(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, object="Bois", nature=Nature.DECLARED),
            factories.commitment(city, country, object="Ingénierie", nature=Nature.DECLARED),
        ],
    )

    shown = read(client, page)

    assert shown.texts("#qui-donne-quoi h2 + p") == [
        "Les sources citent ces apports sans parler d’engagements. "
        "Ni quantité ni état d’avancement renseignés."
    ]
    assert lines(shown) == [
        ["Sans thème précisé", "Métropole d’Ys donne Ingénierie", "Pays des Landes donne Bois"]
    ]
    assert shown.soup.select("#qui-donne-quoi svg") == []


@pytest.mark.parametrize(("nature", "what"), [(Nature.DECLARED, "apport"), ("", "engagement")])
def test_the_themes_of_the_contract_that_no_line_has_are_named(client, city, country, nature, what):
    wood, care, work = (factories.theme(label=label) for label in ("Forêt", "Santé", "Emploi"))
    page = factories.contract(
        parties=parties(city, country),
        themes=[wood, care, work],
        commitments=[
            factories.commitment(
                country, city, object="Bois", theme=wood, **({"nature": nature} if nature else {})
            )
        ],
    )

    shown = read(client, page).text("#qui-donne-quoi h2 + p")

    assert shown.endswith(f" Aucun {what} recensé sur : Santé ; Emploi.")


def test_a_contract_whose_every_theme_has_a_line_says_nothing_of_them(client, city, country):
    wood = factories.theme(label="Forêt")
    page = factories.contract(
        parties=parties(city, country),
        themes=[wood],
        commitments=[factories.commitment(country, city, theme=wood)],
    )

    assert "recensé sur" not in read(client, page).text("#qui-donne-quoi")


def test_a_contract_that_nothing_is_known_of_has_one_sentence_and_its_themes(client):
    page = factories.contract(
        themes=[factories.theme(label="Forêt"), factories.theme(label="Eau, et milieux")]
    )

    shown = read(client, page)

    assert shown.texts("#qui-donne-quoi p") == [
        "Aucune des sources réunies ici ne dit qui donne quoi dans ce contrat.",
        "Il porte sur ces thèmes : Forêt ; Eau, et milieux .",
    ]
    assert shown.soup.select("[data-part=ledger], nav[aria-label^='De quel côté']") == []


def test_what_nothing_is_known_of_comes_after_what_is(client):
    page = factories.contract(statements=[factories.statement(Section.RESULT, text="Dix fermes.")])
    shown = ReadPage(client, page.url)
    headings = shown.texts("article h2")
    order = ("Ce qu’il en est advenu", "Qui donne quoi ?", "Ce que chacun y gagne", "En bref")
    assert [heading for heading in headings if heading in order] == list(order)
    assert shown.texts("article h2").count("Qui donne quoi ?") == 1


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

    assert lines(read(client, page)) == [
        [
            "Sans thème précisé",
            "Pays des Landes donne Bois Pays des Landes → Métropole d’Ys",
            "Des tiers donnent Un prêt Région Armorique → Pays des Landes",
        ]
    ]


def test_a_contract_between_two_cities_says_nothing_of_a_countryside(client, city):
    other = factories.territory(name="Ville d’Is", level="commune")
    page = factories.contract(
        parties=[
            Party(territory=city, side=Side.CITY, signs=True),
            Party(territory=other, side=Side.CITY, role="Animation"),
        ],
        commitments=[
            factories.commitment(city, other, object="Du bois"),
            factories.commitment(other, city, object="De l’eau"),
            factories.commitment(None, None, object="Une fête"),
        ],
    )

    for address in (page.url, f"{page.url}?vu-de=campagne"):
        shown = ReadPage(client, address)
        ledger = shown.text("#qui-donne-quoi")
        assert "campagne" not in ledger
        assert not shown.soup.select("[aria-label='De quel côté lire ce contrat']")
        assert "Les villes donnent" in ledger
        assert "Métropole d’Ys → Ville d’Is" in ledger
        assert "Ville d’Is → Métropole d’Ys" in ledger
    assert "ville · signataire" in shown.text("main")
    assert "Les villes donnent 2" in ReadPage(client, "/contrats/").text("main")


def test_a_contract_seen_from_one_side_tells_first_what_it_gains_gives_and_does_not_know(
    client, city, country
):
    wood, water = factories.theme(label="Forêt"), factories.theme(label="Eau")
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(city, country, object="Ingénierie", theme=wood),
            factories.commitment(country, city, object="Source", theme=water, quantity=3, unit="l"),
        ],
    )

    plain = read(client, page)
    seen = ReadPage(client, f"{page.url}?vu-de=campagne")

    views = "[aria-label='De quel côté lire ce contrat'] a"
    assert [link["href"] for link in plain.soup.select(views)] == [
        f"{page.url}?vu-de=ville#vues",
        f"{page.url}?vu-de=campagne#vues",
    ]
    assert seen.text(f"{views}[aria-current=page]") == "Vu de la campagne"
    assert plain.text("[aria-label='De quel côté lire ce contrat']").startswith(
        "Lire d’abord ce qui touche un côté : Vu de la ville"
    )
    assert seen.soup.select(views)[0]["href"] == f"{page.url}#vues"
    headings = seen.texts("h2")
    assert headings.index("Ce que chacun y gagne") < headings.index("Qui donne quoi ?")
    assert headings.index("Qui donne quoi ?") < headings.index("Ce qui reste à savoir")
    assert seen.texts("#questions li") == [
        "Ce que la campagne donne : aucun état d’avancement renseigné.",
        "Ce que Pays des Landes y gagne : non renseigné.",
        "Ce que le contrat a produit : non renseigné.",
        "Ce qui a aidé, ce qui a coincé : non renseigné.",
    ]
    assert [theme[0] for theme in lines(seen)] == ["Eau", "Forêt"]
    assert sorted(lines(seen)) == sorted(lines(plain))
    assert seen.one("link[rel=canonical]")["href"] == f"http://testserver{page.url}"
    assert lines(ReadPage(client, f"{page.url}?vu-de=%00")) == lines(plain)


def test_what_came_of_a_contract_is_told_with_how_far_its_commitments_are(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, state=CommitmentState.DONE),
            factories.commitment(country, city, state=CommitmentState.DONE),
            factories.commitment(city, country),
        ],
        statements=[
            factories.statement(Section.EVALUATION, text="Un bilan est paru."),
            factories.statement(Section.RESULT, text="Trente cantines sont livrées."),
        ],
        outcome_searched_on=dt.date(2026, 11, 27),
    )

    shown = read(client, page)

    assert shown.texts("#advenu p") == [
        "Engagements : 2 réalisés, 1 dont l’état n’est pas renseigné.",
        "Trente cantines sont livrées.",
        "Un bilan est paru.",
    ]


def test_when_nothing_was_found_of_what_came_of_it_the_page_says_when_and_what_was_looked_for(
    client,
):
    page = factories.contract(
        outcome_searched_on=dt.date(2026, 11, 27), outcome_search_note="une évaluation, un avenant"
    )

    shown = read(client, page)

    assert shown.texts("#advenu p") == [
        "Aucun bilan public n’a été trouvé au 27 novembre 2026. "
        "Ce qui a été cherché : une évaluation, un avenant."
    ]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        ("2017", "2020", "2017 – 2020"),
        ("2017", None, "depuis 2017"),
        (None, "2020", "jusqu’en 2020"),
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

    assert lines(read(client, page)) == [["Forêt", f"Pays des Landes donne Bois réalisé · {told}"]]


def test_the_parties_say_their_side_whether_they_sign_and_their_role(client, city, country):
    other = Party(territory=country, side=Side.COUNTRYSIDE, signs=False, role="appui, avec l’État")
    page = factories.contract(parties=[parties(city, country)[0], other])

    assert read(client, page).texts("header li[data-side]") == [
        "Métropole d’Ys ville · signataire",
        "Pays des Landes campagne · non signataire · appui, avec l’État",
    ]


def test_three_commitments_are_drawn_each_side_on_its_own(client, city, country):
    page = factories.contract(
        parties=parties(city, country),
        commitments=[
            factories.commitment(country, city, object="Bois"),
            factories.commitment(country, city, object="Eau"),
            factories.commitment(city, country, object="Ingénierie"),
        ],
    )

    shown = read(client, page)

    names = shown.texts("#qui-donne-quoi svg text")
    assert names.index("Métropole d’Ys") < names.index("Pays des Landes")


def test_a_side_that_gives_nothing_is_said_to(client, city, country):
    page = factories.contract(
        parties=parties(city, country), commitments=[factories.commitment(city, country)]
    )

    shown = read(client, page)

    assert shown.texts("#qui-donne-quoi p[data-side=campagne]") == [
        "Ce que la campagne donne : non renseigné"
    ]
    assert ReadPage(client, "/contrats/").texts("[data-part=shares]") == [
        "La ville donne 1 La campagne : non renseigné"
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

    row = next(p for p in shown.soup.select("[data-part=ledger] p") if words(p).startswith("Bois"))
    [link] = row.select("span a")
    assert words(link) == "Ingénierie"
    assert words(shown.one(link["href"])).startswith("Ingénierie")


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

    # One of the two alone is no sub-heading of both.
    assert shown.text("#aide-et-freins h2") == "Ce qui a coincé"
    assert shown.texts("#aide-et-freins h3") == []
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
        "Ce qui a coincé",
        "Qui donne quoi ?",
        "Ce que chacun y gagne",
        "Ce qu’il en est advenu",
        "En bref",
        "En détail",
        "Sources",
        "Citer cette fiche",
    ]
    assert [words(shown.one(link["href"]).h2) for link in links] == [words(link) for link in links]


def test_what_is_looked_for_first_is_reached_from_the_head(client):
    page = factories.contract(statements=[factories.statement(Section.RESULT)])

    shown = read(client, page)

    links = shown.soup.select("header [aria-label='Aller à'] a")
    assert [words(link) for link in links] == ["Ce qu’il en est advenu", "Qui donne quoi ?"]
    assert [words(shown.one(link["href"]).h2) for link in links] == [words(link) for link in links]


def test_how_far_and_how_long_are_told_apart(client):
    page = factories.contract(
        facts=[
            factories.fact(Attribute.DISTANCE, number_value=45, unit="minutes environ"),
            factories.fact(Attribute.DISTANCE, number_value=76, unit="km"),
        ]
    )

    shown = read(client, page)

    assert shown.fact("Durée du trajet") == "45 minutes environ"
    assert shown.fact("Distance") == "76 km"


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
    assert "titre donné par la rédaction" in told
    assert "copie hébergée par un tiers" in told


def test_a_page_or_section_is_said_beside_the_number_of_its_source(client):
    page = factories.contract(
        facts=[factories.signed_on("2016-11-04", locator="p. 3")],
        statements=[factories.statement(locator="p. 12")],
    )

    shown = read(client, page)

    assert value_of(shown, "Date de signature").select_one(SOURCE_MARK).text == "[2, p. 3]"
    assert shown.one(f"[data-section] {SOURCE_MARK}").text == "[3, p. 12]"


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
    assert shown.text("[data-part=colophon]").startswith(
        "Fiche ébauche : moins de la moitié des rubriques principales sont remplies."
    )
    assert shown.text("[data-part=colophon]").endswith("Responsable de la fiche : non renseigné.")
    assert shown.text("#citer a[rel=license]") == "Licence Ouverte 2.0"


def test_the_page_says_who_answers_for_it_when_it_was_published_and_when_it_is_read_again(
    client, django_user_model
):
    owner = django_user_model.objects.create(username="ada", first_name="Ada", last_name="Le Goff")
    page = factories.contract(owner=owner, review_on=dt.date(2031, 5, 4))
    # At that hour of universal time, it is the next day in France.
    published = dt.datetime(2026, 2, 28, 23, 30, tzinfo=dt.UTC)
    type(page).objects.filter(pk=page.pk).update(last_published_at=published)

    shown = read(client, page)

    assert shown.text("[data-part=colophon]").endswith(
        "Mise à jour le 1er mars 2026 . À relire le 4 mai 2031 . "
        "Responsable de la fiche : Ada Le Goff."
    )
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

    assert shown.text("#en-bref a[href='/themes/foret/']") == "Forêt"
    assert shown.text("#en-bref a[href='/etiquettes/chaufferie/']") == "chaufferie"
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
    shown = read(client, factories.case_study())
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
    assert [script["type"] for script in shown.soup.select("script")] == [
        "application/ld+json",
        "module",
    ]


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
