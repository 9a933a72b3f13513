"""The other public pages of the catalogue: what each tells, and on whose word."""

import datetime as dt
from xml.etree import ElementTree

import pytest
from wagtail.models import Page, PageViewRestriction

from contracts.models import (
    Membership,
    Milestone,
    PageLink,
    TaggedStatement,
    Term,
    TerritoryFigure,
    TerritoryName,
    ToolPage,
    ToolResource,
    ToolStep,
)
from contracts.places.official import SOURCE_KEY
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import (
    Attribute,
    Audience,
    Level,
    LinkType,
    Scale,
    Section,
    Stage,
    TermCategory,
    TerritoryLevel,
    ToolKind,
)
from search.models import SearchDocument
from tests import factories
from tests.contracts.reading import SOURCE_MARK, ReadPage, words

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def term(name: str, **fields) -> Term:
    values = {
        "slug": name.lower(),
        "definition": f"Ce qu’est {name}.",
        "category": TermCategory.ACRONYM,
        "source": factories.source(),
        "live": True,
    }
    return Term.objects.create(term=name, **{**values, **fields})


# --- Experience ----------------------------------------------------------------------------------


def test_an_experience_shows_where_when_and_its_figures_with_their_sources(client):
    place = factories.territory(name="Rennes Métropole")
    page = factories.case_study(
        title="Des cantines livrées",
        places=[place],
        start=PartialDate.parse("2015"),
        facts=[
            factories.fact(label="fermes", number_value=20, source=factories.source(title="F3"))
        ],
        statements=[factories.statement(Section.ACTION, text="Un marché est passé.")],
    )

    shown = ReadPage(client, page.url)

    assert shown.fact("Lieu") == "Rennes Métropole"
    assert shown.soup.select(f"dd a[href='{place.get_absolute_url()}']")
    assert shown.fact("Période") == "depuis 2015"
    assert shown.texts("[data-part=figure]") == ["Fermes 20"]
    assert shown.cited_by(shown.one("[data-part=figure]")) == ["F3"]
    assert shown.texts("section[data-section] h2") == ["Ce qui a été fait"]


def test_an_experience_tells_its_result_first_then_why_how_at_what_cost_and_what_to_learn(client):
    told = (
        Section.CONTEXT,
        Section.PROBLEM,
        Section.ACTION,
        Section.RESULT,
        Section.COST,
        Section.MEANS,
        Section.GOVERNANCE,
        Section.OBSTACLE,
        Section.CONDITION,
        Section.TRANSFER,
    )
    page = factories.case_study(
        facts=[
            factories.fact(Attribute.AMOUNT, number_value=20_000, unit="€"),
            factories.fact(label="fermes", number_value=20),
        ],
        statements=[factories.statement(section, text=section.label) for section in told],
    )

    shown = ReadPage(client, page.url)

    headings = shown.texts("article h2:not(#emporter h2, [data-part=toc] h2)")
    assert headings == [
        "Résultats",
        "Le problème",
        "Ce qui a été fait",
        "En chiffres",
        "Coûts et moyens",
        "Ce qui a aidé, ce qui a coincé",
        "Transposer chez vous",
        "En bref",
        "En détail",
        "Sources",
        "Citer cette fiche",
    ]
    assert shown.texts("#resultats p") == ["Résultats"]
    assert shown.texts("#couts > p, #couts dd") == ["Coûts", "Moyens", "20 000 €"]
    # What a hurried reader does without is folded, and opens without a script.
    assert shown.texts("details summary h3") == ["Contexte", "Gouvernance"]
    assert shown.text("[data-part=unknown]") == "Non renseigné : période."


def test_what_an_experience_does_not_tell_is_said_once_and_has_no_empty_part(client):
    shown = ReadPage(client, factories.case_study().url)

    assert shown.soup.select("#resultats") == []
    assert shown.text("[data-part=unknown]").startswith("Non renseigné : résultats, ")
    for what in ("période", "coûts et moyens", "ce qui a coincé", "comment transposer"):
        assert shown.text("[data-part=unknown]").count(what) == 1
    assert shown.soup.select("#couts, #chiffres, #aide-et-freins") == []
    assert "non renseigné" not in shown.texts("#en-bref dd")


def test_six_figures_of_an_experience_are_large_and_the_other_facts_are_folded(client):
    page = factories.case_study(
        facts=[factories.fact(label=f"chiffre {n}", number_value=n) for n in range(1, 18)]
    )

    shown = ReadPage(client, page.url)

    assert len(shown.texts("[data-part=figure]")) == 6
    assert len(shown.texts("#en-bref dt")) == 8
    every = shown.texts("dt")
    assert [f"Chiffre {n}" in " ".join(every) for n in range(1, 18)] == [True] * 17


def test_an_experience_says_its_scale_its_stage_its_facts_and_its_calendar(client):
    page = factories.case_study(
        places=[factories.territory(name="Rennes"), factories.territory(name="Fougères")],
        scale=Scale.MASSIF,
        stage=Stage.REVIEW,
        facts=[factories.fact(label="livraison", text_value="chaque semaine")],
        statements=[
            factories.statement(section) for section in (Section.ACTION, Section.CONDITION)
        ],
        milestones=[Milestone(date=PartialDate(2017), text="Révision", source=factories.source())],
    )

    shown = ReadPage(client, page.url)

    assert shown.fact("Lieux") == "Rennes | Fougères"
    assert "sources divergentes" not in shown.text("main")
    assert shown.fact("Échelle") == "Massif"
    assert shown.fact("Étape de la coopération") == "Point d’étape et bilan"
    assert shown.fact("Livraison") == "chaque semaine"
    assert shown.texts("#calendrier li") == ["2017 Révision"]
    assert shown.texts("[aria-label='Sommaire de la fiche'] a")[:4] == [
        "Ce qui a été fait",
        "Ce qui a aidé",
        "En bref",
        "En détail",
    ]
    assert [place["name"] for place in shown.structured[0]["spatialCoverage"]] == [
        "Rennes",
        "Fougères",
    ]


def test_figures_that_disagree_are_never_shown_large(client):
    page = factories.case_study(
        facts=[
            factories.fact(label="fermes", number_value=20),
            factories.fact(label="fermes", number_value=30),
        ]
    )

    shown = ReadPage(client, page.url)

    assert shown.soup.select("[data-part=figure]") == []
    assert shown.fact("Fermes").startswith("20 | 30")


def test_an_experience_and_its_contract_and_tools_lead_to_each_other(client):
    contract = factories.contract(title="Le contrat")
    tool = factories.tool(title="La méthode")
    page = factories.case_study(title="Le résultat", contract=contract, tools=[tool])

    assert ReadPage(client, page.url).texts("#liens li") == [
        "Le contrat Contrat lié",
        "La méthode Outil utilisé",
    ]
    assert ReadPage(client, page.url).fact("Contrat") == "Le contrat"
    used = ReadPage(client, tool.url)
    assert used.texts("#utilise-par li") == ["Le résultat"]
    assert used.soup.select("#liens") == []


def test_an_experience_that_leads_to_no_contract_says_that_it_stands_alone(client):
    alone = factories.case_study(title="Le résultat")
    contract = factories.contract(title="Le contrat", publish=False)
    link = PageLink(target=contract, type=LinkType.SEE_ALSO, reason="Le même bassin.")
    linked = factories.case_study(title="Autre résultat", outgoing_links=[link])

    assert ReadPage(client, alone.url).fact("Contrat") == "aucun contrat de la base"
    assert ReadPage(client, linked.url).fact("Contrat") == "aucun contrat de la base"  # a draft
    contract.save_revision().publish()
    assert "Contrat" not in ReadPage(client, linked.url).texts("#en-bref dt")
    assert ReadPage(client, linked.url).texts("#liens li a") == ["Le contrat"]


# --- Tool ----------------------------------------------------------------------------------------


def test_a_tool_says_for_whom_when_how_long_and_step_by_step(client):
    source = factories.source(title="Guide", url="https://exemple.fr/guide.pdf")
    page = factories.tool(
        kind=ToolKind.METHOD,
        audiences=[Audience.ELECTED, Audience.AGENTS],
        stages=[Stage.PORTRAIT],
        duration="une journée",
        duration_source=source,
        steps=[ToolStep(text="Réunir les élus.", source=source)],
        resources=[ToolResource(label="Le guide", source=source)],
    )

    shown = ReadPage(client, page.url)

    assert shown.fact("Pour qui") == "Élues et élus | Agents techniques"
    assert shown.fact("À quelle étape") == "Portrait croisé"
    assert shown.fact("Durée d’usage") == "une journée"
    assert "Niveau" not in " ".join(shown.texts("dt"))
    assert shown.text("[data-part=unknown]") == (
        "Non renseigné : auteur ou éditeur, licence de l’outil."
    )
    assert shown.texts("#mode-d-emploi li") == ["Réunir les élus."]
    assert shown.cited_by(shown.one("#mode-d-emploi li")) == ["Guide"]
    assert (
        shown.one(f"#documents li a:not({SOURCE_MARK})")["href"] == "https://exemple.fr/guide.pdf"
    )


def test_a_tool_says_what_it_is_and_its_level(client):
    page = factories.tool(
        stages=[Stage.PORTRAIT, Stage.LEADS],
        level=Level.EXPERT,
        publisher="Cerema",
        version="2e édition",
        tool_licence="Licence Ouverte",
        duration="une journée",
        duration_source=factories.source(title="Guide"),
        facts=[factories.fact(label="exemplaires", number_value=200)],
    )

    shown = ReadPage(client, page.url)

    assert shown.fact("À quelle étape") == "Portrait croisé | Pistes et thèmes"
    assert "sources divergentes" not in shown.text("main")
    assert shown.fact("Niveau") == "Expert"
    assert shown.fact("Auteur ou éditeur") == "Cerema"
    assert shown.fact("Version") == "2e édition"
    assert shown.fact("Licence de l’outil") == "Licence Ouverte"
    duration = next(dt for dt in shown.soup.select("dt") if "Durée d’usage" in dt.text)
    assert shown.cited_by(duration.find_next_sibling("dd")) == ["Guide"]
    assert shown.fact("Exemplaires") == "200"
    work, trail = shown.structured
    assert (work["@type"], work["publisher"]["name"]) == ("CreativeWork", "Cerema")
    assert trail["@type"] == "BreadcrumbList"


def test_a_tool_made_of_data_is_told_to_engines_as_data(client):
    page = factories.tool(kind=ToolKind.DATA)
    assert ReadPage(client, page.url).structured[0]["@type"] == "Dataset"


@pytest.mark.parametrize(
    ("size", "weight"), [(300, "1 ko"), (210_400, "210 ko"), (1_250_000, "1,2 Mo")]
)
def test_a_document_of_the_site_says_its_weight(client, size, weight):
    document = factories.document("Le guide", size=size)
    page = factories.tool(resources=[ToolResource(label="Le guide", document=document)])
    assert ReadPage(client, page.url).texts("#documents li") == [f"Le guide (PDF, {weight})"]


def test_a_document_elsewhere_says_who_publishes_it_and_is_a_source(client):
    source = factories.source(title="Guide", publisher="Cerema")
    page = factories.tool(resources=[ToolResource(label="Le guide", source=source)])

    shown = ReadPage(client, page.url)

    assert shown.texts("#documents li") == ["Le guide Cerema"]
    assert shown.cited_by(shown.one("#documents li")) == ["Guide"]


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("https://exemple.fr/guide.PDF?version=2", "Le guide (PDF)"),
        ("https://exemple.fr/donnees.ods", "Le guide (ODS)"),
        ("https://exemple.fr/guide.html", "Le guide"),
        ("https://exemple.fr/pdf", "Le guide"),
    ],
)
def test_a_link_to_a_document_elsewhere_says_the_format_that_its_address_tells(
    client, address, told
):
    source = factories.source(url=address, publisher="")
    page = factories.tool(resources=[ToolResource(label="Le guide", source=source)])

    assert ReadPage(client, page.url).texts(f"#documents a[href='{address}']") == [told]


def test_the_parts_of_a_tool_are_in_its_summary_in_their_order(client):
    source = factories.source()
    page = factories.tool(
        resources=[ToolResource(label="Le guide", source=source)],
        facts=[factories.fact(label="exemplaires", number_value=200)],
        statements=[
            factories.statement(section)
            for section in (Section.CONTEXT, Section.OBSTACLE, Section.SCOPE, Section.OBJECTIVE)
        ],
        audiences=[Audience.ELECTED],
        steps=[ToolStep(text="Réunir les élus.", source=source)],
        milestones=[Milestone(date=PartialDate(2017), text="Parution", source=source)],
    )

    shown = ReadPage(client, page.url)

    links = shown.soup.select("[aria-label='Sommaire de la fiche'] a")
    assert [words(link) for link in links] == [
        "Objectifs",
        "Ce que c’est, où cela s’applique",
        "Pour qui, combien de temps",
        "Mode d’emploi",
        "Documents et liens",
        "Ce qui a coincé",
        "En bref",
        "En détail",
        "Sources",
        "Citer cette fiche",
    ]
    for link in links:
        place = shown.one(link["href"])
        assert words(place.h2 or place.find_parent("details").summary) == words(link)


# --- Territory -----------------------------------------------------------------------------------


def test_a_territory_shows_what_it_gives_and_receives_in_public_contracts(client):
    city = factories.territory(name="Ys", level="epci")
    country = factories.territory(name="Landes", slug="landes")
    factories.contract(
        title="Ys et Landes",
        city=city,
        country=country,
        commitments=[
            factories.commitment(country, city, object="Bois"),
            factories.commitment(city, country, object="Ingénierie"),
            factories.commitment(None, None, object="Festival"),
        ],
    )
    hidden = factories.contract(
        city=city, country=country, commitments=[factories.commitment(country, city, object="Or")]
    )
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")

    shown = ReadPage(client, "/territoires/landes/")

    assert shown.texts("#echanges h3") == ["Il donne (1)", "Il reçoit (1)", "Avec d’autres (1)"]
    assert shown.texts("#echanges li") == [
        "Bois pour : Ys · non chiffré · Ys et Landes",
        "Ingénierie de : Ys · non chiffré · Ys et Landes",
        "Festival non chiffré · Ys et Landes",
    ]
    assert shown.texts("#fiches [data-kind] h3") == ["Ys et Landes"]


def test_a_territory_says_what_the_search_counts_beside_its_fiches(client):
    page = factories.case_study(places=[factories.territory(name="Landes", slug="landes")])
    shown = ReadPage(client, "/territoires/landes/")
    everything = ReadPage(client, shown.one("#fiches a[href^='/recherche/?territoire=']")["href"])
    listed, found = (read.texts("#resultats [data-kind] h3") for read in (shown, everything))
    assert listed == [page.title]
    assert set(found) == {page.title, "Landes"}
    assert "La recherche compte en plus" in shown.text("#fiches")


def test_the_populations_of_a_territory_that_disagree_are_all_shown(client):
    place = factories.territory(slug="landes", level=TerritoryLevel.PETR)
    factories.contract(country=place)
    for number, retained in ((97_274, True), (100_000, False)):
        TerritoryFigure.objects.create(
            territory=place,
            kind=TerritoryFigure.Kind.POPULATION,
            number=number,
            retained=retained,
            source=factories.source(),
        )

    shown = ReadPage(client, "/territoires/landes/")

    assert shown.fact("Population") == "97 274 valeur retenue | 100 000"
    assert shown.texts("main dt span") == ["sources divergentes"]


def test_an_intercommunality_lists_every_commune_of_the_official_file(client):
    factories.source(key=SOURCE_KEY, title="Découpage administratif français")
    poher = factories.territory(
        name="Poher Communauté", slug="poher", level="epci", code="242900744"
    )
    carhaix = factories.territory(name="Carhaix-Plouguer", level="commune", code="29024")
    Membership.objects.create(member=carhaix, container=poher, source=factories.source())
    for code, name in (("29205", "Plounévézel"), ("29024", "Carhaix-Plouguer")):
        factories.commune(code, name, epci="242900744")

    shown = ReadPage(client, "/territoires/poher/")

    told = shown.fact("Regroupe")
    assert told.startswith("2 communes Carhaix-Plouguer, Plounévézel")
    assert told.count("Carhaix-Plouguer") == 1
    assert shown.cited_by(shown.one("#composition details")) == ["Découpage administratif français"]


def test_a_territory_tells_its_names_and_what_it_lies_within_or_groups(client):
    place = factories.territory(slug="landes", name="Landes")
    TerritoryName.objects.create(territory=place, name="Pays COB")
    region = factories.territory(name="Bretagne", level=TerritoryLevel.REGION, slug="bretagne")
    factories.within(place, region)

    shown = ReadPage(client, "/territoires/landes/")

    assert "Aussi : Pays COB" in shown.texts("header p")
    assert shown.fact("Fait partie de") == "Bretagne"
    assert shown.fact("Regroupe") == "composition non renseignée"
    assert ReadPage(client, "/territoires/bretagne/").fact("Regroupe") == "Landes"


def test_a_commune_is_not_said_to_lack_a_composition(client):
    factories.territory(slug="carhaix", level=TerritoryLevel.COMMUNE)

    assert "composition non renseignée" not in ReadPage(client, "/territoires/carhaix/").soup.text


def test_what_a_territory_exchanges_leads_to_the_row_of_its_contract(client):
    city = factories.territory(name="Ys", level="epci")
    country = factories.territory(name="Landes", slug="landes")
    theme = factories.theme(label="Forêt")
    for title in ("Zone", "Accord"):
        factories.contract(
            title=title,
            city=city,
            country=country,
            commitments=[
                factories.commitment(
                    country, city, object="Bois", theme=theme, quantity=3, unit="t"
                ),
                factories.commitment(None, None, object="Festival"),
            ],
        )
    factories.contract(title="D’autres", commitments=[factories.commitment(None, None)])

    shown = ReadPage(client, "/territoires/landes/")

    assert shown.texts("#echanges li") == [
        "Bois pour : Ys · Forêt · 3 t · Accord",
        "Bois pour : Ys · Forêt · 3 t · Zone",
        "Festival non chiffré · Accord",
        "Festival non chiffré · Zone",
    ]
    link = shown.soup.select("#echanges a:not([aria-label])")[0]
    path, _, row = link["href"].partition("#")
    assert ReadPage(client, path).text(f"#{row}").startswith("Bois")


def test_figures_of_different_dates_stand_apart_with_their_notes(client):
    place = factories.territory(slug="landes")
    for year, number in ((2016, 97_000), (2022, 99_000)):
        TerritoryFigure.objects.create(
            territory=place,
            kind=TerritoryFigure.Kind.POPULATION,
            number=number,
            as_of=PartialDate(year),
            note="sans double compte",
            source=factories.source(),
        )

    shown = ReadPage(client, "/territoires/landes/")

    assert shown.fact("Population (2016)") == "97 000 (sans double compte)"
    assert shown.fact("Population (2022)") == "99 000 (sans double compte)"
    assert "sources divergentes" not in shown.text("main")


def test_members_are_in_the_order_of_their_names_under_the_sources_that_say_so(client):
    place, source = factories.territory(slug="landes"), factories.source(title="Statuts")
    for name, other in (
        ("Loqueffret", None),
        ("Brennilis", None),
        ("Évran", None),
        ("Botmeur", "Insee"),
    ):
        Membership.objects.create(
            container=place,
            member=factories.territory(name=name),
            source=source,
            second_source=other and factories.source(title=other),
        )

    shown = ReadPage(client, "/territoires/landes/")

    groups = shown.soup.select("#composition dd:last-of-type p")
    assert {words(group): tuple(shown.cited_by(group)) for group in groups} == {
        "Brennilis , Évran , Loqueffret": ("Statuts",),
        "Botmeur": ("Statuts", "Insee"),
    }


def test_a_territory_abroad_is_not_said_to_lack_a_composition(client):
    factories.territory(slug="bade", level=TerritoryLevel.FOREIGN)
    assert "composition non renseignée" not in ReadPage(client, "/territoires/bade/").soup.text


def test_a_commune_leads_to_its_page_among_the_communes_and_no_other_place_does(client):
    factories.commune("29024", "Carhaix-Plouguer")
    factories.territory(slug="carhaix", level=TerritoryLevel.COMMUNE, code="29024")
    factories.territory(slug="departement", level=TerritoryLevel.DEPARTEMENT, code="29")

    assert ReadPage(client, "/territoires/carhaix/").one("header a[href^='/communes/29024']")
    assert not ReadPage(client, "/territoires/departement/").soup.select(
        "header a[href^='/communes/2']"
    )


def test_the_outline_of_an_intercommunality_is_credited(client):
    factories.territory(slug="brest", level=TerritoryLevel.EPCI, code="242900314")

    shown = ReadPage(client, "/territoires/brest/")

    assert shown.soup.select("figure svg path")
    assert "IGN Admin Express, Licence Ouverte 2.0" in shown.text("figcaption")


def test_the_structured_data_of_a_territory_say_its_code_and_its_point(client):
    factories.territory(
        slug="brest", name="Brest", level="epci", code="242900314", longitude=-4.5, latitude=48.4
    )

    place, _ = ReadPage(client, "/territoires/brest/").structured

    assert place["@type"] == "AdministrativeArea"
    assert place["identifier"] == {
        "@type": "PropertyValue",
        "propertyID": "SIREN",
        "value": "242900314",
    }
    assert place["geo"] == {"@type": "GeoCoordinates", "longitude": -4.5, "latitude": 48.4}


@pytest.mark.parametrize(
    ("level", "kind"),
    [
        (TerritoryLevel.REGION, "AdministrativeArea"),
        (TerritoryLevel.DEPARTEMENT, "AdministrativeArea"),
        (TerritoryLevel.COMMUNE, "AdministrativeArea"),
        (TerritoryLevel.PETR, "Place"),
    ],
)
def test_the_structured_data_of_a_territory_say_where_it_is(client, level, kind):
    place = factories.territory(slug="landes", level=level, longitude=0, latitude=48)
    TerritoryName.objects.create(territory=place, name="Pays COB")
    factories.within(place, factories.territory(name="Bretagne"))

    told, trail = ReadPage(client, "/territoires/landes/").structured

    assert told["@type"] == kind
    assert told["alternateName"] == ["Pays COB"]
    assert told["geo"]["longitude"] == 0  # the meridian of Greenwich crosses France
    assert [around["name"] for around in told["containedInPlace"]] == ["Bretagne"]
    assert [step["name"] for step in trail["itemListElement"]][1:] == [
        "Territoires",
        place.name,
    ]


# --- Themes and tags -----------------------------------------------------------------------------


def test_a_theme_lists_every_kind_of_page_that_has_it(client):
    theme = factories.theme(slug="bois", label="Forêt et bois")
    for make in (factories.contract, factories.case_study, factories.tool):
        make(themes=[theme], title=f"Fiche {make.__name__}")
    factories.contract(title="Autre")

    shown = ReadPage(client, "/themes/bois/")

    assert shown.text("h1") == "Forêt et bois"
    assert set(shown.texts("[data-kind] h3")) == {
        "Fiche contract",
        "Fiche case_study",
        "Fiche tool",
    }
    assert ReadPage(client, "/themes/").texts("main li:has(a[href='/themes/bois/']) b") == ["3"]


def test_a_tag_lists_its_pages_under_one_address_however_it_is_written(client):
    factories.contract(tags=["Énergie"], title="Premier")
    factories.tool(tags=["energie"], title="Second")

    assert set(ReadPage(client, "/etiquettes/energie/").texts("[data-kind] h3")) == {
        "Premier",
        "Second",
    }
    response = client.get("/etiquettes/Énergie/")
    assert (response.status_code, response["Location"]) == (301, "/etiquettes/energie/")
    assert ReadPage(client, "/etiquettes/").texts(
        "main li:has(a[href='/etiquettes/energie/'])"
    ) == ["Énergie (2)"]


# --- Glossary ------------------------------------------------------------------------------------


def test_the_glossary_goes_from_a_to_z_without_drafts_and_ignores_accents(client):
    term("État", slug="etat")
    term("EPCI", see_also=[])
    term("PNR")
    term("Zonage", live=False)

    shown = ReadPage(client, "/glossaire/")

    assert shown.texts("section[aria-labelledby^=lettre] h2") == ["E", "P"]
    assert shown.texts("#lettre-e summary b") == ["EPCI", "État"]
    assert shown.texts("[aria-label='De A à Z'] a") == ["E", "P"]
    assert len(shown.soup.select("[aria-label='De A à Z'] li")) == 26


def test_a_term_is_defined_with_its_source_and_leads_to_published_terms_only(client):
    epci = term("EPCI", source=factories.source(title="Insee"), expansion="Établissement public")
    epci.see_also.set([term("PETR"), term("Brouillon", live=False)])
    epci.save()

    shown = ReadPage(client, "/glossaire/epci/")

    assert shown.text("[data-part=lede]") == "Ce qu’est EPCI."
    assert shown.cited_by(shown.one("[data-part=lede]")) == ["Insee"]
    assert shown.fact("Voir aussi") == "PETR"
    assert shown.structured[0]["alternateName"] == ["Établissement public"]
    assert client.get("/glossaire/brouillon/").status_code == 404


def test_an_editor_previews_a_term_that_is_not_saved():
    draft = Term(
        term="EPCI",
        slug="epci",
        definition="Un groupement de communes.",
        category=TermCategory.ACRONYM,
        source=factories.source(),
    )

    response = draft.make_preview_request()

    assert response.status_code == 200
    assert "Un groupement de communes." in response.rendered_content


# --- Conditions and obstacles --------------------------------------------------------------------


@pytest.fixture
def told():
    theme = factories.theme(slug="bois")
    factories.contract(
        title="Ys et Landes",
        themes=[theme],
        statements=[
            factories.statement(Section.OBSTACLE, text="Les élus ont changé."),
            factories.statement(Section.CONDITION, text="Une chargée de mission."),
            factories.statement(Section.CONTEXT, text="Deux territoires."),
        ],
    )
    factories.tool(
        title="Guide",
        statements=[
            factories.statement(
                Section.CONDITION,
                text="Du temps.",
                tagged_items=[TaggedStatement(tag=factories.tag("temps"))],
            )
        ],
    )


def listed(client, query: str = "") -> list[str]:
    page = ReadPage(client, f"/conditions/{query}")
    return [
        item.select("p")[1].get_text().split("\u202f")[0]
        for item in page.soup.select("main li[data-section]")
    ]


def test_conditions_and_obstacles_are_listed_across_the_catalogue(client, told):
    assert set(listed(client)) == {"Les élus ont changé.", "Une chargée de mission.", "Du temps."}
    assert listed(client, "?nature=frein") == ["Les élus ont changé."]
    assert listed(client, "?theme=bois&nature=condition") == ["Une chargée de mission."]
    assert listed(client, "?etiquette=temps") == ["Du temps."]


def test_the_list_begins_with_what_the_most_fiches_say_each_with_its_list(client, told):
    """A tag of one fiche says nothing of the others; two statements of a fiche are one fiche."""
    money, will = factories.tag("argent"), factories.tag("volonté")
    for tags in ([money, will], [money, will], [will]):
        statements = [
            factories.statement(
                Section.OBSTACLE, tagged_items=[TaggedStatement(tag=tag) for tag in tags]
            )
            for _ in range(2)
        ]
        factories.contract(statements=statements)

    shown = ReadPage(client, "/conditions/")

    assert shown.texts("[aria-labelledby=essentiel] p") == [
        "Conditions de réussite : 2 éléments dans 2 fiches.",
        "Ce qui a coincé : 7 éléments dans 4 fiches. Ce qui revient dans le plus de fiches : "
        "volonté (3 fiches), argent (2 fiches).",
    ]
    links = {link.text: link["href"] for link in shown.soup.select("[aria-labelledby=essentiel] a")}
    assert links["volonté"] == "?nature=frein&etiquette=volonte"
    assert len(listed(client, links["argent"])) == 4
    for narrowed in ("?nature=frein", "?theme=bois", "?page=2"):
        assert not ReadPage(client, f"/conditions/{narrowed}").soup.select("#essentiel")


def test_the_counts_beside_the_natures_are_those_of_the_lists(client, told):
    shown = ReadPage(client, "/conditions/?theme=bois")

    assert shown.texts("[aria-label=Nature] a")[:2] == [
        "Conditions de réussite (1)",
        "Ce qui a coincé (1)",
    ]
    assert shown.text("[role=status]") == "2 éléments"


def test_a_statement_says_its_fiche_and_its_tags_which_narrow_the_list(client, told):
    shown = ReadPage(client, "/conditions/?nature=condition")

    [item] = [item for item in shown.soup.select("li[data-section]") if "Du temps." in item.text]
    assert [(link.text, link["href"]) for link in item.select("a:not([aria-label])")] == [
        ("Guide", ToolPage.objects.get().url),
        ("temps", "?nature=condition&etiquette=temps"),
    ]
    assert shown.texts("#etiquette option") == ["Toutes", "temps (1)"]
    assert [option["value"] for option in shown.soup.select("#theme option")] == ["", "bois"]
    assert [trail["@type"] for trail in shown.structured] == ["BreadcrumbList"]


def test_a_filter_that_is_on_is_turned_off_where_it_was_turned_on(client, told):
    shown = ReadPage(client, "/conditions/?nature=frein&theme=bois")

    on, off = (
        shown.one("[aria-label=Nature] [aria-current]"),
        shown.one("[aria-label=Nature] a[href*='nature=condition']"),
    )
    assert on["href"] == "?theme=bois"
    assert off["href"] == "?nature=condition&theme=bois"


def test_a_statement_with_two_tags_counts_once_and_a_tag_counts_what_is_listed(client):
    tags = [factories.tag(name) for name in ("temps", "argent")]
    for section in (Section.OBSTACLE, Section.CONTEXT):
        factories.contract(
            statements=[
                factories.statement(
                    section, tagged_items=[TaggedStatement(tag=tag) for tag in tags]
                )
            ]
        )

    shown = ReadPage(client, "/conditions/")

    assert shown.text("[role=status]") == "1 élément"
    assert "Ce qui a coincé (1)" in shown.texts("[aria-label=Nature] a")
    assert shown.texts("#etiquette option") == ["Toutes", "argent (1)", "temps (1)"]


def test_conditions_are_read_page_by_page_with_the_filters_kept(client):
    factories.contract(
        statements=[
            factories.statement(Section.OBSTACLE, text=f"Frein {number}.") for number in range(22)
        ]
    )

    first = ReadPage(client, "/conditions/?nature=frein")
    following = first.one("a[rel=next]")["href"]

    assert following == "?nature=frein&page=2"
    assert len(listed(client, "?nature=frein")) == 20
    assert listed(client, following) == ["Frein 20.", "Frein 21."]


def test_a_statement_links_the_words_of_the_glossary(client):
    factories.term("EPCI")
    factories.contract(statements=[factories.statement(Section.OBSTACLE, text="Un EPCI a changé.")])
    assert ReadPage(client, "/conditions/").one("main li[data-section] a[href='/glossaire/epci/']")


def test_statements_of_a_page_that_is_not_public_are_not_listed(client):
    page = factories.contract(statements=[factories.statement(Section.OBSTACLE, text="Secret.")])
    PageViewRestriction.objects.create(page=page, restriction_type="login")

    assert listed(client) == []


def test_a_filter_that_nothing_meets_says_so_and_offers_everything(client, told):
    shown = ReadPage(client, "/conditions/?theme=inconnu")

    assert shown.text("[role=status]") == "Aucun élément"
    assert shown.one("#theme option[selected]")["value"] == "inconnu"
    assert shown.soup.select("main p a[href='?']")


# --- The site ------------------------------------------------------------------------------------


def test_the_site_map_lists_fiches_under_their_listing(client):
    page = factories.contract(title="Ys et Landes")

    shown = ReadPage(client, "/plan-du-site/")

    section = next(part for part in shown.soup.select("section") if part.h2.text == "Contrats")
    assert section.select_one(f"a[href='{page.url}']").text == "Ys et Landes"


def test_the_sitemap_gives_every_public_address_and_no_other(client):
    page = factories.contract(
        country=factories.territory(slug="landes"), themes=[factories.theme(slug="bois")]
    )
    hidden = factories.contract()
    PageViewRestriction.objects.create(page=hidden, restriction_type="login")
    draft = factories.contract(publish=False)
    term("EPCI")

    body = client.get("/sitemap.xml").content.decode()

    for address in ("/", page.url, "/territoires/landes/", "/themes/bois/", "/glossaire/epci/"):
        assert f"<loc>http://testserver{address}</loc>" in body
    for private in (hidden, draft):
        assert private.url not in body
    assert f"<lastmod>{dt.date.today():%Y}" in body  # noqa: DTZ011 - the year is enough
    assert "<loc>http://testserver/glossaire/epci/</loc><lastmod>" not in body


def located(client) -> dict[str, str]:
    """What the sitemap tells: the last change of each address, empty where it says none."""
    urls = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314 - our own
    return {
        url.findtext("{*}loc", ""): url.findtext("{*}lastmod", "") for url in urls.findall("{*}url")
    }


def test_the_sitemap_writes_each_address_as_its_page_does(client):
    landes = factories.territory(slug="landes", level="epci", code="244000000")
    factories.commune("40001", "Aire-sur-l’Adour", epci=landes.code)
    factories.contract(
        slug="ys-réciprocité", country=landes, tags=["Ελιά"], themes=[factories.theme()]
    )
    factories.case_study(places=[factories.territory(slug="île")])
    term("Élus", slug="élus")

    locations = located(client)

    for start in ("/contrats/ys-r%C3%A9", "/etiquettes/%CE%B5", "/territoires/%C3%AEle/"):
        assert any(one.startswith(f"http://testserver{start}") for one in locations), start
    assert "http://testserver/communes/40001-aire-sur-l-adour/" in locations
    assert "http://testserver/glossaire/%C3%A9lus/" in locations
    for address in locations:
        page = ReadPage(client, address.removeprefix("http://testserver"))
        assert page.one("link[rel=canonical]")["href"] == address
        assert page.one("meta[property='og:url']")["content"] == address


def test_the_sitemap_tells_the_last_change_of_what_lists_fiches(client):
    landes, wood = factories.territory(slug="landes"), factories.theme(slug="bois")
    old = factories.contract(country=landes, themes=[wood], tags=["forêt"])
    new = factories.contract(country=landes)
    term("EPCI")
    SearchDocument.objects.update(updated=None)
    days = {old: "2020-02-03", new: "2021-04-05"}
    for page, day in days.items():
        moment = dt.datetime.fromisoformat(f"{day}T12:00:00+00:00")
        SearchDocument.objects.filter(key=f"page:{page.pk}").update(updated=moment)
        Page.objects.filter(pk=page.pk).update(last_published_at=moment)
    listings = Page.objects.filter(depth__in=(2, 3))
    listings.update(last_published_at=None, latest_revision_created_at=None)

    changes = {
        address.removeprefix("http://testserver"): changed[:10]
        for address, changed in located(client).items()
    }

    assert changes[old.url] == changes["/themes/bois/"] == changes["/etiquettes/foret/"]
    assert changes[old.url] == "2020-02-03"
    for address in ("/", "/contrats/", "/territoires/landes/", "/territoires/", "/themes/"):
        assert changes[address] == "2021-04-05", address
    for address in ("/conditions/", "/contrats/comme-le-mien/", "/etiquettes/", new.url):
        assert changes[address] == "2021-04-05", address
    # Nothing is known to have changed there.
    for address in ("/outils/", "/communes/", "/glossaire/"):
        assert changes[address] == "", address


def test_robots_are_kept_out_of_the_admin_and_of_searches(client):
    body = client.get("/robots.txt").content.decode()

    assert body.splitlines() == [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /recherche/",
        "Sitemap: http://testserver/sitemap.xml",
    ]


def test_what_does_not_exist_is_a_404(client):
    factories.home_page()
    addresses = ["/territoires/inconnu/", "/themes/inconnu/", "/etiquettes/inconnue/"]
    addresses += ["/glossaire/inconnu/", "/contrats/inconnu/", "/contrats/inconnu/encore/"]
    addresses += ["/territoires/%00/", "/etiquettes/%00/", "/contrats/%00/", "/nulle-part/"]
    addresses += ["/etiquettes/%F0%9F%8C%B3/"]

    assert {address: client.get(address).status_code for address in addresses} == dict.fromkeys(
        addresses, 404
    )


ODD = ["page=abc", "page=0", "page=-1", "page=99999", "page=99999999999999999999", "theme=inconnu"]
ODD += [
    f"page={'9' * 5000}",
    "annee=xx",
    "etiquette=%00",
    "nature=%27",
    "inconnu=1",
    "q=%00",
    "page=%D9%A3",
]


def test_whatever_is_typed_after_an_address_gets_a_page(client, told):
    factories.territory(slug="landes")
    addresses = ["/contrats/", "/territoires/", "/territoires/landes/", "/themes/bois/"]
    addresses += ["/etiquettes/temps/", "/glossaire/", "/conditions/", "/plan-du-site/"]

    answers = {
        f"{address}?{query}": client.get(f"{address}?{query}").status_code
        for address in addresses
        for query in ODD
    }

    assert {address: status for address, status in answers.items() if status != 200} == {}


def test_what_others_show_of_a_page_is_on_one_line(client, told):
    """Sentences that the templates break over lines: titles, descriptions."""
    for address in ("/conditions/", "/glossaire/", "/territoires/", "/themes/", "/communes/"):
        page = ReadPage(client, address)
        said = [page.one("title").get_text()]
        said += [one["content"] for one in page.soup.select("meta[content]")]
        assert [one for one in said if "\n" in one or one != one.strip()] == [], address


def test_no_public_page_has_an_inline_script_or_style(client, told):
    for address in ("/conditions/", "/glossaire/", "/plan-du-site/", "/themes/bois/"):
        soup = ReadPage(client, address).soup
        assert soup.select("[style], style") == []
        assert [
            script
            for script in soup.select("script:not([src])")
            if script.get("type") != "application/ld+json"
        ] == []
