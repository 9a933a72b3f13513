"""Did you mean, and what comes closest: only what has results, under the filters that are on."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test import Client

from search.answers import everyday
from search.answers.assistance import FEW, NO_ASSISTANCE, Assistance, assist
from search.answers.everyday import Lead
from search.answers.partial_matches import closest
from search.answers.service import answer
from search.index.cache import RevisionCache, TokenCache
from search.index.indexing import remove
from search.query.form import SearchForm
from search.words import term_dictionary
from tests.search.engine_contract import HOSTILE
from tests.search.factories import document, index

PAGE = "/recherche/"


@pytest.fixture(autouse=True)
def words_of_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(term_dictionary, "_vocabularies", RevisionCache(term_dictionary._read))


@pytest.fixture
def documents() -> None:
    index(
        document("page:1", "La méthanisation", facets={"theme": ("eau",)}),
        document(
            "page:2", "Le circuit court", body="Du Covoiturage, du covoiturage et du covoiturage."
        ),
        document("page:3", "Terres agricoles", summary="Méthanisation agricole à Brest."),
        document("page:4", "Une cantine", kind="outil", body="producteurs bio et locaux"),
        document("page:5", "Des producteurs", body="Du bio à la cantine"),
        document("page:6", "Le PNR", body="le parc, PNR du Vercors"),
    )


class LeadsTo:
    name = "test"

    def __init__(self, *leads: Lead) -> None:
        self._leads = leads

    def leads(self) -> Iterable[Lead]:
        return self._leads


def form(q: str, address: str = "", **options) -> SearchForm:
    data = QueryDict(address, mutable=True)
    data["q"] = q
    return SearchForm.from_querydict(data, path=PAGE, **options)


def helped(q: str, address: str = "", **options) -> Assistance:
    asked = form(q, address, **options)
    return assist(asked, answer(asked))


def corrected(q: str, address: str = "") -> tuple[str, int] | None:
    correction = helped(q, address).correction
    return None if correction is None else (correction.q, correction.total)


def near(q: str, address: str = "", **options) -> list[str]:
    return [hit.key for hit in closest(form(q, address), **options)]


@pytest.mark.django_db
@pytest.mark.usefixtures("documents")
class TestCorrection:
    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("metanisation", ("méthanisation", 2)),  # a letter missing
            ("methannisaton", ("méthanisation", 2)),  # two errors in a long word
            ("cantien", ("cantine", 2)),  # two letters swapped
            ("Brset", ("Brest", 1)),  # a name keeps its capital
            ("PRN", None),  # too short
            ("pnrr", ("PNR", 1)),
            ("cantibes", ("cantine", 2)),  # two errors in a word of eight letters,
            ("catibes", None),  # but not in one of seven
            ("circuitcourt", ("circuit court", 1)),  # a space missing
            ("co voiturage", ("covoiturage", 1)),  # a space too many
            ("circui court", ("circuit court", 1)),
            ("cantine producteurz", ("cantine producteurs", 2)),
            ("l’agricloe", ("l’agricole", 1)),  # what stands before an apostrophe stays
            ('"circuit cuort"', ('"circuit court"', 1)),
            ("cantnie -parc", ("cantine -parc", 2)),
            ("cantine -prac", None),  # what a minus takes away is left alone
            ("zzzzzz", None),
            ("méthanisations", None),  # another form of a word is found as it is
            ("brest cantnie", None),  # each word is known, both together have no result
        ],
    )
    def test_unknown_words_are_written_as_the_documents_write_them(self, typed, expected):
        assert corrected(typed) == expected

    @pytest.mark.parametrize(
        ("typed", "expected"),
        [
            ("leau potable", "l’eau potable"),
            ("lagriculture", "l’agriculture"),
            ("leau -prac", "l’eau -prac"),
            ("deau potable", "d’eau potable"),
            ("lecole", "l’école"),
            ("qualimentation", "qu’alimentation"),
            ("gestion dune ecole", "gestion d’une ecole"),
            ("dune", None),  # alone, it is a dune
            ("lune ecole", None),
            ("levier ecole", None),
            ("lagriculteur", None),  # what follows is no word of the index
        ],
    )
    def test_a_lost_apostrophe_is_put_back_before_a_word_that_is_known(self, typed, expected):
        body = "La gestion d’une école, de l’eau potable, à quelle alimentation, un peu"
        index(document("page:9", "L’agriculture", body=body))
        correction = helped(typed).correction
        assert (correction.q if correction else None) == expected

    def test_a_word_that_documents_hold_keeps_its_letters(self):
        index(document("page:9", "Une dune", body="La dune, la lune, un levier, l’évier, une eau"))
        for typed in ("dune", "lune", "levier", "dune eau", "lune eau", "levier eau"):
            assert corrected(typed) is None

    def test_a_correction_has_results_under_the_filters_that_are_on_and_keeps_them(self):
        found = helped("metanisation", "theme=eau&tri=titre&page=1").correction
        assert found is not None
        assert (found.total, found.url) == (
            1,
            "/recherche/?q=m%C3%A9thanisation&theme=eau&tri=titre",
        )
        assert corrected("metanisation", "theme=bois") is None
        assert answer(found.form).total == found.total

    def test_a_capital_that_only_begins_sentences_is_not_kept(self):
        index(
            document("page:10", "Photovoltaïque", body="Un toit. Photovoltaïque, donc."),
            document("page:11", "À Quimper", body="Vers Quimper"),
        )
        assert corrected("photovoltaiqe") == ("photovoltaïque", 1)
        assert corrected("qiumper") == ("Quimper", 1)

    def test_of_two_words_as_near_the_more_frequent_one_is_meant(self):
        index(
            document("page:10", "Le canton"),
            document("page:11", "Le cantal"),
            document("page:12", "Un canton"),
        )
        assert corrected("cantol") == ("canton", 2)

    def test_the_second_nearest_word_is_proposed_when_the_nearest_has_no_result_there(self):
        index(
            document("page:10", "Le canton"),
            document("page:11", "Le cantal", facets={"theme": ("bois",)}),
            document("page:12", "Un canton"),
        )
        assert corrected("cantol", "theme=bois") == ("cantal", 1)

    def test_a_rare_word_is_corrected_when_a_frequent_one_is_a_letter_away(self):
        index(
            document("page:10", "Agriclture oubliée"),
            *(document(f"page:{n}", "Agriculture") for n in range(20, 32)),
        )
        assert answer(form("agriclture")).total == 1
        assert corrected("agriclture") == ("agriculture", 13)  # with « agricoles »

    def test_a_known_word_is_corrected_beside_one_that_usually_stands_beside_another(self):
        index(
            document("page:10", "Il portait loin", body="La voix portait, un chemin croisé."),
            *(document(f"page:{n}", f"Portrait croisé {n}") for n in range(20, 23)),
        )
        assert answer(form("portait croisé")).total == 1
        assert corrected("portait croisé") == ("portrait croisé", 3)
        assert {"page:20", "page:21", "page:22"} <= set(near("portait croisé"))
        assert corrected('"portait" croisé') is None

        index(document("page:11", "Un portait croisé"))
        assert corrected("portait croisé") is None  # somebody writes it so

    def test_so_is_a_short_one(self):
        index(
            document("page:10", "Les cours d’eau", body="Un circuit."),
            *(document(f"page:{n}", f"Circuits courts {n}") for n in range(20, 23)),
        )
        assert corrected("circuits cours") == ("circuits courts", 4)  # with « circuit court »
        assert corrected("les cours d’eau") is None

    def test_a_search_with_enough_results_is_not_corrected(self):
        index(
            *(document(f"page:{n}", "Agriculture") for n in range(20, 90)),
            *(document(f"page:{n}", "Agriclture") for n in range(90, 90 + FEW)),
        )
        assert answer(form("agriclture")).total == FEW
        assert helped("agriclture") == NO_ASSISTANCE  # too many documents hold it: no misspelling
        index(document("page:9", "Agriclture"))
        assert helped("agriclture") is NO_ASSISTANCE

    def test_without_results_those_of_the_correction_are_shown(self):
        found = helped("metanisation")
        assert found.of_correction
        assert sorted(hit.key for hit in found.closest) == ["page:1", "page:3"]

    def test_of_a_sentence_what_comes_closest_is_shown_instead(self):
        """What holds every word of its correction may do so by chance."""
        index(
            document("page:10", "Cantines de Brest et de Carhaix"),
            document(
                "page:11", "Note", body="Brest, son contenu et Carhaix, ses cantines, promis."
            ),
        )
        found = helped("qui a contemu les cantines de Brest et Carhaix ?")
        assert not found.of_correction
        assert {"page:10", "page:11"} <= {hit.key for hit in found.closest}


@pytest.mark.django_db
@pytest.mark.usefixtures("documents")
class TestClosest:
    def test_documents_that_hold_more_of_the_words_come_first(self):
        asked = "comment financer une cantine bio avec des producteurs locaux ?"
        assert near(asked)[:2] == ["page:4", "page:5"]
        assert answer(form(asked)).total == 0
        assert [hit.key for hit in helped(asked).closest][:2] == ["page:4", "page:5"]

    def test_a_rare_word_counts_more_than_a_frequent_one_and_a_title_more_than_a_mention(self):
        index(
            *(document(f"page:{n}", f"Territoire {n}") for n in range(20, 40)),
            document("page:50", "Un glacier"),
            document("page:51", "Note", body="Le glacier au loin, et bien d’autres choses encore"),
        )
        assert near("territoire glacier désert")[:2] == ["page:50", "page:51"]

    def test_filters_fixed_or_not_and_minuses_are_kept(self):
        asked = "cantine producteurs financer"
        assert near(asked, "type=outil") == ["page:4"]
        assert near(asked, "theme=eau") == []
        assert near(f"{asked} -locaux") == ["page:5"]
        fixed = SearchForm.from_querydict(QueryDict("q=cantine+absent"), fixed={"type": ("outil",)})
        assert [hit.key for hit in closest(fixed)] == ["page:4"]

    def test_the_word_itself_counts_more_than_its_family(self):
        index(
            document("page:70", "Note", body="un territoire forestier"),
            document("page:71", "Note", body="une des forêts"),
        )
        assert near("forêt introuvable") == ["page:71", "page:70"]
        assert near("forestiers introuvable") == ["page:70", "page:71"]

    def test_words_that_stand_in_one_paragraph_count_more_than_words_apart(self):
        index(
            document("page:80", "Note", body="un glacier\nautre chose\nun moulin"),
            document("page:81", "Note", body="un glacier, un moulin\nautre chose\nencore"),
        )
        assert near("glacier moulin introuvable") == ["page:81", "page:80"]

    def test_what_is_shown_already_is_left_out_and_there_are_no_more_than_asked(self):
        first, second = near("cantine producteurs")
        assert near("cantine producteurs", limit=1) == [first]
        assert near("cantine producteurs", leaving_out=(first,)) == [second]

    def test_what_is_like_the_closest_comes_before_what_is_not(self):
        index(
            document("page:90", "Un glacier", body="un moulin", facets={"theme": ("montagne",)}),
            document("page:91", "Note", body="un glacier rose", facets={"theme": ("industrie",)}),
            document("page:92", "Note", body="un glacier gris", facets={"theme": ("montagne",)}),
            document("page:93", "Note", body="un glacier noir", facets={"theme": ("littoral",)}),
        )
        assert near("glacier moulin introuvable")[:2] == ["page:90", "page:92"]

    def test_a_misspelled_word_is_read_as_the_likeliest_one(self):
        assert sorted(near("cantnie introuvable")) == ["page:4", "page:5"]

    def test_an_unknown_word_with_a_prefix_is_read_as_the_word_it_is_made_from(self):
        assert sorted(near("microcantine introuvable")) == ["page:4", "page:5"]

    def test_words_that_only_ask_make_nothing_close(self):
        index(document("page:60", "Exemples", body="Il existe une définition."))
        found = near("existe-t-il des exemples de cantine introuvable ?")
        assert sorted(found) == ["page:4", "page:5"]

    def test_a_phrase_that_is_nowhere_is_read_word_by_word(self):
        assert sorted(near('"cantine de producteurs"')) == ["page:4", "page:5"]

    def test_nothing_is_close_that_holds_too_few_of_the_words(self):
        assert near("cantine aaaa bbbb cccc dddd eeee ffff") == []

    def test_a_word_that_says_little_counts_less_than_one_that_many_documents_hold(self):
        index(
            *(document(f"page:{n}", f"Territoire {n}") for n in range(20, 28)),
            document("page:50", "Moulins", body="beaucoup"),
        )
        assert near("moulin territoire introuvable")[0] == "page:50"
        assert near("beaucoup territoire introuvable")[0] == "page:20"

    def test_what_stands_under_a_value_to_which_the_words_lead_comes_before_its_equal(
        self, monkeypatch: pytest.MonkeyPatch
    ):
        lead = Lead("Montagne", ("altitude",), facet="theme", code="montagne")
        index(
            document("page:95", "Un glacier", facets={"theme": ("industrie",)}),
            document("page:96", "Un glacier", facets={"theme": ("montagne",)}),
        )
        assert near("glacier altitude") == ["page:95", "page:96"]
        monkeypatch.setattr(everyday, "_sources", {"test": LeadsTo(lead)})
        monkeypatch.setattr(everyday, "_cache", TokenCache(everyday._read))
        assert near("glacier altitude") == ["page:96", "page:95"]

    def test_marks_are_those_of_the_words_that_are_held(self):
        (hit,) = closest(form("brest introuvable"))
        assert hit.summary == "Méthanisation agricole à <mark>Brest</mark>."

    def test_few_results_are_followed_by_others_than_themselves(self):
        index(document("page:30", "Le Vercors"), document("page:31", "Le PNR"))
        found = helped("PNR Vercors")
        assert found.correction is None
        assert sorted(hit.key for hit in found.closest) == ["page:30", "page:31"]


@pytest.mark.django_db
class TestSentence:
    """One document holds every word by chance, another is about what is asked."""

    ASKED = "comment réparer un moulin de rivière"
    CLOSE = "page:1"
    RESULT = "page:2"

    @pytest.fixture(autouse=True)
    def documents(self) -> None:
        text = " ".join(f"mot{n}" for n in range(300))
        index(
            document(self.CLOSE, "Réparer son moulin", summary="Un moulin à réparer : le moulin."),
            document(self.RESULT, "Note", body=f"réparer\n{text}\nmoulin\n{text}\nrivière"),
            *(document(f"page:{n}", "Une rivière") for n in range(10, 30)),
        )

    def test_what_comes_closer_than_the_results_comes_before_them(self):
        found = helped(self.ASKED)
        assert [hit.key for hit in answer(form(self.ASKED)).hits] == [self.RESULT]
        assert [hit.key for hit in found.before] == [self.CLOSE]
        assert not {self.CLOSE, self.RESULT} & {hit.key for hit in found.closest}

    def test_results_come_in_the_order_of_closeness(self):
        index(document("page:3", "Réparer le moulin de rivière, le moulin à réparer"))
        hits = answer(form(self.ASKED)).hits
        ordered = helped(self.ASKED).ordered(tuple(reversed(hits)))
        assert [hit.key for hit in ordered] == ["page:3", self.RESULT]
        assert helped(self.ASKED).before == ()

    def test_so_does_what_was_likely_meant(self):
        """« portait », a verb somewhere, where « portrait » was meant."""
        index(
            document("page:3", "Le portrait croisé"),
            document("page:4", "Portrait croisé de deux villes"),
            document("page:5", "Portrait croisé de trois villes"),
            document("page:6", "Note", body="Ce qui portait deux projets. Des regards croisés."),
        )
        found = helped("portait croisé")
        assert [hit.key for hit in answer(form("portait croisé")).hits] == ["page:6"]
        assert {hit.key for hit in found.before} == {"page:3", "page:4", "page:5"}
        assert helped("portait croisé", "tri=titre").before == ()
        assert helped("portrait croisé").before == ()

    @pytest.mark.parametrize(
        ("q", "address"),
        [
            ("réparer moulin rivière", ""),  # words, and no sentence
            ('comment "réparer" un moulin de rivière', ""),
            (f"{ASKED} -glacier", ""),
            (ASKED, "tri=titre"),
        ],
    )
    def test_nothing_comes_before_the_results_of_what_is_no_sentence(self, q: str, address: str):
        found = helped(q, address)
        assert (found.before, found.order) == ((), ())
        assert self.CLOSE in [hit.key for hit in found.closest]

    def test_readers_see_both_and_which_is_which(self, client: Client):
        page = client.get("/recherche/", {"q": self.ASKED}).content.decode()
        parts = ["Au plus près de votre recherche", "Réparer son", "contient tous vos mots", "Note"]
        text = re.sub(r"</?mark>", "", page[page.index(parts[0]) :])
        places = [text.find(part) for part in parts]
        assert -1 not in places
        assert places == sorted(places)


@pytest.mark.django_db
@pytest.mark.usefixtures("documents")
class TestWhenItIsNotNeeded:
    @pytest.mark.parametrize(
        ("q", "address"),
        [("", ""), ("", "theme=bois"), ("-bois", ""), ("l’", ""), ("le", "page=2")],
    )
    def test_nothing_is_done_without_words_or_beyond_the_first_page(self, q: str, address: str):
        index(*(document(f"page:{n}", "le bois") for n in range(20, 40)))
        assert helped(q, address) is NO_ASSISTANCE

    def test_an_outage_of_what_helps_takes_no_result_away(self, monkeypatch: pytest.MonkeyPatch):
        asked = form("cantnie")
        response = answer(asked)
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE search_indexstate RENAME TO search_elsewhere")
        if connection.vendor == "sqlite":
            assert assist(asked, response) is NO_ASSISTANCE

    @pytest.mark.parametrize("q", HOSTILE)
    def test_whatever_is_typed_is_answered(self, client, q: str):
        sent = q.encode(errors="ignore").decode()
        assert client.get(PAGE, {"q": f"{sent} introuvable", "theme": sent}).status_code == 200


def on_one_line(response) -> str:
    """The page as it is read: templates break their lines."""
    return re.sub("[ \n]+", " ", response.content.decode())


@pytest.mark.django_db
class TestPage:
    def test_the_page_announces_the_correction_and_its_results(self, client, documents):
        page = on_one_line(client.get(PAGE, {"q": "metanisation"}))
        assert "Aucun résultat" in page
        assert (
            'Voulez-vous dire <a href="/recherche/?q=m%C3%A9thanisation"><b>méthanisation</b></a>'
            "\u202f? 2 résultats." in page
        )
        assert "Résultats pour «\u00a0méthanisation\u202f»" in page

    def test_the_page_announces_what_is_only_close(self, client, documents):
        page = on_one_line(client.get(PAGE, {"q": "cantine introuvable"}))
        assert "Aucun résultat" in page
        assert "Les fiches les plus proches" in page
        assert "Voulez-vous dire" not in page

    def test_a_page_of_results_has_neither(self, client, documents):
        page = client.get(PAGE, {"q": "méthanisation"}).content.decode()
        assert "Voulez-vous dire" not in page
        assert "proches" not in page


class TestWordsHeldBetweenSearches:
    """Real transactions: only then is anything held from one to the next."""

    def test_the_words_of_a_new_document_are_known_at_once(self, committed):
        index(document("page:1", "Une cantine"))
        assert corrected("photovoltaiqe") is None
        index(document("page:2", "Photovoltaïque"))
        assert corrected("photovoltaiqe") == ("photovoltaïque", 1)

    def test_the_word_of_a_document_that_is_gone_is_not_proposed(self, committed):
        index(document("page:1", "Une cantine"), document("page:2", "Un canton"))
        assert corrected("cantom") == ("canton", 1)
        with transaction.atomic():
            remove(["page:2"])
        assert corrected("cantom") is None

    def test_a_warm_process_does_not_read_every_word_again(self, committed):
        index(document("page:1", "Une cantine"))
        held, _ = term_dictionary.present()
        index(document("page:2", "Cantine et canton"))
        known, _ = term_dictionary.present()
        assert known.documents == {**held.documents, "canton": 1, "et": 1}


@pytest.mark.django_db
def test_an_empty_index_helps_nobody():
    assert helped("cantine") == Assistance()
