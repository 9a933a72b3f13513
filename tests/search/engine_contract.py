"""What every engine does, stated once. The tests of an engine inherit this class.

A new fault of any engine is first written here. The evaluation in Python is deliberately naive: it
reads each document, word after word, and knows no index.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.engines.base import SearchEngine
from search.index.documents import LAST, Document
from search.index.indexing import put, put_many, remove
from search.query import kind_words
from search.query.parser import parse
from search.query.request import Alternative, Group, SearchRequest, Sort
from search.text.analysis import terms
from tests.search.factories import day, document, index

FACETS = ("type", "theme", "annee")

HOSTILE = [
    "'",
    "l'",
    "l’",
    '"',
    "(",
    ")",
    "*",
    "\\",
    "-",
    "--",
    "NEAR(",
    "NEAR(eau bois, 3)",
    "eau OR bois",
    "eau AND",
    "NOT eau",
    "title:eau",
    "terms_title : eau",
    "{terms_title} : eau",
    "^eau",
    "eau + bois",
    "=eau",
    "eau:*",
    "eau:A",
    "eau & !bois",
    "eau <-> bois",
    "'eau' | 'bois'",
    "%",
    "%s",
    "%(x)s",
    "; DROP TABLE search_searchdocument; --",
    "\x00",
    "eau\x00bois",
    "x" * 2_000,
    "x " * 1_000,
    "a b c d e f g h i j k l m n o p q r s t u v w x y z " * 8,
    "🌾🏙️",
    "👩🏽‍🌾 eau",
    "ماء",
    "‮eau",
    "מים \u202beau\u202c",
    "\ud800",
    "١٢٣",
    "ﷺ",
    "́",
    '"' * 50,
    "-" * 50,
    '-"-"-"',
    "«»",
    "“”",
    "1e5abc 0x1f 1.5e-3",
    "\t\r\n\u2028",
]


def widened(typed: str, name: str, *more: str, same: bool = False) -> SearchRequest:
    """A request for a word that is another name of what a rule names, and for more words."""
    request = asking(" ".join((typed, *more)))
    first, *others = request.query.groups
    (found,) = terms(name)
    other = Alternative((found.exact,), (found.exact,), exact=True, source=name, same=same)
    groups = (Group((*first.alternatives, other)), *others)
    return replace(request, query=replace(request.query, groups=groups))


def asking(q: str = "", **changes) -> SearchRequest:
    values = {"facets": FACETS, "page_size": 100, **changes}
    return SearchRequest(q=q, query=parse(q), **values)


class EngineContract:
    """Inherit, and give a fixture `engine` whose index holds what `index()` puts in."""

    def keys(self, engine: SearchEngine, q: str = "", **changes) -> list[str]:
        return list(engine.match(asking(q, **changes)).keys)

    # What matches

    @pytest.mark.parametrize(
        "q",
        [
            "reciprocite",
            "réciprocités",
            "RÉCIPROCITÉ",
            "mise en oeuvre",
            "mise en œuvre",
            "l'eau",
            "l’eau",
            "eaux",
            "circuit court",
            "circuits courts",
            "centre-ouest-bretagne",
            "centre ouest bretagne",
            "COB",
            "cob",
            "Brest COB",
            "bois energie",
            "bois-énergie",
            "énergies du bois",
            "PNR",
            "P.N.R.",
            "covoiturage",
            "co-voiturage",
            '"mise en œuvre"',
            '"MISE EN OEUVRE"',
            "«\u00a0circuits courts\u202f»",
            "œuvre",
            "oeuvres",
            "aujourd’hui",
            "aujourd'hui",
        ],
    )
    def test_what_readers_type_finds_what_they_expect(self, engine: SearchEngine, q: str):
        index(
            document(
                "page:wanted",
                "Réciprocité Brest métropole – Centre Ouest Bretagne (COB)",
                summary="La mise en œuvre de l’eau et des circuits courts, aujourd’hui.",
                body="Une filière bois-énergie dans le P.N.R. d’Armorique ; le co-voiturage.",
            ),
            document("page:other", "Autre chose", summary="Rien de tout cela."),
        )
        assert self.keys(engine, q) == ["page:wanted"]

    @pytest.mark.parametrize(
        "q",
        ["ami", "uvre", '"courts circuits"', '"circuits bois"', "dynam", "amical", "eau -circuits"],
    )
    def test_what_is_not_there_is_not_found(self, engine: SearchEngine, q: str):
        index(document("page:1", "Dynamique de l’eau", body="Œuvres, circuits courts, bois, ami­es"))
        assert self.keys(engine, q) == []

    def test_a_phrase_never_runs_from_a_field_into_the_next(self, engine: SearchEngine):
        index(document("page:1", "Le grand", summary="est vert", body="bois énergie"))
        assert self.keys(engine, '"grand est"') == []
        assert self.keys(engine, '"vert bois"') == []
        assert self.keys(engine, "-vert-bois") == ["page:1"]
        assert self.keys(engine, '"bois energie"') == ["page:1"]

    def test_words_may_stand_in_different_fields(self, engine: SearchEngine):
        index(document("page:1", "Brest", summary="eau", body="bois"))
        assert self.keys(engine, "bois eau brest") == ["page:1"]

    def test_minus_takes_away_and_alone_means_everything_but(self, engine: SearchEngine):
        index(
            document("page:1", "Eau", body="circuits courts"),
            document("page:2", "Eau", body="circuit du bois"),
            document("page:3", "Terre"),
        )
        assert sorted(self.keys(engine, "eau -bois")) == ["page:1"]
        assert sorted(self.keys(engine, "-eau")) == ["page:3"]
        assert sorted(self.keys(engine, '-"circuits courts"')) == ["page:2", "page:3"]
        assert sorted(self.keys(engine, "-bois -terre")) == ["page:1"]

    def test_stop_words_alone_are_looked_for_and_ignored_beside_others(self, engine: SearchEngine):
        index(document("page:1", "La charte"), document("page:2", "Une charte"))
        assert self.keys(engine, "la") == ["page:1"]
        assert sorted(self.keys(engine, "la charte")) == ["page:1", "page:2"]
        assert self.keys(engine, "« la charte »") == ["page:1"]

    @pytest.mark.parametrize("typed", ["loi NOTRe", "NOTRe", "loi notre"])
    def test_the_acronym_of_a_law_is_no_stop_word(self, engine: SearchEngine, typed: str):
        index(
            document("page:1", "Ce que change la loi NOTRe"),
            document("page:2", "Notre loi", body="La loi de notre pays."),
        )
        assert self.keys(engine, typed) == ["page:1"]

    def test_a_choice_of_alternatives_is_satisfied_by_any(self, engine: SearchEngine):
        index(
            document("page:1", "Les EPCI"),
            document("page:2", "Une intercommunalité"),
            document("page:3", "Les établissements publics de coopération"),
            document("page:4", "Un pays"),
        )
        request = asking("intercommunalités")
        group = request.query.groups[0]
        wider = replace(
            request.query,
            groups=(
                replace(
                    group,
                    alternatives=(
                        *group.alternatives,
                        Alternative(("epci",), ("epci",), source="glossaire"),
                        Alternative(("etabli", "public"), ("etablissement", "public")),
                    ),
                ),
            ),
        )
        result = engine.match(replace(request, query=wider))
        assert sorted(result.keys) == ["page:1", "page:2", "page:3"]

    @pytest.mark.parametrize("q", HOSTILE)
    def test_nothing_typed_is_an_error(self, engine: SearchEngine, q: str):
        index(document("page:1", "L’eau et le bois"), document("page:2", "1e5abc 0x1f"))
        result = engine.match(asking(q))
        assert 0 <= result.total <= 2
        assert len(result.keys) == result.total

    def test_a_word_that_looks_like_a_number_is_found_whole(self, engine: SearchEngine):
        index(document("page:1", "1e5abc 0x1f"), document("page:2", "1e5 abc 1f"))
        assert self.keys(engine, "1e5abc") == ["page:1"]
        assert self.keys(engine, "0x1f") == ["page:1"]

    def test_every_spelling_of_a_number_finds_it_and_no_part_of_it(self, engine: SearchEngine):
        index(
            document("page:space", "Les 20 000 habitants"),
            document("page:narrow", "Autre", summary="Ses 20\u202f000 habitants"),
            document("page:dot", "Autre", body="plus de 20.000 habitants"),
            document("page:joined", "Autre", body="20000 habitants"),
            document("page:years", "De 2016 à 2020", body="En 2015 300 communes, 2,5 M€"),
        )
        numbers = {"page:space", "page:narrow", "page:dot", "page:joined"}
        for q in ("20000", "20 000", "20\u00a0000", "20.000", '"20 000 habitants"'):
            assert set(self.keys(engine, q)) == numbers, q
        assert self.keys(engine, "-20 000") == ["page:years"]
        assert self.keys(engine, "000") == []
        for q in ("300", "2015", "2016 2020", '"2015 300 communes"', "2,5", "2.5"):
            assert self.keys(engine, q) == ["page:years"], q

    def test_every_inclusive_form_of_a_word_finds_it(self, engine: SearchEngine):
        written = ["élus", "élu·e·s", "élu.e.s", "élu(e)s", "élu/e/s", "élu-e-s"]
        keys = [f"page:{place}" for place in range(len(written))]
        index(
            *(document(key, f"Les {word} ruraux") for key, word in zip(keys, written, strict=True))
        )
        for q in (*written, "élu", "élue", '"les élu·e·s ruraux"'):
            assert sorted(self.keys(engine, q)) == keys, q

    def test_other_scripts_are_found(self, engine: SearchEngine):
        index(document("page:1", "北京 Ελλάδα ماء"))
        for q in ("北京", "ελλάδα", "ماء"):
            assert self.keys(engine, q) == ["page:1"]

    def test_a_document_of_many_words_is_found_by_its_first_ones(self, engine: SearchEngine):
        body = "debut " + " ".join(f"mot{number}" for number in range(20_000)) + " fin"
        index(document("page:1", "Long", body=body))
        assert self.keys(engine, "debut mot15000") == ["page:1"]
        assert self.keys(engine, "fin") == []

    def test_a_document_of_five_megabytes_is_indexed(self, engine: SearchEngine):
        body = "debut " + " ".join(f"{number:x}" + "y" * 180 for number in range(28_000))
        index(document("page:1", "Long", body=body))
        assert self.keys(engine, "debut long") == ["page:1"]

    # Order

    def test_the_title_comes_before_the_summary_and_the_summary_before_the_body(
        self, engine: SearchEngine
    ):
        words = "un texte assez long pour ne rien changer au poids des mots de chacun"
        index(
            document("page:body", words, summary=words, body="eau " + words),
            document("page:title", "eau " + words, summary=words, body=words),
            document("page:summary", words, summary="eau " + words, body=words),
            document("page:none", words, summary=words, body=words),
        )
        assert self.keys(engine, "eau") == ["page:title", "page:summary", "page:body"]

    def test_one_word_in_the_title_comes_before_many_in_the_body(self, engine: SearchEngine):
        index(
            document("page:body", "Autre", body="eau " * 40),
            document("page:title", "Eau", body="autre " * 40),
        )
        assert self.keys(engine, "eau") == ["page:title", "page:body"]

    def test_the_exact_word_comes_before_its_family(self, engine: SearchEngine):
        index(
            document("page:1", "Développer"),
            document("page:2", "Développement"),
            document("page:3", "Développé"),
        )
        assert self.keys(engine, "développement")[0] == "page:2"
        assert self.keys(engine, "developper")[0] == "page:1"
        assert len(self.keys(engine, "développé")) == 3

    def test_exact_words_come_first_among_several_too(self, engine: SearchEngine):
        index(
            document("page:family", "Développer, avec soin, un espace rural"),
            document("page:exact", "Développement, avec soin, d’espace rural"),
        )
        assert self.keys(engine, "rural développement")[0] == "page:exact"
        assert self.keys(engine, "rural développer")[0] == "page:family"

    def test_what_was_typed_comes_before_what_an_expansion_found(self, engine: SearchEngine):
        index(
            document("page:title", "EPCI", summary="EPCI", body="EPCI " * 10),
            document("page:typed", "Autre", body="mot " * 60 + "intercommunalité"),
            document("page:summary", "Autre", summary="Un EPCI"),
        )
        request = widened("intercommunalité", "EPCI")
        assert engine.match(request).keys == ("page:typed", "page:title", "page:summary")
        first = replace(request, page_size=1)
        assert engine.match(first).keys == ("page:typed",)
        assert engine.match(replace(first, page=2)).keys == ("page:title",)

    def test_what_bears_the_acronym_of_all_the_words_typed_comes_before_all(
        self, engine: SearchEngine
    ):
        index(
            document("page:title", "Intercommunalité", weight=2),
            document("page:body", "Autre", body="L’intercommunalité, un EPCI"),
            document("page:longer", "Un EPCI à fiscalité propre", body="intercommunalité"),
            document("page:acronym", "EPCI", body="mot " * 60 + "intercommunalité", weight=0.5),
        )
        request = widened("intercommunalité", "EPCI")
        found = engine.match(request).keys
        assert found[:2] == ("page:acronym", "page:title")
        assert len(found) == 4
        first = replace(request, page_size=1)
        assert engine.match(first).keys == ("page:acronym",)
        assert engine.match(replace(first, page=2)).keys == ("page:title",)

        # It answers only who typed nothing else.
        more = widened("intercommunalité", "EPCI", "autre")
        assert next(iter(engine.match(more).keys)) == "page:body"

    def test_what_is_named_by_the_same_thing_counts_as_what_was_typed(self, engine: SearchEngine):
        index(
            document("page:typed", "Autre", summary="Un grenoblois", body="grenoblois " * 5),
            document("page:title", "Grenoble et le Trièves", body="mot " * 60 + "grenoblois"),
            document("page:body", "Autre", body="mot " * 60 + "Grenoble"),
        )
        request = widened("grenoblois", "Grenoble")
        assert next(iter(engine.match(request).keys)) == "page:typed"

        same = widened("grenoblois", "Grenoble", same=True)
        assert engine.match(same).keys == ("page:title", "page:typed", "page:body")

    def test_a_title_that_says_little_else_comes_first(self, engine: SearchEngine):
        index(
            document("page:long", "Au pays de l’eau, entre ville et campagne, dans la vallée"),
            document("page:short", "L’eau", body="mot " * 60),
        )
        assert self.keys(engine, "eau") == ["page:short", "page:long"]

    def test_the_page_of_a_name_comes_before_a_richer_one_whose_title_only_says_it(
        self, engine: SearchEngine
    ):
        index(
            document("page:long", "Métropole et PETR du pays des collines", weight=1.6),
            document("page:name", "PETR", weight=0.7),
        )
        assert self.keys(engine, "petr") == ["page:name", "page:long"]

    def test_a_kind_that_is_named_weighs_for_it(
        self, engine: SearchEngine, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.setattr(kind_words, "_kinds", {})
        index(
            document(
                "k:1", "Brest avant le contrat", kind="experience", body="le contrat de Brest"
            ),
            document("k:2", "Brest et Carhaix", body="contrat"),
            document("k:3", "Rade", body="contrat Brest Brest", kind="outil"),
            document("k:4", "Ville", body="contrat Brest", kind="contrat"),
        )
        assert next(iter(engine.match(asking("contrat brest")).keys)) == "k:1"

        kind_words.register({"contrat": "contrat", "exemple": "experience"})

        assert list(engine.match(asking("contrats brest")).keys) == ["k:2", "k:1", "k:4", "k:3"]
        assert next(iter(engine.match(asking("contrat")).keys)) == "k:1"

    def test_a_title_is_the_answer_by_the_words_themselves_and_not_by_their_family(
        self, engine: SearchEngine
    ):
        index(
            document("page:family", "Coopérer"),
            document("page:plural", "Les coopérations des villes et de leurs campagnes d’ici"),
        )
        assert self.keys(engine, "coopération") == ["page:plural", "page:family"]
        assert self.keys(engine, "coopérer") == ["page:family", "page:plural"]

    def test_among_titles_the_word_typed_comes_before_its_rarer_plural(self, engine: SearchEngine):
        titles = [f"Formation des {word}" for word in ("élus", "agents", "maires", "cadres")]
        index(
            *(document(f"page:{n}", title) for n, title in enumerate(titles)),
            document("page:plural", "Formations des voisins"),
        )
        assert self.keys(engine, "formation")[-1] == "page:plural"
        assert self.keys(engine, "formations")[0] == "page:plural"

    def test_a_title_in_the_plural_is_one_of_those_that_say_it_all(self, engine: SearchEngine):
        index(
            document("page:half", "Un contrat", body="local " * 20),
            document("page:plural", "Contrats locaux de santé et de bien d’autres choses"),
        )
        assert self.keys(engine, "contrat local") == ["page:plural", "page:half"]

    def test_words_in_their_order_come_before_words_apart(self, engine: SearchEngine):
        index(
            document("page:apart", "Eau", body="bois puis beaucoup de mots puis énergie"),
            document("page:order", "Eau", body="puis beaucoup de mots puis bois énergie"),
        )
        assert self.keys(engine, "bois énergie") == ["page:order", "page:apart"]

    def test_weight_settles_what_words_leave_equal(self, engine: SearchEngine):
        index(document("page:1", "Eau", weight=0.5), document("page:2", "Eau", weight=2.0))
        assert self.keys(engine, "eau") == ["page:2", "page:1"]

    def test_ties_are_settled_by_date_then_title_then_key(self, engine: SearchEngine):
        index(
            document("page:4", "Eau b"),
            document("page:3", "Eau a"),
            document("page:2", "Eau a"),
            document("page:1", "Eau c", date=day("2016-11-04")),
        )
        assert self.keys(engine, "eau") == ["page:1", "page:2", "page:3", "page:4"]
        assert self.keys(engine) == ["page:1", "page:2", "page:3", "page:4"]

    def test_the_sorts_of_a_reader(self, engine: SearchEngine):
        index(
            document("page:1", "Éclairer l’eau", date=day("2015-01-01")),
            document("page:2", "abreuver", body="eau", date=day("2023-05-02")),
            document("page:3", "Zone d’eau", date=None),
        )
        assert self.keys(engine, "eau", sort=Sort.TITLE) == ["page:2", "page:1", "page:3"]
        assert self.keys(engine, "eau", sort=Sort.RECENT) == ["page:2", "page:1", "page:3"]
        assert self.keys(engine, sort=Sort.TITLE) == ["page:2", "page:1", "page:3"]

    def test_what_comes_last_comes_last_in_any_order_and_on_any_page(self, engine: SearchEngine):
        index(
            document("page:1", "Eau", date=day("2026-01-01"), facets=LAST),
            document("page:2", "Rivière", body="l’eau", date=day("2015-01-01")),
            document("page:3", "Zone", body="de l’eau et des rivières"),
            document("page:4", "Abreuver", facets=LAST, body="eau"),
        )
        assert self.keys(engine, "eau") == ["page:2", "page:3", "page:1", "page:4"]
        assert self.keys(engine, sort=Sort.RECENT) == ["page:2", "page:3", "page:1", "page:4"]
        assert self.keys(engine, sort=Sort.TITLE) == ["page:2", "page:3", "page:4", "page:1"]
        for sort in Sort:
            pages = (1, 2, 3, 4)
            found = [self.keys(engine, "eau", sort=sort, page=n, page_size=1) for n in pages]
            assert {*found[0], *found[1]} == {"page:2", "page:3"}, sort
            assert {*found[2], *found[3]} == {"page:1", "page:4"}, sort

    def test_kinds_that_come_later_do_so_by_relevance_alone_and_on_any_page(
        self, engine: SearchEngine
    ):
        index(
            document("page:1", "Santé", kind="terme"),
            document("page:2", "Contrat local de santé", kind="terme"),
            document("page:3", "Hôpital", body="la santé", date=day("2020-01-01")),
            document("page:4", "Maison", body="de santé", kind="outil"),
            document("page:5", "Santé pour tous", kind="terme", facets=LAST),
        )
        first, later = ["page:3", "page:4"], ["page:1", "page:2", "page:5"]

        assert self.keys(engine, "santé") == ["page:1", "page:2", *first, "page:5"]
        assert self.keys(engine, "santé", later=("terme",)) == [*first, *later]
        pages = (
            self.keys(engine, "santé", later=("terme",), page=n, page_size=1) for n in range(1, 6)
        )
        assert [key for page in pages for key in page] == [*first, *later]
        by_title = self.keys(engine, "santé", later=("terme",), sort=Sort.TITLE)
        assert by_title == ["page:2", "page:3", "page:4", "page:1", "page:5"]

    # Pages

    def test_pages_share_all_the_results_without_repeating_any(self, engine: SearchEngine):
        index(*(document(f"page:{number:02}", "Eau") for number in range(25)))
        for q in ("eau", ""):
            pages = [self.keys(engine, q, page=page, page_size=10) for page in (1, 2, 3)]
            assert [len(page) for page in pages] == [10, 10, 5]
            assert sorted(key for page in pages for key in page) == [
                f"page:{number:02}" for number in range(25)
            ]

    def test_a_page_too_far_is_the_last_one(self, engine: SearchEngine):
        index(*(document(f"page:{number:02}", "Eau") for number in range(25)))
        result = engine.match(asking("eau", page=99_999, page_size=10))
        assert (result.page, result.total, len(result.keys)) == (3, 25, 5)

    def test_an_empty_index_has_one_empty_page(self, engine: SearchEngine):
        result = engine.match(asking("eau", page=3))
        assert (result.page, result.total, result.keys) == (1, 0, ())
        assert engine.match(asking()).total == 0

    # Filters and counts

    def test_values_of_a_facet_are_alternatives_and_facets_add_up(self, engine: SearchEngine):
        index(*THREE)
        assert self.keys(engine, filters={"theme": ("eau",)}) == ["page:1", "page:2"]
        assert self.keys(engine, filters={"theme": ("bois", "alim")}) == ["page:1", "page:3"]
        assert self.keys(engine, filters={"theme": ("eau",), "annee": ("2016",)}) == ["page:1"]
        assert self.keys(engine, "page", filters={"theme": ("eau",)}) == []

    def test_counts_leave_out_the_filter_of_their_own_facet_only(self, engine: SearchEngine):
        index(*THREE)
        result = engine.match(asking(filters={"theme": ("eau",), "annee": ("2016",)}))
        assert result.counts == {
            "type": {"contrat": 1},
            "theme": {"eau": 1, "bois": 2, "alim": 1},
            "annee": {"2016": 1, "2023": 1},
        }

    def test_a_fixed_filter_counts_everywhere(self, engine: SearchEngine):
        index(*THREE, document("page:4", "Outil", kind="outil", facets={"theme": ("eau",)}))
        result = engine.match(asking(fixed={"type": ("contrat",)}))
        assert result.total == 3
        assert result.counts["theme"] == {"eau": 2, "bois": 2, "alim": 1}

    def test_more_than_ten_values_are_all_counted(self, engine: SearchEngine):
        index(
            *(
                document(f"page:{number}", "Eau", facets={"theme": (f"t{number % 40}", "tous")})
                for number in range(80)
            )
        )
        counts = engine.match(asking("eau")).counts["theme"]
        assert counts == {"tous": 80, **{f"t{number}": 2 for number in range(40)}}

    def test_a_value_that_nothing_has_matches_nothing(self, engine: SearchEngine):
        index(*THREE)
        result = engine.match(asking(filters={"theme": ("inconnu",)}))
        assert (result.total, result.keys) == (0, ())
        assert result.counts["theme"] == {"eau": 2, "bois": 2, "alim": 1}
        assert result.counts["annee"] == {}

    def test_an_empty_result_tells_what_there_is_without_each_filter(self, engine: SearchEngine):
        index(*THREE)
        result = engine.match(asking("contrat", filters={"theme": ("alim",), "annee": ("2023",)}))
        assert result.total == 0
        assert result.without == {"theme": 1, "annee": 1}
        assert engine.match(asking("xyz", filters={"theme": ("alim",)})).without_words == 1

    # Writing

    def test_a_document_changed_is_found_as_it_is_now(self, engine: SearchEngine):
        index(document("page:1", "Nourriture", facets={"theme": ("alim",)}))
        assert self.keys(engine, "nourriture") == ["page:1"]
        index(document("page:1", "Alimentation", facets={"theme": ("eau",)}))
        assert self.keys(engine, "nourriture") == []
        assert self.keys(engine, "alimentation") == ["page:1"]
        assert engine.match(asking()).counts["theme"] == {"eau": 1}

    def test_a_document_removed_is_found_no_more(self, engine: SearchEngine):
        index(document("page:1", "Eau", facets={"theme": ("eau",)}), document("page:2", "Eau"))
        with transaction.atomic():
            assert remove(["page:1", "page:unknown"]) == 1
        result = engine.match(asking("eau"))
        assert (result.keys, result.counts["theme"]) == (("page:2",), {})

    def test_a_document_removed_and_put_again_is_found_once(self, engine: SearchEngine):
        one = document("page:1", "Eau", facets={"theme": ("eau",)})
        index(one)
        with transaction.atomic():
            remove(["page:1"])
            put(one)
        result = engine.match(asking("eau"))
        assert (result.keys, result.counts["theme"]) == (("page:1",), {"eau": 1})

    def test_putting_twice_changes_nothing(self, engine: SearchEngine):
        assert index(*THREE) == 3
        before = engine.match(asking())
        assert index(*THREE) == 0
        assert engine.match(asking()) == before

    def test_a_rolled_back_write_leaves_no_trace(self, engine: SearchEngine):
        index(document("page:1", "Eau", facets={"theme": ("eau",)}))
        with transaction.atomic():
            put_many([document("page:1", "Bois"), document("page:2", "Bois")])
            assert self.keys(engine, "bois") == ["page:1", "page:2"]
            transaction.set_rollback(True)
        assert self.keys(engine, "bois") == []
        result = engine.match(asking())
        assert (result.keys, result.counts["theme"]) == (("page:1",), {"eau": 1})
        index(document("page:3", "Terre"))
        assert sorted(self.keys(engine)) == ["page:1", "page:3"]

    # Any documents, any query

    @settings(
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(data=st.data())
    def test_hits_and_counts_are_those_of_a_naive_evaluation(self, engine: SearchEngine, data):
        documents = data.draw(DOCUMENTS)
        request = asking(
            data.draw(QUERIES),
            filters=data.draw(FILTERS),
            fixed=data.draw(st.sampled_from([{}, {"type": ("contrat",)}])),
            sort=data.draw(st.sampled_from([None, *Sort])),
        )
        with transaction.atomic():
            put_many(documents)
            result = engine.match(request)
            transaction.set_rollback(True)
        expected = naive(documents, request)
        assert sorted(result.keys) == sorted(one.key for one in expected)
        assert result.total == len(expected)
        for facet in FACETS:
            others = replace(
                request, filters={k: v for k, v in request.filters.items() if k != facet}
            )
            among = naive(documents, others)
            counts = Counter(code for one in among for code in one.facets.get(facet, ()))
            assert result.counts[facet] == counts


THREE = (
    document("page:1", "Contrat a", facets={"theme": ("eau", "bois"), "annee": ("2016",)}),
    document("page:2", "Contrat b", facets={"theme": ("eau",), "annee": ("2023",)}),
    document("page:3", "Contrat c", facets={"theme": ("bois", "alim"), "annee": ("2016",)}),
)

WORDS = ["eau", "l’eau", "Bois", "énergie", "energies", "mise", "en", "œuvre", "la", "co-voiturage"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
DOCUMENTS = st.lists(
    st.builds(
        document,
        key=st.integers(1, 99).map("page:{}".format),
        title=TEXTS,
        summary=TEXTS,
        body=TEXTS,
        kind=st.sampled_from(["contrat", "outil"]),
        facets=st.fixed_dictionaries(
            {
                "theme": st.lists(st.sampled_from(["eau", "bois", "alim"]), max_size=3).map(tuple),
                "annee": st.lists(st.sampled_from(["2016", "2023"]), max_size=2).map(tuple),
            }
        ),
    ),
    max_size=8,
    unique_by=lambda one: one.key,
)
QUERIES = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(WORDS).map("-{}".format),
        TEXTS.map('"{}"'.format),
        TEXTS.map('-"{}"'.format),
    ),
    max_size=3,
).map(" ".join)
FILTERS = st.dictionaries(
    st.sampled_from(["theme", "annee"]),
    st.lists(st.sampled_from(["eau", "bois", "2016", "rien"]), min_size=1, max_size=2).map(tuple),
)


def naive(documents: Iterable[Document], request: SearchRequest) -> list[Document]:
    """The documents that satisfy a request, by reading them all."""
    filters = {**request.fixed, **request.filters}
    return [
        one
        for one in documents
        if all(set(codes) & set(one.facets.get(facet, ())) for facet, codes in filters.items())
        and all(
            any(holds(one, way) for way in group.alternatives) for group in request.query.groups
        )
        and not any(holds(one, way) for way in request.query.excluded)
    ]


def holds(one: Document, way: Alternative) -> bool:
    """Whether a field of the document holds these terms, one after the other."""
    for text in (one.title, one.summary, one.body):
        found = [term.exact if way.exact else term.stem for term in terms(text)]
        found = [term for term in found if term]
        length = len(way.terms)
        if any(tuple(found[at : at + length]) == way.terms for at in range(len(found))):
            return True
    return False
