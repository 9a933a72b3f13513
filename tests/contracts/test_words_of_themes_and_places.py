"""Everyday words lead to a theme, and names of inhabitants, short names and numbers to a place."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from contracts.catalogue.communes import load_communes
from contracts.models import ContractPage, Territory, TerritoryName, Theme
from contracts.rules.words.everyday_words import wordings
from contracts.values.demonyms import genders, inflections, masculines
from contracts.values.place_names import short_name
from search.answers.assistance import assist
from search.answers.hints import ShownHint, hints_for
from search.answers.service import answer
from search.query.form import SearchForm
from search.text.analysis import fold
from search.words.suggestions import suggest
from tests.contracts.reading import ReadPage

MOBILITY = "/recherche/?theme=mobilites-et-transports"


def form_of(q: str) -> SearchForm:
    address = QueryDict(mutable=True)
    address["q"] = q
    return SearchForm.from_querydict(address, path="/recherche/")


def first_hint(q: str) -> ShownHint:
    return hints_for(form_of(q))[0]


def below(q: str) -> list[str]:
    """What is shown below the results, by address."""
    form = form_of(q)
    return [hit.url for hit in assist(form, answer(form), hints_for(form)).closest]


@pytest.mark.usefixtures("catalogue")
class TestThemes:
    def test_every_theme_has_twenty_to_forty_words_that_the_rules_accept(self):
        for theme in Theme.objects.all():
            assert 20 <= len(wordings(theme.everyday_words)) <= 40, theme
            theme.full_clean()

    @pytest.mark.parametrize(
        ("typed", "theme"),
        [
            ("vélo", "Mobilités et transports"),
            ("VELOS", "Mobilités et transports"),
            ("covoit", "Mobilités et transports"),
            ("transport à la demande", "Mobilités et transports"),
            ("AOM", "Mobilités et transports"),
            ("ZFE", "Mobilités et transports"),
            ("crèche", "Jeunesse, éducation et enseignement supérieur"),
            ("abattoir", "Agriculture et alimentation"),
            ("maraîchage", "Agriculture et alimentation"),
            ("méthanisation", "Énergie et transition écologique"),
            ("compost", "Déchets et économie circulaire"),
            ("ZAN", "Aménagement, foncier et habitat"),
            ("artificialisation", "Aménagement, foncier et habitat"),
            ("friche", "Aménagement, foncier et habitat"),
            ("désert médical", "Santé et accès aux soins"),
            ("manque de médecins", "Santé et accès aux soins"),
            ("maison de santé", "Santé et accès aux soins"),
            ("personnes âgées", "Santé et accès aux soins"),
            ("artisans", "Développement économique et emploi"),
            ("rando", "Tourisme, loisirs et montagne"),
            ("zone humide", "Eau et milieux aquatiques"),
            ("docteurs", "Santé et accès aux soins"),
            ("toubib", "Santé et accès aux soins"),
            ("hôpital", "Santé et accès aux soins"),
            ("cantine", "Agriculture et alimentation"),
            ("ramassage scolaire", "Mobilités et transports"),
            ("car scolaire", "Mobilités et transports"),
            ("déneigement", "Services et ingénierie publique"),
            ("piscine", "Tourisme, loisirs et montagne"),
            ("bistrot", "Développement économique et emploi"),
        ],
    )
    def test_an_everyday_word_proposes_its_theme_first(self, typed: str, theme: str):
        assert first_hint(typed).label == f"Thème\u00a0: {theme}"

    @pytest.mark.parametrize(
        ("typed", "answer", "namesake"),
        [
            ("rivière", "Thème : Eau et milieux aquatiques", "La Rivière (Isère)"),
            ("bois", "Thème : Forêt et filière bois", "Bois (Charente-Maritime)"),
            ("borne de recharge", "Thème : Mobilités et transports", "Borne (Haute-Loire)"),
            ("forêt", "Thème : Forêt et filière bois", "Communauté de communes de la Forêt"),
            (
                "petit village",
                "Est-ce possible pour une petite commune ?",
                "Petit-Bourg (Guadeloupe)",
            ),
        ],
    )
    def test_a_place_named_like_everyday_words_waits_under_a_fold(
        self, client, typed: str, answer: str, namesake: str
    ):
        load_communes()
        page = ReadPage(client, f"/recherche/?q={typed}")

        assert page.texts("section[aria-label=Pistes] li a") == [answer]
        assert page.text("details[aria-label=Pistes] summary") == "Un lieu dans ces mots ?"
        assert namesake in page.texts("details[aria-label=Pistes] li a")

    def test_the_fiches_of_the_theme_are_listed_those_that_say_the_word_first(self, client):
        page = re.sub(r"\s+", " ", client.get("/recherche/?q=v%C3%A9lo").content.decode())

        assert re.search(r"Thème.: Mobilités et transports</a> \(\d+ fiches\)", page)
        assert "Ces fiches sont classées sous ce titre." in page
        assert all("covoiturage" in url for url in below("covoit")[:3])
        assert len(below("vélo")) == 10

    def test_the_other_words_stay_beside_the_theme(self):
        hint = first_hint("abattoir à Brest")

        assert (hint.facet, hint.code) == ("theme", "agriculture-et-alimentation")
        assert "q=" in hint.url
        assert "Brest" in hint.url

    def test_a_word_of_two_themes_a_stop_word_and_what_leads_elsewhere_are_refused(self):
        theme = Theme.objects.get(slug="eau-et-milieux-aquatiques")
        for words, told in [
            ("rivière, de la", "ne contient aucun mot"),
            ("rivière, rivières", "est écrit deux fois"),
            ("vélo", "« vélo » mène déjà à « Thème"),
            ("carte", "mène déjà à « Carte des contrats »"),
        ]:
            theme.everyday_words = words
            with pytest.raises(ValidationError, match=told) as refused:
                theme.full_clean()
            assert list(refused.value.message_dict) == ["everyday_words"]

    def test_a_word_that_an_editor_adds_leads_from_the_next_search_on(self):
        assert hints_for(form_of("trottinette")) == ()
        theme = Theme.objects.get(slug="mobilites-et-transports")
        theme.everyday_words += "\ntrottinette"
        theme.save()
        assert first_hint("trottinettes").url == MOBILITY


@pytest.mark.usefixtures("catalogue")
class TestNamesOfPlaces:
    @pytest.mark.parametrize(
        ("typed", "place"),
        [
            ("toulousain", "Toulouse Métropole"),
            ("Toulousaines", "Toulouse Métropole"),
            ("bordelais", "Bordeaux Métropole"),
            ("lyonnaise", "Métropole de Lyon"),
            ("brestois", "Brest Métropole"),
            ("grenobloises", "Grenoble-Alpes-Métropole"),
            ("tourangelle", "Tours Métropole Val de Loire"),
            ("tourangeaux", "Tours Métropole Val de Loire"),
            ("morlaisiennes", "Communauté d’agglomération Morlaix Communauté"),
            ("havrais", "Communauté urbaine Le Havre Seine Métropole"),
            ("alsace", "Grand Est"),
            ("35", "Ille-et-Vilaine"),
            ("pays basque", "Communauté d’agglomération du Pays Basque"),
            ("bourgogne", "Bourgogne-Franche-Comté"),
        ],
    )
    def test_a_name_leads_to_its_place(self, typed: str, place: str):
        assert first_hint(typed).label == place

    def test_a_demonym_finds_the_contracts_of_the_place(self):
        found = [hit.url for hit in answer(form_of("toulousains")).hits]

        assert "/territoires/toulouse-metropole/" in found
        named = ContractPage.objects.filter(slug__startswith="toulouse-metropole")
        assert {f"/contrats/{page.slug}/" for page in named} <= set(found)
        assert len(named) >= 6

    def test_a_demonym_that_an_editor_writes_is_found_and_shown_on_the_page(self, client):
        place = Territory.objects.get(slug="thurins")
        kind = TerritoryName.Kind.DEMONYM
        place.other_names.add(TerritoryName(kind=kind, name="Thurinois"))
        place.save()

        assert first_hint("thurinoise").label == "Thurins"
        assert (
            "Gentilé\u00a0: Thurinois, Thurinoise"
            in client.get("/territoires/thurins/").content.decode()
        )

    def test_no_search_without_the_words_is_offered_when_a_place_answers(self, client):
        page = client.get("/recherche/?q=corse&type=contrat").content.decode()

        assert "Sans « corse »" not in page.replace("\u00a0", " ").replace("\u202f", " ")

    def test_what_lies_in_the_place_is_listed_below(self):
        assert "/contrats/strasbourg-saint-die-bruche/" in below("alsace")

    def test_towns_are_known_by_their_short_name_and_proposed_while_typing(self):
        load_communes()
        assert [hint.label for hint in hints_for(form_of("st die"))][-1].startswith(
            "Saint-Dié-des-"
        )
        assert first_hint("cherbourg").label == "Cherbourg-en-Cotentin (Manche)"

        def places(typed: str) -> list[str]:
            groups = {group.label: group.suggestions for group in suggest(typed)}
            return [one.label for one in groups.get("Lieux", ())]

        assert places("29200") == ["29200 Brest"]
        assert places("savoie") == ["Savoie"]
        assert places("corse")[:2] == ["Corse", "Corse-du-Sud"]
        assert places("marne")[0] == "Marne"
        assert places("29") == ["Finistère"]
        assert [group.label for group in suggest("corse")] == ["Lieux"]


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Cherbourg-en-Cotentin", "Cherbourg"),
        ("Saint-Dié-des-Vosges", "Saint-Dié"),
        ("La Roche-sur-Yon", ""),  # a word of every day
        ("Mont-de-Marsan", ""),
        ("Brest", ""),
        ("Le Havre", ""),
    ],
)
def test_the_short_name_of_a_town(name: str, short: str):
    assert short_name(name) == short


def test_a_demonym_has_two_genders_and_two_numbers():
    assert inflections("Brestois") == ("Brestois", "Brestoise", "Brestoises")
    assert genders("Breton") == ("Breton", "Bretonne")
    assert genders("Nancéien") == ("Nancéien", "Nancéienne")
    assert inflections("Tourangeau (Tourangelle)") == (
        "Tourangeau",
        "Tourangelle",
        "Tourangeaux",
        "Tourangelles",
    )


@given(st.text(alphabet="abcdeilnorstuxé", min_size=2, max_size=12))
def test_every_form_of_a_demonym_leads_back_to_it(demonym: str):
    for form in inflections(demonym):
        assert fold(demonym) in masculines(fold(form))
