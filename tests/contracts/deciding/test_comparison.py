"""From two to four fiches side by side: their rows, their address, their files, what is refused."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.cache import caches
from django.db import connection
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from contracts.deciding.comparison import views
from contracts.models import Milestone, Party
from contracts.pages.forms import ComparisonForm
from contracts.tables.csv_file import read_csv
from contracts.values.dates.partial_date import PartialDate
from contracts.values.vocabulary import Attribute, Section, Side
from tests import factories
from tests.contracts.deciding.read_paper import ReadPaper, bare
from tests.contracts.reading import ReadPage, words
from tests.property_profiles import share_of_examples

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

MOST_QUERIES = 20
ADDRESS = "/comparer/"
ABSENT = "aucun engagement recensé"
SILENT = {ABSENT, "non renseigné", "aucune précision"}


def address(*slugs: str, **others: str) -> str:
    values = QueryDict(mutable=True)
    values.setlist("fiche", list(slugs))
    values.update(others)
    return f"{ADDRESS}?{values.urlencode()}"


def compared(client, *pages: Any, **others: str) -> ReadPage:
    return ReadPage(client, address(*(page.slug for page in pages), **others))


def row(page: ReadPage, heading: str, group: str = "") -> list[str]:
    """The cells of the row of this heading, in the rows of a group when there are several; one that
    stands beside several rows is a cell of each."""
    for body in page.soup.select("tbody"):
        head = body.select_one("th[scope=rowgroup]")
        if group and (head is None or words(head) != group):
            continue
        beside: dict[str, str] = {}
        for line in body.select("tr"):
            cells = {
                str(cell.get("data-letter", "ABCD"[rank])): cell
                for rank, cell in enumerate(line.select("td"))
            }
            beside |= {letter: words(one) for letter, one in cells.items() if one.get("rowspan")}
            name = line.select_one("th[scope=row]")
            if name is not None and words(name) == heading:
                told = beside | {letter: words(cell) for letter, cell in cells.items()}
                return [told[letter] for letter in sorted(told)]
    raise AssertionError(f"no row is headed {heading!r}")


def headings(page: ReadPage) -> list[str]:
    return page.texts("thead th[scope=col] a:first-of-type")


def test_a_tool_is_said_not_to_be_compared_and_what_is(client):
    experience = factories.case_study(title="Une régie", slug="regie")
    factories.tool(title="Une grille", slug="grille")
    factories.tool(title="Un secret", slug="secret").unpublish()
    page = ReadPage(client, address(experience.slug, "grille", "secret"))
    told = words(page.soup.find("main"))
    assert "« Une grille » (outil) ne se compare pas ici : se comparent les contrats" in told
    assert "Aucune fiche publique ne porte l’identifiant « secret »" in told
    assert "identifiant « grille »" not in told
    alone = words(ReadPage(client, address("grille")).soup.find("main"))
    assert "« Une grille » (outil) ne se compare pas ici" in alone


@pytest.fixture
def pair():
    """Two contracts: one gives wood for engineering, the other tells water one way only."""
    bois, eau = factories.theme(label="Bois"), factories.theme(label="Eau")
    city, country = factories.territory(name="Ys"), factories.territory(name="Landes")
    first = factories.contract(
        title="Ys et Landes",
        city=city,
        country=country,
        commitments=[
            factories.commitment(
                country, city, object="Du bois", theme=bois, quantity=20, unit="t"
            ),
            factories.commitment(city, country, object="Un ingénieur", theme=bois),
        ],
        facts=[
            factories.fact(Attribute.AMOUNT, number_value=30, unit="€", retained=True),
            factories.fact(Attribute.AMOUNT, number_value=40, unit="€"),
        ],
        statements=[
            factories.statement(Section.GOVERNANCE, text="Un comité se réunit."),
            factories.statement(Section.RESULT, text="La chaufferie tourne."),
        ],
        milestones=[
            Milestone(date=PartialDate.parse("2016"), text="Signature", source=factories.source())
        ],
    )
    other_city, other_country = factories.territory(name="Is"), factories.territory(name="Lande")
    second = factories.contract(
        title="Is et Lande",
        city=other_city,
        country=other_country,
        commitments=[
            factories.commitment(other_city, other_country, object="De l’eau", theme=eau),
        ],
        statements=[factories.statement(Section.GOVERNANCE, text="Un comité se réunit.")],
    )
    return first, second


def test_commitments_are_aligned_by_theme_and_direction_and_no_cell_is_blank(client, pair):
    page = compared(client, *pair)
    assert headings(page) == ["Ys et Landes", "Is et Lande"]
    assert row(page, "La campagne donne", "Qui donne quoi ? Bois") == ["Du bois 20 t", ABSENT]
    assert row(page, "La ville donne", "Qui donne quoi ? Bois")[0].startswith("Un ingénieur")
    assert row(page, "La ville donne", "Qui donne quoi ? Eau") == [ABSENT, "De l’eau"]
    assert row(page, "Équilibre", "Qui donne quoi ? Eau") == [
        ABSENT,
        "Sens unique : seule la ville donne",
    ]
    assert row(page, "Équilibre", "Qui donne quoi ? En tout")[1] == (
        "La ville donne : 1 non chiffré La campagne donne : aucun "
        "Sens unique : seule la ville donne"
    )
    assert row(page, "Gouvernance") == ["Un comité se réunit.", "Un comité se réunit."]
    assert row(page, "Étapes") == ["2016 : Signature", "non renseigné"]
    assert row(page, "Résultats") == ["La chaufferie tourne.", "non renseigné"]
    assert [cell for cell in page.texts("td") if not cell] == []


def test_rows_of_which_no_fiche_tells_anything_are_told_in_one_sentence(client, pair):
    page = compared(client, *pair)
    told = page.text("main")
    assert "Rien n’est renseigné, dans aucune de ces fiches, sur : " in told
    assert "Ce que chacun y gagne ; " in told
    assert "Moyens ; " in told
    assert "Aucune de ces fiches ne recense d’engagement pour : La campagne donne (Eau)." in told
    assert "Moyens" not in page.texts("th[scope=row]")
    assert ["non renseigné"] * 2 not in [
        [words(cell) for cell in line.select("td")] for line in page.soup.select("tbody tr")
    ]


def test_a_long_cell_shows_its_first_texts_and_folds_the_others(client, pair):
    texts = [f"{rank} {'Un comité se réunit souvent. ' * 8}" for rank in range(4)]
    long = factories.contract(
        title="Long", statements=[factories.statement(Section.CONTEXT, text=one) for one in texts]
    )
    page = compared(client, pair[0], long)
    [cell] = [one for one in page.soup.select("td") if "3 Un comité" in words(one)]
    assert words(cell.select_one("summary")) == "Lire la suite : 3 autres"
    assert "0 Un comité" not in words(cell.select_one("details"))
    assert row(page, "Contexte")[0] == "non renseigné"


def test_values_on_which_sources_disagree_are_all_shown_each_with_its_source(client, pair):
    page = compared(client, *pair)
    [amounts, absent] = row(page, "Montant")
    assert amounts == "30 € sources divergentes, valeur retenue 40 € sources divergentes"
    assert absent == "non renseigné"
    cell = page.soup.find("th", string=lambda text: text and text.strip() == "Montant").find_next(
        "td"
    )
    assert len(set(page.cited_by(cell))) == 2


def test_only_differences_are_left_when_the_address_asks_for_them(client, pair):
    page = compared(client, *pair, differences="oui")
    told = page.texts("th[scope=row]")
    assert "Gouvernance" not in told
    assert "Moyens" not in told
    assert "Équilibre" in told
    assert "différences seulement" in page.text("#comparaison")
    assert page.one("a[data-part=rows]")["href"] == address(*(one.slug for one in pair))


def test_what_one_fiche_alone_tells_is_named_once_among_the_differences(client, pair):
    page = compared(client, *pair, differences="oui")
    told = page.text("main")
    assert "Seule la fiche « Ys et Landes » en dit quelque chose : " in told
    assert "Résultats" in told
    # What one gives where the other does not is shown.
    assert "Qui donne quoi ? Bois" in page.texts("th[scope=rowgroup]")
    assert "La chaufferie tourne." not in told
    assert "La chaufferie tourne." in compared(client, *pair).text("main")


def test_a_fiche_without_commitment_in_a_theme_says_so_once(client, pair):
    page = compared(client, *pair)
    [theme] = [
        body
        for body in page.soup.select("tbody")
        if words(body.select_one("th[scope=rowgroup]")) == "Qui donne quoi ? Bois"
    ]
    assert words(theme).count(ABSENT) == 1
    assert theme.select_one("td[rowspan]")["rowspan"] == "3"


def test_fiches_that_say_the_same_have_no_difference(client):
    same = {"title": "Les mêmes", "gist": "La ville et la campagne coopèrent."}
    ys, landes = factories.territory(name="Ys"), factories.territory(name="Landes")
    pages = [factories.contract(**same, city=ys, country=landes) for _ in range(2)]
    assert "Aucune différence" in compared(client, *pages, differences="oui").text("main")


def between_cities(**fields: Any) -> Any:
    cities = [factories.territory(name=f"Ville {rank}") for rank in range(2)]
    return factories.contract(
        parties=[Party(territory=city, side=Side.CITY) for city in cities],
        commitments=[factories.commitment(*cities, object="Des trains", theme=factories.theme())],
        **fields,
    )


def test_nothing_is_said_of_a_countryside_between_cities(client):
    page = compared(client, between_cities(), between_cities())
    assert "campagne" not in " ".join(page.texts("main th")).lower()
    assert "Les villes donnent" in page.texts("th[scope=row]")


def test_a_contract_between_cities_beside_another_says_why_its_cell_has_nothing(client, pair):
    page = compared(client, pair[0], between_cities())
    given_by_country = row(page, "La campagne donne", "Qui donne quoi ? Bois")
    assert given_by_country == ["Du bois 20 t", "sans objet : contrat entre villes"]


def test_experiences_are_compared_too(client):
    first = factories.case_study(
        title="Une cantine", statements=[factories.statement(Section.COST, text="Dix euros.")]
    )
    second = factories.case_study(title="Un train")
    page = compared(client, first, second)
    assert headings(page) == ["Une cantine", "Un train"]
    assert row(page, "Coûts") == ["Dix euros.", "non renseigné"]


class TestRefusals:
    def test_a_fifth_is_refused_with_a_message(self, client):
        pages = [factories.contract(title=f"Contrat {n}") for n in range(1, 6)]
        page = compared(client, *pages)
        assert headings(page) == ["Contrat 1", "Contrat 2", "Contrat 3", "Contrat 4"]
        message = page.text("[role=alert]")
        assert "« Contrat 5 »" in message
        assert "quatre fiches au plus" in message
        cure = page.one("[role=alert] a")
        assert cure["href"] == address(*(one.slug for one in pages[:4]))

    def test_an_unknown_one_is_named_with_the_cure(self, client, pair):
        page = ReadPage(client, address(pair[0].slug, "inconnue", pair[1].slug))
        assert headings(page) == ["Ys et Landes", "Is et Lande"]
        assert "« inconnue »" in page.text("[role=alert]")
        assert page.one("[role=alert] a")["href"] == address(pair[0].slug, pair[1].slug)

    def test_a_draft_is_not_told_from_what_does_not_exist(self, client, pair):
        draft = factories.contract(title="Titre secret", publish=False)
        page = compared(client, *pair, draft)
        assert "Titre secret" not in page.text("body")
        assert f"« {draft.slug} »" in page.text("[role=alert]")

    def test_another_kind_is_refused(self, client, pair):
        page = compared(client, *pair, factories.case_study(title="Une cantine"))
        assert "« Une cantine » est une expérience" in page.text("[role=alert]")
        assert headings(page) == ["Ys et Landes", "Is et Lande"]

    def test_one_alone_asks_for_another(self, client, pair):
        page = compared(client, pair[0])
        assert "Choisissez-en une autre" in page.text("main")
        assert page.soup.select("table") == []
        assert page.soup.select_one("#ajouter a")["href"] == f"/contrats/?fiche={pair[0].slug}"

    def test_none_says_what_to_do(self, client):
        factories.home_page()
        assert "Choisissez de deux à quatre" in ReadPage(client, ADDRESS).text("main")


def test_a_search_inside_the_page_proposes_fiches_to_add(client, pair):
    factories.case_study(title="Une expérience des Landes")
    page = compared(client, pair[1], chercher="landes")
    [link] = page.soup.select("#ajouter ul a")
    assert words(link) == "Ajouter Ys et Landes"
    assert link["href"] == address(pair[1].slug, pair[0].slug)


def test_a_phone_shows_the_two_columns_that_the_address_names(client):
    pages = [factories.contract(title=f"Contrat {n}") for n in range(1, 4)]
    page = compared(client, *pages, paire="1-3")
    aside = [words(head) for head in page.soup.select("thead [data-aside] a:first-of-type")]
    assert aside == ["Contrat 2"]
    shown = page.one("nav [aria-current]")
    assert shown["aria-label"] == "A et C\u00a0: Contrat 1, Contrat 3"
    assert page.texts("nav[aria-label='Deux colonnes à la fois'] a") == [
        "A et B",
        "A et C",
        "B et C",
    ]


@pytest.fixture
def known():
    """Two contracts and an experience of known slugs."""
    factories.contract(slug="contrat-a")
    factories.contract(slug="contrat-b")
    factories.case_study(slug="cas-a")


class TestAddress:
    def test_it_restores_the_comparison_and_is_written_in_its_order(self, client, pair):
        asked = address(pair[1].slug, pair[0].slug, pair[1].slug, differences="oui")
        page = ReadPage(client, asked)
        assert headings(page) == ["Is et Lande", "Ys et Landes"]
        assert page.one("link[rel=canonical]")["href"].endswith(
            address(pair[1].slug, pair[0].slug, differences="oui")
        )
        assert page.one("meta[name=robots]")["content"].startswith("noindex")

    def test_what_a_list_sends_besides_is_taken_off(self, client, pair):
        response = client.get(f"{address(pair[0].slug)}&q=eau&theme=bois")
        assert response.status_code == 302
        assert response["Location"] == address(pair[0].slug)

    @given(
        st.lists(st.text(max_size=30), max_size=8),
        st.booleans(),
        st.sampled_from(["", "1-2", "1-3", "3-4", "4-3", "9-9", "é"]),
        st.text(max_size=30),
    )
    def test_it_is_read_back_as_it_is_written(self, slugs, differences, pair, searched):
        data = QueryDict(mutable=True)
        data.setlist("fiche", slugs)
        data["differences"] = "oui" if differences else "non"
        data["paire"], data["chercher"] = pair, searched
        form = ComparisonForm.from_querydict(data)
        again = ComparisonForm.from_querydict(QueryDict(form.url.partition("?")[2]))
        assert again.url == form.url

    @settings(
        max_examples=share_of_examples(0.6),
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        st.lists(
            st.tuples(
                st.sampled_from(["fiche", "paire", "differences", "chercher", "page", "q", "\x00"]),
                st.one_of(
                    st.text(max_size=12),
                    st.sampled_from(["contrat-a", "contrat-b", "cas-a", "1-4"]),
                ),
            ),
            max_size=8,
        )
    )
    def test_whatever_is_typed_gets_a_page(self, client, known, typed):
        data = QueryDict(mutable=True)
        for name, value in typed:
            data.appendlist(name, value)
        response = client.get(f"{ADDRESS}?{data.urlencode()}", follow=True)
        assert response.status_code == 200
        for extension in ("csv", "xlsx", "ods", "pdf"):
            file = client.get(f"{ADDRESS}tableau.{extension}?{data.urlencode()}", follow=True)
            assert file.status_code == 200


class TestFiles:
    def csv(self, client, *pages: Any) -> list[list[str]]:
        response = client.get(address(*(page.slug for page in pages)).replace("?", "tableau.csv?"))
        content = b"".join(response.streaming_content)
        assert content.startswith(b"\xef\xbb\xbf")
        return read_csv(content)

    def test_the_csv_has_the_rows_of_the_page(self, client, pair):
        lines = self.csv(client, *pair)
        assert lines[0] == ["Rubrique", "Ligne", "Ys et Landes", "Is et Lande"]
        page = compared(client, *pair)
        for group, heading, *cells in lines[2:]:
            if group in {"Équilibre de l’ensemble", "Sources"}:
                continue
            if set(cells) <= SILENT - {ABSENT} or heading not in page.texts("th[scope=row]"):
                assert heading in page.text("main") or group in page.text("main")
            elif set(cells) != {ABSENT}:
                assert len(row(page, heading, group.replace("\u202f", " "))) == len(cells)
        eau = next(
            line for line in lines if line[0].endswith("Eau") and line[1] == "La ville donne"
        )
        assert eau[2] == ABSENT
        assert eau[3].startswith("De l’eau [")
        assert any(line[0] == "Sources" and "https://exemple.fr/" in line[1] for line in lines)

    def test_what_a_spreadsheet_would_run_is_a_text(self, client, pair):
        hostile = factories.contract(title="=1+1", gist="=HYPERLINK(1)")
        lines = self.csv(client, hostile, pair[0])
        assert lines[0][2] == "'=1+1"
        assert [cell for line in lines for cell in line if cell.startswith("=")] == []

    def test_the_workbook_has_the_cells_of_the_csv(self, client, pair):
        response = client.get(address(*(page.slug for page in pair)).replace("?", "tableau.xlsx?"))
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        read = [[cell or "" for cell in line] for line in sheet.iter_rows(values_only=True)]
        assert read == self.csv(client, *pair)

    def test_a_workbook_is_set_to_be_read_and_printed_and_named_in_short(self, client, pair):
        response = client.get(address(*(page.slug for page in pair)).replace("?", "tableau.xlsx?"))
        day = timezone.localdate().isoformat()
        assert f'"comparaison-de-2-contrats-{day}.xlsx"' in response["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
        assert sheet.freeze_panes == "C2"
        assert sheet.auto_filter.ref == sheet.dimensions
        assert sheet.page_setup.orientation == "landscape"
        assert int(sheet.page_setup.paperSize) == 9  # A4
        assert sheet.sheet_properties.pageSetUpPr.fitToPage
        assert all(cell.alignment.wrap_text for line in sheet for cell in line if cell.value)

    def test_the_pdf_has_the_cells_of_the_workbook_and_is_told_unchanged(self, client, pair):
        asked = address(*(page.slug for page in pair)).replace("?", "tableau.pdf?")
        response = client.get(asked)
        paper = ReadPaper(response.content)
        for group, heading, *cells in self.csv(client, *pair)[2:]:
            assert bare(group) in paper.bare or bare(heading) in paper.bare
            for cell in cells:
                for told in re.split(r"\n| \(", re.sub(r" \[[^\]]*\]", "", cell)):
                    assert bare(told) in paper.bare or told in SILENT, told
        assert paper.reader.metadata.title == "Comparaison\u00a0: Ys et Landes – Is et Lande"
        assert len(paper.tagged("/TH")) > len(pair)
        width, height = paper.reader.pages[0].mediabox[2:]
        assert width > height
        again = client.get(asked, headers={"if-none-match": response["ETag"]})
        assert again.status_code == 304

    def test_papers_beyond_the_limit_are_refused_and_the_page_is_named(
        self, client, pair, monkeypatch
    ):
        monkeypatch.setattr(views, "_MOST_PAPERS_A_DAY", 0)
        caches["papers"].clear()
        response = client.get(address(*(page.slug for page in pair)).replace("?", "tableau.pdf?"))
        assert response.status_code == 429
        assert "Trop de documents" in response.content.decode()

    def test_a_workbook_says_its_licence_its_day_and_its_address(self, client, pair):
        asked = address(*(page.slug for page in pair)) + "&differences=oui"
        for ending in ("xlsx", "ods"):
            response = client.get(asked.replace("?", f"tableau.{ending}?"))
            workbook = CalamineWorkbook.from_filelike(io.BytesIO(response.getvalue()))
            assert workbook.sheet_names == ["Comparaison", "Source"]
            said = dict(line[:2] for line in workbook.get_sheet_by_name("Source").to_python())
            assert said["Licence"] == "Licence Ouverte 2.0"
            assert said["Extrait le"] == timezone.localdate()
            assert said["La page en ligne"] == f"http://testserver{asked}"
            assert said["Filtres"] == "Différences seulement"
            assert f'<{said["La page en ligne"]}>; rel="canonical"' in response["Link"]

    def test_no_other_kind_of_file_is_written(self, client, pair):
        asked = address(*(page.slug for page in pair))
        assert client.get(asked.replace("?", "tableau.json?")).status_code == 404

    def test_without_two_fiches_a_file_leads_to_the_page(self, client, pair):
        response = client.get(address(pair[0].slug).replace("?", "tableau.csv?"))
        assert response["Location"] == address(pair[0].slug)


def count(client, asked: str) -> int:
    client.get(asked)  # what is read once and kept is not counted
    with CaptureQueriesContext(connection) as queries:
        assert client.get(asked).status_code == 200
    return len(queries)


@pytest.mark.parametrize("kind", ["contract", "case_study"])
def test_four_fiches_are_read_with_as_many_queries_as_two(client, kind):
    theme = factories.theme()
    made = [
        getattr(factories, kind)(
            themes=[theme],
            facts=[factories.fact(label=f"mesure {n}", number_value=n) for n in range(rank + 1)],
            statements=[factories.statement(Section.MEANS) for _ in range(rank + 1)],
        )
        for rank in range(4)
    ]
    slugs = [page.slug for page in made]
    of_two, of_four = count(client, address(*slugs[:2])), count(client, address(*slugs))
    assert of_four == of_two
    assert of_four <= MOST_QUERIES


class TestTicks:
    """Boxes on the cards of a list, kept in its address."""

    def test_a_card_has_a_box_and_a_tool_has_none(self, client, pair):
        factories.tool()
        page = ReadPage(client, "/contrats/")
        boxes = page.soup.select("input[name=fiche]")
        assert {box["value"] for box in boxes} == {one.slug for one in pair}
        assert {box["form"] for box in boxes} == {"recherche"}
        assert ReadPage(client, "/outils/").soup.select("[name=fiche], [data-part=ticked]") == []

    def test_a_search_has_boxes_once_it_is_of_one_kind(self, client, pair):
        factories.case_study()

        def boxes(query: str) -> set[str]:
            page = ReadPage(client, f"/recherche/{query}")
            return {box["value"] for box in page.soup.select("input[type=checkbox][name=fiche]")}

        assert boxes("") == boxes("?type=contrat&type=experience") == set()
        assert boxes("?type=contrat") == {one.slug for one in pair}
        assert {one.slug for one in pair} <= boxes(f"?q=contrat&fiche={pair[0].slug}")
        assert boxes("?q=contrat") == set()

    def test_what_is_ticked_stays_through_filters_pages_and_order(self, client):
        pages = [factories.contract(tags=["bois"] if n % 2 else []) for n in range(30)]
        page = ReadPage(client, f"/contrats/?fiche={pages[0].slug}&fiche=ailleurs")
        links = [
            link["href"] for link in page.soup.select("nav[aria-label='Pages de résultats'] a")
        ]
        assert links
        assert all(
            link.endswith(f"fiche={pages[0].slug}&fiche=ailleurs") or "page=" in link
            for link in links
        )
        assert all(f"fiche={pages[0].slug}&fiche=ailleurs" in link for link in links)
        hidden = [box["value"] for box in page.soup.select("input[type=hidden][name=fiche]")]
        ticked = [
            box["value"] for box in page.soup.select("input[type=checkbox][name=fiche][checked]")
        ]
        assert sorted([*hidden, *ticked]) == sorted([pages[0].slug, "ailleurs"])
        assert "2 fiches cochées" in page.text("[data-part=ticked]")

    def test_more_than_four_are_told_at_once(self, client, pair):
        page = ReadPage(client, "/contrats/?" + "&".join(f"fiche=f{n}" for n in range(5)))
        assert "4 au plus se comparent, décochez-en 1" in page.text("[data-part=ticked]")

    def test_the_button_leads_to_the_comparison(self, client, pair):
        page = ReadPage(client, "/experiences/?fiche=a")
        button = page.one("button[formaction='/comparer/']")
        assert (button["formaction"], button["form"]) == (ADDRESS, "recherche")


class TestLinks:
    def test_a_contract_and_an_experience_lead_to_their_comparison(self, client, pair):
        for fiche in (pair[0], factories.case_study()):
            page = ReadPage(client, fiche.url)
            link = page.soup.find("a", string="Comparer")
            assert link["href"] == address(fiche.slug)

    def test_a_tool_does_not(self, client):
        page = ReadPage(client, factories.tool().url)
        assert page.soup.find("a", string="Comparer") is None

    def test_contracts_like_mine_lead_to_the_comparison_of_the_first_three(self, client):
        for rank in range(4):
            city = factories.territory(name=f"Ville {rank}", level="epci")
            factories.contract(city=city, title=f"Contrat {rank}")
        page = ReadPage(client, "/contrats/comme-le-mien/?cote=ville&nature=communaute-de-communes")
        link = page.soup.find("a", string="Comparer les premiers")
        first = [
            one["href"].rstrip("/").rpartition("/")[2]
            for one in page.soup.select("#resultats h3 a")
        ]
        assert link["href"] == address(*first[:3])

    def test_a_contract_tells_its_balance_by_theme(self, client, pair):
        themes = [factories.theme(label="Eau et forêt"), factories.theme(label="Soin")]
        city, country = factories.territory(), factories.territory()
        contract = factories.contract(
            city=city,
            country=country,
            commitments=[factories.commitment(city, country, theme=theme) for theme in themes],
        )
        page = ReadPage(client, contract.url)
        assert page.texts("table tbody tr")[0] == (
            "Eau et forêt 1 non chiffré aucun sens unique : seule la ville donne"
        )
