"""The note of a fiche: what its page tells, on two pages at most, for whoever may read the page."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.cache import caches
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wagtail.models import PageViewRestriction

from contracts import kinds
from contracts.deciding.note import paper
from contracts.deciding.note.fiche import fiche_sheet
from contracts.deciding.note.paper import NotePaper
from contracts.models import CaseStudyPage, ContractIndexPage, ContractPage, Party, ToolPage
from contracts.papers import typesetting
from contracts.values.vocabulary import Attribute, CommitmentState, Section, Side
from tests import factories
from tests.contracts.deciding.read_paper import ReadPaper, bare
from tests.contracts.reading import ReadPage, words
from tests.property_profiles import share_of_examples

pytestmark = pytest.mark.django_db

GAIN = "La métropole y trouve du bois pour ses chaufferies et du débit pour ses captages, sans rien de plus à dire."
# What Typst would read as markup, what turns a line round, what nobody sees, what has no room.
HOSTILE = {
    "markup": '#set page(paper: "a5") *gras* _oblique_ `code` $x^2$ @source <nom> \\ // = titre',
    "a formula": '=HYPERLINK("http://exemple.fr") & <b>gras</b> &amp; &#0;',
    "right to left": "\u202eabc עברית العربية\u202c fin",
    "no space": "a" * 10_000,
    "emoji": "avant 👩🏽‍🌾🌲 après",
    "unseen": "avant\x00\x07\u200b\ufeff après",
    "lines": "une\nligne\r\n\n\nune autre\tfin",
}
# Texts of the note that are for a machine.
UNTOUCHED = {"address", "sources_anchor", "svg", "anchor", "shape", "side", "colours", "heading"}
# Texts that the database keeps short, of which one is shown on every note.
SHORT = {
    *("title", "gist", "type", "about", "elsewhere", "licence", "updated", "columns", "remark"),
    *("absent", "map", "sources"),
}
MOST_OF_SHORT = 200

letters = st.text(
    st.sampled_from("abcdéèàœ 0123456789#*_`$\\@<>[]~=-/'\"«»&עא🌲"), min_size=1, max_size=60
).filter(lambda text: len(bare(text)) > 0)


def note_of(client, page) -> ReadPaper:
    response = client.get(f"{page.url}note.pdf")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    return ReadPaper(response.content)


def data_of(page) -> dict[str, Any]:
    request = RequestFactory().get(page.url)
    return NotePaper(fiche_sheet(kinds.of(type(page)).context(page, request))).data


def told(data: dict[str, Any]) -> ReadPaper:
    return ReadPaper(typesetting.typeset(paper._TEMPLATE, data))


def full_contract(**fields: Any) -> ContractPage:
    city = factories.territory(name="Métropole d’Ys", level="epci")
    country = factories.territory(name="Pays des Landes")
    theme = factories.theme(label="Forêt et bois")
    return factories.contract(
        title="Ys et les Landes",
        gist="La ville achète le bois du pays.",
        parties=[
            Party(territory=city, side=Side.CITY, gain=GAIN, source=factories.source()),
            Party(territory=country, side=Side.COUNTRYSIDE),
        ],
        themes=[theme],
        commitments=[
            factories.commitment(
                country, city, theme=theme, quantity=20_000, unit="tonnes par an", exchange="a"
            ),
            factories.commitment(city, country, object="Un technicien", exchange="a"),
            factories.commitment(
                None, None, object="Une fête par an", state=CommitmentState.DONE, locator="p. 12"
            ),
        ],
        facts=[
            factories.signed_on("2016-11-04", retained=True),
            factories.fact(Attribute.AMOUNT, number_value=26_000, unit="€"),
        ],
        statements=[
            factories.statement(Section.RESULT, text="Douze chaufferies au bois."),
            factories.statement(Section.OBSTACLE, text="Le prix a doublé."),
            factories.statement(Section.CONTEXT, text="Deux territoires voisins."),
        ],
        **fields,
    )


class TestWhatItTells:
    def test_between_two_cities_it_tells_from_whom_to_whom_and_of_no_countryside(self, client):
        ys = factories.territory(name="Ville d’Ys", level="commune")
        other = factories.territory(name="Ville d’Is", level="commune")
        page = factories.contract(
            title="Ys et Is",
            parties=[Party(territory=city, side=Side.CITY) for city in (ys, other)],
            commitments=[factories.commitment(ys, other, object="Du bois")],
        )
        note = note_of(client, page)

        assert "Les villes donnent" in note.text
        assert "Ville d’Ys → Ville d’Is" in note.text
        assert "La campagne" not in note.text

    def test_the_note_of_a_contract_tells_who_gives_what_and_what_came_of_it(self, client):
        note = note_of(client, full_contract())

        for said in (
            "Ys et les Landes",
            "La ville achète le bois du pays.",
            "Métropole d’Ys · ville",
            "Métropole d’Ys donne",
            "Pays des Landes donne",
            "Forêt et bois",
            "20 000 tonnes par an",
            "En échange de : Un technicien",
            "Ensemble : Une fête par an",
            "p. 12",
            GAIN,
            "Pays des Landes : non renseigné",
            "Résultats : Douze chaufferies au bois.",
            "Le prix a doublé.",
            "4 novembre 2016",
            "Aussi sur la fiche : Contexte.",
            "Licence Ouverte 2.0",
            "http://testserver/contrats/",
        ):
            assert bare(said) in note.bare, said
        assert len(note.pages) == 1

    def test_what_no_source_tells_is_said_not_to_be_known(self, client):
        note = note_of(client, factories.contract())

        assert "Apports de chacun : non renseignés" in note.text
        assert "Bilan public : non renseigné" in note.text
        assert "Ce qui a coincé non renseigné" in note.text
        assert "Date de signature non renseigné" in note.text

    def test_the_note_of_an_experience_tells_the_problem_the_cost_and_how_to_do_it_too(
        self, client
    ):
        page = factories.case_study(
            places=[factories.territory(name="Pays des Landes")],
            facts=[factories.fact(label="Chaufferies", number_value=12)],
            statements=[
                factories.statement(section, text=f"Ce que dit {section.label.lower()}.")
                for section in (
                    Section.PROBLEM,
                    Section.ACTION,
                    Section.RESULT,
                    Section.COST,
                    Section.OBSTACLE,
                )
            ],
        )
        note = note_of(client, page)

        order = [
            note.text.index(f"Ce que dit {word}")
            for word in (
                "le problème",
                "ce qui a été fait",
                "résultats",
                "coûts",
                "ce qui a coincé",
            )
        ]
        assert order == sorted(order)
        assert "Pays des Landes" in note.text
        assert bare("Chaufferies 12") in note.bare
        assert bare("Transposer chez vous non renseigné") in note.bare

    def test_the_note_of_a_tool_tells_its_steps_and_the_addresses_of_its_files(self, client):
        page = factories.tool(duration="une demi-journée", duration_source=factories.source())
        page.steps = [
            page.steps.model(text=f"Étape {rank} du guide", source=factories.source())
            for rank in (1, 2)
        ]
        page.resources = [
            page.resources.model(label="Le guide", document=factories.document("Guide")),
        ]
        page.save_revision().publish()
        note = note_of(client, page)

        assert "1. Étape 1 du guide" in note.text
        assert "2. Étape 2 du guide" in note.text
        assert "une demi-journée" in note.text
        assert "http://testserver/documents/" in note.text
        assert bare("Conditions de réussite non renseigné") in note.bare

    @settings(
        max_examples=share_of_examples(0.15),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        st.lists(
            st.tuples(
                letters,
                st.sampled_from(["city", "country", "both"]),
                st.one_of(st.none(), st.integers(1, 999_999)),
                st.sampled_from(["", *CommitmentState]),
                st.booleans(),
            ),
            min_size=1,
            max_size=6,
        )
    )
    def test_the_ledger_on_paper_holds_the_words_and_numbers_of_the_page(self, client, given_lines):
        city, country = factories.territory(level="epci"), factories.territory()
        theme = factories.theme()
        ways = {"city": (city, country), "country": (country, city), "both": (None, None)}
        page = factories.contract(
            city=city,
            country=country,
            commitments=[
                factories.commitment(
                    *ways[way],
                    object=f"x{text}",
                    theme=theme if themed else None,
                    quantity=quantity,
                    unit="tonnes" if quantity else "",
                    state=state,
                )
                for text, way, quantity, state, themed in given_lines
            ],
        )
        shown = ReadPage(client, page.url)
        note = note_of(client, page)

        entries = shown.soup.select("[data-part=ledger] p[id]")
        assert len(entries) == len(given_lines)
        for entry in entries:
            details = [words(detail.extract()) for detail in entry.select("span")]
            for said in (words(entry), *" · ".join(details).split(" · ")):
                assert bare(said) in note.bare
        for heading in shown.texts("[data-part=ledger] p:not([id]), [data-part=ledger] h3"):
            assert bare(heading) in note.bare


class TestItsPages:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_any_text_anywhere_is_set_as_it_is_on_two_pages_at_most(self, text):
        data = _everywhere(data_of(full_contract()), text)
        note = told(data)

        assert 1 <= len(note.pages) <= 2
        assert len(note.tagged("/H1")) == 1
        if len(text) < 1_000:
            assert bare(text) in note.bare

    def test_markup_is_read_as_it_was_typed(self):
        note = told(_everywhere(data_of(full_contract()), HOSTILE["markup"]))
        assert '#set page(paper: "a5") *gras* _oblique_ `code` $x^2$ @source <nom>' in note.text

    def test_what_does_not_fit_is_counted_and_left_to_its_address(self, client):
        page = full_contract()
        giver, receiver = (party.territory for party in page.parties.all())
        objects = [f"Objet n{rank}n " + "avec bien des mots " * 10 for rank in range(90)]
        page.commitments = [
            factories.commitment(giver, receiver, object=text.strip()) for text in objects
        ]
        page.save_revision().publish()
        note = note_of(client, page)

        shown = [rank for rank in range(90) if f"n{rank}n" in note.text]
        assert shown == list(range(len(shown)))
        assert 10 < len(shown) < 90
        assert f"Et {90 - len(shown)} autres, sur la fiche" in note.text
        assert bare(f"{page.url}#qui-donne-quoi") in note.bare
        assert len(note.pages) == 2
        assert "Le prix a doublé." in note.text  # a long ledger takes the room of nothing else

    def test_every_number_leads_to_a_source_of_the_note(self, client):
        note = note_of(client, full_contract())

        body, _, listed = note.text.partition(" Sources 1. ")
        cited = {int(number) for number in re.findall(r"\[(\d+)[,\]]", body)}
        known = {1, *(int(number) for number in re.findall(r" (\d+) ?\. ?Article", listed))}
        assert cited
        assert cited <= known


class TestItsFile:
    def test_it_is_tagged_titled_in_french_and_its_drawings_are_told(self, client):
        city = factories.territory(
            name="Brest Métropole", level="epci", latitude=48.39, longitude=-4.48
        )
        country = factories.territory(name="Pays des Landes", latitude=48.2, longitude=-3.5)
        note = note_of(client, factories.contract(title="Brest", city=city, country=country))

        assert note.reader.metadata.title == "Note\u00a0: Brest"
        assert note.root["/Lang"] == "fr-FR"
        assert note.root["/MarkInfo"]["/Marked"]
        assert note.root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part" in note.root["/Metadata"].get_data()
        headings = [name for name, _ in note.tags if name in {"/H1", "/H2", "/H3"}]
        assert headings == ["/H1", *["/H2"] * 5]
        drawings = [figure["/Alt"] for figure in note.tagged("/Figure")]
        assert [" ".join(drawing.split()) for drawing in drawings] == [
            "Carte : Brest Métropole et Pays des Landes. 76 km à vol d’oiseau entre les parties.",
            "Code QR : l’adresse de la fiche",
        ]

    def test_the_headings_of_its_table_are_told_as_such(self, client):
        note = note_of(client, full_contract())
        assert len(note.tagged("/TH")) == 3
        assert len(note.tagged("/Table")) == 1

    def test_its_fonts_are_in_it(self, client):
        fonts = note_of(client, full_contract()).fonts
        names = {font["/BaseFont"].partition("+")[2] for font in fonts}
        assert {"PublicSans-Regular", "PublicSans-Bold"} <= names
        for font in fonts:
            descriptor = font["/FontDescriptor"]
            assert {"/FontFile2", "/FontFile3"} & set(descriptor)

    def test_it_is_named_in_french(self, client):
        response = client.get(f"{full_contract().url}note.pdf")
        assert response["Content-Disposition"] == 'inline; filename="Note - Ys et les Landes.pdf"'
        assert 'rel="canonical"' in response["Link"]

    def test_it_is_made_once_and_not_sent_again_until_the_fiche_changes(self, client, monkeypatch):
        caches["papers"].clear()
        made = []
        monkeypatch.setattr(
            typesetting, "typeset", lambda *args: made.append(args) or b"%PDF-essai"
        )
        page = full_contract()
        first = client.get(f"{page.url}note.pdf")
        again = client.get(f"{page.url}note.pdf")
        kept = client.get(f"{page.url}note.pdf", headers={"If-None-Match": first["ETag"]})

        assert first["ETag"] == again["ETag"]
        assert re.fullmatch(r'"[0-9a-f]{64}"', first["ETag"])
        assert (kept.status_code, kept.content) == (304, b"")
        assert len(made) == 1

        page.gist = "La ville n’achète plus le bois du pays."
        page.save_revision().publish()
        changed = client.get(f"{page.url}note.pdf", headers={"If-None-Match": first["ETag"]})
        assert changed.status_code == 200
        assert changed["ETag"] != first["ETag"]
        assert len(made) == 2

    def test_the_same_fiche_makes_the_same_file(self):
        data = data_of(full_contract())
        assert typesetting.typeset(paper._TEMPLATE, data) == typesetting.typeset(
            paper._TEMPLATE, data
        )

    def test_a_note_that_cannot_be_made_is_said_so_without_an_error(self, client, monkeypatch):
        def fails(*_args: Any) -> bytes:
            raise typesetting.PaperFailed("note: essai")

        caches["papers"].clear()
        monkeypatch.setattr(typesetting, "typeset", fails)
        response = client.get(f"{full_contract().url}note.pdf")
        assert response.status_code == 503
        assert "n’a pas pu être fait" in response.content.decode()


class TestWhoMayReadIt:
    def test_the_note_of_a_draft_is_not_found(self, client):
        page = factories.contract(publish=False)
        assert client.get(f"{page.url}note.pdf").status_code == 404

    def test_the_draft_of_a_published_page_does_not_show(self, client):
        page = full_contract()
        page.gist = "Un brouillon que personne ne doit lire."
        page.save_revision()
        assert "brouillon" not in note_of(client, page).text

    @pytest.mark.parametrize("where", ["the page", "what holds it"])
    def test_the_note_of_a_private_page_asks_for_a_login_as_the_page_does(self, client, where):
        page = full_contract()
        assert client.get(f"{page.url}note.pdf").status_code == 200
        held = page if where == "the page" else ContractIndexPage.objects.get()
        PageViewRestriction.objects.create(
            page=held.page_ptr, restriction_type=PageViewRestriction.LOGIN
        )

        response = client.get(f"{page.url}note.pdf")

        assert response.status_code == 302
        assert response["Location"].startswith("/admin/login/")
        assert "note.pdf" in response["Location"]
        assert b"%PDF" not in response.content

    def test_an_alias_leads_to_the_note_of_what_it_shows(self, client):
        page = full_contract()
        alias = page.create_alias(parent=ContractIndexPage.objects.get(), update_slug="copie")
        shown = client.get(f"{alias.url}note.pdf")

        assert shown["ETag"] == client.get(f"{page.url}note.pdf")["ETag"]
        assert shown["Link"] == f'<http://testserver{page.url}>; rel="canonical"'

    def test_the_note_of_a_page_that_was_renamed_has_moved_with_it(
        self, client, django_capture_on_commit_callbacks
    ):
        page = full_contract()
        before = page.url
        page.slug = "autre-nom"
        with django_capture_on_commit_callbacks(execute=True):  # Wagtail redirects then
            page.save_revision().publish()
        moved = client.get(f"{before}note.pdf")

        assert (moved.status_code, moved["Location"]) == (301, "/contrats/autre-nom/note.pdf")
        assert client.get(moved["Location"]).status_code == 200

    @pytest.mark.parametrize(
        "address",
        [
            "/note.pdf",
            "/contrats/note.pdf",
            "/contrats/inconnu/note.pdf",
            "/contrats/inconnu/note.pdf/",
            "/sessions/note.pdf",
            "/mentions-legales/note.pdf",
            "/contrats/%00/note.pdf",
            "/contrats/../../note.pdf",
            f"/{'a/' * 500}note.pdf",
            "/contrats/é☂/note.pdf?x=%ff",
        ],
    )
    def test_what_has_no_note_is_not_found(self, client, address):
        factories.home_page()
        assert client.get(address).status_code == 404

    def test_it_is_asked_for_and_never_posted(self, client):
        page = full_contract()
        assert client.post(f"{page.url}note.pdf").status_code == 405
        assert client.head(f"{page.url}note.pdf").status_code == 200


# The real catalogue comes last (tests/conftest.py).


@pytest.mark.parametrize("kind", [ContractPage, CaseStudyPage, ToolPage])
def test_notes_of_the_catalogue_stand_on_two_pages_and_weigh_little(client, catalogue, kind):
    pages = list(kind.objects.live().order_by("pk"))
    for page in pages[:: max(1, len(pages) // 4)]:
        response = client.get(f"{page.url}note.pdf")
        assert len(ReadPaper(response.content).pages) <= 2, page.url
        assert len(response.content) <= 75_000, page.url


def _everywhere(data: dict[str, Any], text: str, name: str = "", short: bool = False) -> Any:
    """Every text for people replaced."""
    if name in UNTOUCHED:
        return data
    short = short or name in SHORT
    if isinstance(data, dict):
        return {key: _everywhere(one, text, key, short) for key, one in data.items()}
    if isinstance(data, list | tuple):
        return [_everywhere(one, text, name, short) for one in data]
    if not isinstance(data, str) or not data:
        return data
    return text[:MOST_OF_SHORT] if short else text
