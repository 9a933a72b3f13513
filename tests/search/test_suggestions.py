"""Names proposed while a reader types: what is public now, the best first, at most eight."""

from __future__ import annotations

import random

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from search.engines.base import SearchUnavailable
from search.index.cache import RevisionCache
from search.index.indexing import put, remove
from search.models import SearchDocument
from search.words import completions
from search.words.completions import DocumentGroup, ValueGroup
from search.words.suggestions import suggest
from tests.search.engine_contract import HOSTILE
from tests.search.factories import document, index

SUGGESTIONS = "/recherche/suggestions/"


@pytest.fixture(autouse=True)
def groups(facets_of_the_tests, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(completions, "document_names", RevisionCache(completions._read_documents))
    monkeypatch.setattr(completions, "value_names", RevisionCache(completions._read_values))
    completions.register(
        DocumentGroup("Fiches", 5, ("contrat", "experience")),
        ValueGroup("Thèmes", 2, "theme", lambda code: f"/themes/{code}/"),
        DocumentGroup("Outils", 1, ("outil",), ("terms_title", "terms_summary")),
    )


def proposed(text: str) -> dict[str, list[str]]:
    return {
        group.label: ["|".join(one.parts) for one in group.suggestions] for group in suggest(text)
    }


@pytest.mark.django_db
class TestNames:
    def test_names_are_grouped_with_what_was_typed_marked_and_their_address(self):
        index(
            document("page:1", "Contrat de l’Eau", facets={"theme": ("eau",)}),
            document("page:2", "Jauger les eaux", kind="outil"),
        )
        groups = suggest("ea")
        assert [group.label for group in groups] == ["Fiches", "Thèmes", "Outils"]
        assert proposed("ea") == {
            "Fiches": ["Contrat de l’|Ea|u"],
            "Thèmes": ["|Ea|u"],
            "Outils": ["Jauger les |ea|ux"],
        }
        assert [one.url for group in groups for one in group.suggestions] == [
            "/page:1/",
            "/themes/eau/",
            "/page:2/",
        ]

    def test_a_name_says_its_kind_where_kinds_are_mixed(self):
        index(
            document("page:1", "Bois", kind="experience"), document("page:2", "Bois", kind="outil")
        )
        kinds = {group.label: [one.kind for one in group.suggestions] for group in suggest("bois")}
        assert kinds == {"Fiches": ["Expérience"], "Outils": [""]}

    def test_accents_capitals_and_ligatures_make_no_difference_and_are_marked_whole(self):
        index(document("page:1", "Cœur de Ville et Réciprocité"))
        assert proposed("coeu")["Fiches"] == ["|Cœu|r de Ville et Réciprocité"]
        assert proposed("RÉCI")["Fiches"] == ["Cœur de Ville et |Réci|procité"]
        assert proposed("reci")["Fiches"] == ["Cœur de Ville et |Réci|procité"]

    def test_every_word_typed_is_in_the_name_the_last_one_may_go_on(self):
        index(
            document("page:1", "Contrat de Brest"),
            document("page:2", "Contrats de Rennes"),
            document("page:3", "Le port de Brest"),
        )
        assert proposed("contrat br") == {"Fiches": ["|Contrat| de |Br|est"]}
        assert proposed("contrats de re") == {"Fiches": ["|Contrats| de |Re|nnes"]}
        assert proposed("contrat lyon") == {}

    def test_the_whole_word_comes_first_then_its_beginning_the_weightiest_then_the_shortest(self):
        index(
            document("page:1", "Boiserie"),
            document("page:2", "Un long titre sur le bois"),
            document("page:3", "Le bois", weight=0.5),
            document("page:4", "Boisement des communes"),
            document("page:5", "Le bois d’ici", weight=0.95),  # nearly as much: the shorter wins
        )
        assert [one.label for one in suggest("bois")[0].suggestions] == [
            "Le bois d’ici",
            "Un long titre sur le bois",
            "Le bois",
            "Boiserie",
            "Boisement des communes",
        ]

    def test_one_error_is_forgiven_when_little_else_is_found(self):
        index(document("page:1", "Méthanisation agricole"), document("page:2", "Eau"))
        assert proposed("metanisation") == {"Fiches": ["Méthanisation agricole"]}
        assert proposed("methanisaiton agri") == {"Fiches": ["Méthanisation |agri|cole"]}
        assert proposed("aeu") == {}

    def test_a_group_may_be_found_by_other_words_than_its_titles(self):
        index(
            document("page:1", "Pays d’ici", summary="COB", kind="outil"),
            document("page:2", "Pays d’ailleurs", summary="COB"),
        )
        assert proposed("cob") == {"Outils": ["Pays d’ici"]}

    def test_at_most_eight_names_and_what_a_group_leaves_goes_to_the_others(self):
        fiches = [document(f"page:{n}", f"Eau {n:02}") for n in range(12)]
        index(*fiches)
        assert {label: len(found) for label, found in proposed("eau").items()} == {"Fiches": 8}
        index(
            document("page:20", "Autre", facets={"theme": ("eau",)}),
            *(document(f"page:{n}", f"Eau {n}", kind="outil") for n in range(30, 34)),
        )
        assert {label: len(found) for label, found in proposed("eau").items()} == {
            "Fiches": 6,
            "Thèmes": 1,
            "Outils": 1,
        }

    def test_a_value_under_which_nothing_stands_is_not_proposed(self):
        index(document("page:1", "Rien"))
        assert proposed("eau") == {}

    def test_too_little_typed_proposes_nothing_and_asks_nothing(self):
        index(document("page:1", "A b"))
        with CaptureQueriesContext(connection) as queries:
            assert [suggest(text) for text in ("", "a", "é", "l’", "«", "  ")] == [()] * 6
        assert len(queries) == 0

    def test_a_database_without_index_is_an_outage_and_no_empty_answer(self):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_indexstate RENAME TO search_elsewhere")
        with pytest.raises(SearchUnavailable):
            suggest("eau")


@pytest.mark.django_db
class TestAddress:
    def test_names_are_given_in_json(self, client):
        index(document("page:1", "L’eau"))
        response = client.get(SUGGESTIONS, {"q": "eau"})
        assert response.json() == {
            "groups": [
                {
                    "label": "Fiches",
                    "suggestions": [
                        {"parts": ["L’", "eau", ""], "url": "/page:1/", "kind": "Contrat"}
                    ],
                }
            ]
        }
        assert "max-age=0" in response["Cache-Control"]
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies

    @pytest.mark.parametrize("q", HOSTILE)
    def test_whatever_is_typed_is_answered(self, client, q: str):
        index(document("page:1", "L’eau"))
        response = client.get(SUGGESTIONS, {"q": q.encode(errors="ignore").decode()})
        assert response.status_code == 200
        assert sum(len(one["suggestions"]) for one in response.json()["groups"]) <= 8

    @pytest.mark.parametrize("address", ["", "q", "q=%00", "q=%FF%FE", "x=1", "q=a&q=eau&page=x"])
    def test_a_hand_made_address_is_answered(self, client, address: str):
        assert client.get(f"{SUGGESTIONS}?{address}").status_code == 200

    def test_an_outage_is_a_503(self, client):
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_indexstate RENAME TO search_elsewhere")
        response = client.get(SUGGESTIONS, {"q": "eau"})
        assert response.status_code == 503
        assert response.json() == {"groups": []}

    def test_only_reading_is_allowed(self, client):
        assert client.post(SUGGESTIONS, {"q": "eau"}).status_code == 405


class TestHeldBetweenSearches:
    """Real transactions: only then is anything held from one to the next."""

    def test_what_is_held_says_what_the_rows_say_whatever_was_written(self, committed):
        maker = random.Random(4)  # noqa: S311
        words = ["eau", "bois", "brest", "breton", "contrat"]
        for _ in range(60):
            key = f"page:{maker.randrange(8)}"
            with transaction.atomic():
                if maker.random() < 0.3:
                    remove([key])
                else:
                    title = " ".join(maker.choices(words, k=maker.randint(1, 3)))
                    kind = maker.choice(["contrat", "outil"])
                    put(document(key, title, kind=kind, facets={"theme": ("eau",)}))
            if maker.random() < 0.5:
                for typed in ("br", "ea", "contrat b"):
                    assert proposed(typed) == self.read_anew(typed)

    def read_anew(self, typed: str) -> dict[str, list[str]]:
        held = completions.document_names, completions.value_names
        completions.document_names = RevisionCache(completions._read_documents)
        completions.value_names = RevisionCache(completions._read_values)
        try:
            return proposed(typed)
        finally:
            completions.document_names, completions.value_names = held

    def test_a_warm_process_asks_twice_whatever_the_number_of_names(self, committed):
        index(document("page:0", "Eau"))
        suggest("eau")
        with CaptureQueriesContext(connection) as queries:
            suggest("eau")
        assert len(queries) == 2
        index(*(document(f"page:{n}", f"Eau {n}") for n in range(30)))
        suggest("eau")
        with CaptureQueriesContext(connection) as queries:
            suggest("eau")
        assert len(queries) == 2

    def test_what_a_rolled_back_transaction_wrote_is_never_proposed(self, committed):
        index(document("page:1", "Eau"))
        suggest("eau")
        held = dict(completions.document_names._held)
        with transaction.atomic():
            put(document("page:2", "Eau secrète"))
            assert proposed("secr") == {"Fiches": ["Eau |secr|ète"]}
            transaction.set_rollback(True)
        assert completions.document_names._held == held
        assert proposed("secr") == {}
        assert proposed("eau") == {"Fiches": ["|Eau|"]}

    def test_documents_that_went_away_leave_their_room_to_others(self, committed):
        index(*(document(f"page:{n}", f"Eau {n:02}") for n in range(12)))
        suggest("eau")
        with transaction.atomic():
            remove([f"page:{n}" for n in range(8)])
        assert proposed("eau") == {"Fiches": [f"|Eau| {n:02}" for n in range(8, 12)]}

    def test_a_row_that_goes_away_while_one_types_is_left_out(self, committed, monkeypatch):
        index(document("page:1", "Eau"), document("page:2", "Eau vive"))
        suggest("eau")
        read = completions.document_names.at

        def gone_since(*arguments):
            found = read(*arguments)
            SearchDocument.objects.filter(key="page:1").delete()
            return found

        monkeypatch.setattr(completions.document_names, "at", gone_since)
        assert proposed("eau") == {"Fiches": ["|Eau| vive"]}


def test_a_group_is_offered_once_and_the_shares_make_what_is_shown():
    with pytest.raises(ValueError, match="two groups of names are called Fiches"):
        completions.register(DocumentGroup("Fiches", 0, ("session",)))
    with pytest.raises(ValueError, match="more than 8"):
        completions.register(DocumentGroup("Sessions", 1, ("session",)))
