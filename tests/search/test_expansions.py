"""A search is widened to the other wordings of what was typed, and loses nothing by it."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.db import connection, transaction
from django.http import QueryDict
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.answers import expansions
from search.answers.expansions import Lexicon, Rule
from search.answers.service import answer
from search.index.indexing import put_many
from search.models import IndexState
from search.query.form import SearchForm
from search.query.parser import parse
from search.query.request import Alternative
from search.query.results import Expansion
from tests.search.elastic import create_index, project
from tests.search.factories import ask, document, found, index, search

pytestmark = pytest.mark.django_db

EPCI = Rule(
    "EPCI",
    "/glossaire/epci/",
    ("établissement public de coopération intercommunale", "intercommunalité"),
)
COB = Rule("COB", "/glossaire/cob/", ("Centre Ouest Bretagne", "Pays COB"))
PNR = Rule("PNR", "/glossaire/pnr/", ("parc naturel régional",))
FLOWS = Rule("Flux de personnes", "/glossaire/flux/", ("navettes",))
PEOPLE = Rule("Brest Métropole", "/brest/", ("Brestois", "Brestoise"), same=True)
END = Rule("Renouvellement, extension ou arrêt", "/glossaire/fin/", ("extension", "arrêt"))


class Rules:
    """A source whose rules a test changes as an editor would: with the index."""

    name = "tests"

    def __init__(self, *rules: Rule) -> None:
        self.given = rules
        self.read = 0

    def rules(self) -> Iterable[Rule]:
        self.read += 1
        return self.given


@pytest.fixture
def rules() -> Rules:
    source = Rules(EPCI, COB, PNR, FLOWS, END)
    expansions.register(source)
    return source


def added(q: str, *given: Rule) -> list[list[str]]:
    """For each group of the query, the words of the alternatives that rules add to it."""
    query, _ = Lexicon(given or (EPCI, COB, PNR, FLOWS, END)).widened(parse(q))
    return [
        [" ".join(one.words) for one in group.alternatives if one.source] for group in query.groups
    ]


# What is widened


@pytest.mark.parametrize(
    ("q", "expected"),
    [
        ("intercommunalité", [["epci", "etablissement public de cooperation intercommunale"]]),
        ("INTERCOMMUNALITES", [["epci", "etablissement public de cooperation intercommunale"]]),
        ("l’intercommunalité", [["epci", "etablissement public de cooperation intercommunale"]]),
        ("epci", [["etablissement public de cooperation intercommunale", "intercommunalite"]]),
        ("E.P.C.I.", [["etablissement public de cooperation intercommunale", "intercommunalite"]]),
        ("forêt pnr", [[], ["parc naturel regional"]]),
        ("parcs naturels régionaux", [["pnr"], ["pnr"], ["pnr"]]),
        ("bois parc naturel régional", [[], ["pnr"], ["pnr"], ["pnr"]]),
        ("le parc, naturel et régional", [["pnr"], ["pnr"], ["pnr"]]),
    ],
)
def test_a_wording_takes_the_others_in_the_group_of_each_of_its_words(q, expected):
    assert added(q) == expected


@pytest.mark.parametrize(
    "q",
    [
        '"intercommunalité"',
        "«\u00a0epci\u202f»",
        '"parc naturel" régional',
        "parc régional naturel",
        "parc régional",
        "cobs",
        "navets",
        "bois",
        "la",
    ],
)
def test_other_words_and_quotes_are_left_as_they_are(q):
    assert added(q) == [[]] * len(parse(q).groups)


def test_what_a_minus_takes_away_is_not_widened():
    query, what = Lexicon((EPCI,)).widened(parse("bois -intercommunalité -epci"))
    assert (query, what) == (parse("bois -intercommunalité -epci"), ())


def test_a_search_is_widened_in_one_step():
    rules = (Rule("A", "/a/", ("beta",)), Rule("B", "/b/", ("beta", "gamma")))
    assert added("gamma", *rules) == [["b", "beta"]]


def test_what_is_a_part_of_the_name_is_no_other_wording_of_it():
    """« Renouvellement, extension ou arrêt » does not make « extension » mean « arrêt »."""
    assert added("extension") == [[]]
    assert added("arrêt") == [[]]


def test_a_search_is_not_widened_to_a_part_of_what_was_typed_nor_to_what_holds_it():
    assert added("pays cob") == [["centre ouest bretagne"], ["centre ouest bretagne"]]
    assert added("cob") == [["centre ouest bretagne"]]
    assert added("centre ouest bretagne") == [["cob", "pays cob"]] * 3


def test_an_acronym_is_looked_for_by_the_word_itself_and_other_words_by_their_family():
    query, _ = Lexicon((EPCI,)).widened(parse("intercommunalité"))
    assert query.groups[0].alternatives[1] == Alternative(
        ("epci",), ("epci",), exact=True, source="EPCI"
    )
    query, _ = Lexicon((FLOWS,)).widened(parse("flux personne"))
    assert query.groups[0].alternatives[1] == Alternative(
        ("navet",), ("navettes",), source="Flux de personnes"
    )


def test_two_rules_with_one_wording_both_apply():
    other = Rule("Syndicat", "/syndicat/", ("intercommunalité",))
    query, what = Lexicon((EPCI, other)).widened(parse("intercommunalité"))
    assert [one.source for one in query.groups[0].alternatives] == ["", "EPCI", "EPCI", "Syndicat"]
    assert [one.label for one in what] == [
        "EPCI",
        "établissement public de coopération intercommunale",
        "Syndicat",
    ]


def test_a_rule_whose_name_is_no_word_does_nothing():
    assert added("intercommunalité", Rule("de la", "/x/", ("intercommunalité",))) == [[]]
    assert added("la charte", Rule("Charte", "/x/", ("la", "!"))) == [[]]


def test_an_acronym_and_what_it_stands_for_are_worth_the_same():
    rule = Rule(
        "PNR", "/pnr/", ("parc naturel régional", "ville-porte"), stands_for="parc naturel régional"
    )
    for q in ("pnr", "parc naturel régional", "ville porte"):
        widened, _ = Lexicon((rule,)).widened(parse(q))
        same = {one.words for one in widened.groups[0].alternatives if one.same}
        assert len(same) == (q != "ville porte")


def test_names_of_one_and_the_same_thing_only_lead_to_its_name_and_stay_as_typed():
    assert added("brestoises", PEOPLE) == [["brest metropole"]]
    assert added("Brest Métropole", PEOPLE) == [[], []]
    widened, found = Lexicon((PEOPLE,)).widened(parse("brestois"))
    assert found == (Expansion("Brest Métropole", "/brest/"),)
    assert widened.as_typed is widened


def test_as_typed_forgets_what_was_added():
    typed = parse("intercommunalité -bois « la ville »")
    widened, _ = Lexicon((EPCI,)).widened(typed)
    assert widened != typed
    assert widened.as_typed == typed
    assert typed.as_typed is typed


# What a reader gets


def test_what_only_says_the_other_wording_is_found_after_what_says_the_one_typed(rules):
    index(
        document("page:acronym", "EPCI", body="Un EPCI, deux EPCI"),
        document("page:words", "Un établissement public de coopération intercommunale"),
        document("page:typed", "Autre", body="beaucoup de mots et une intercommunalité"),
        document("page:apart", "Établissement", body="public de coopération intercommunale"),
    )
    assert found(ask("intercommunalité"))[0] == "page:typed"
    assert set(found(ask("intercommunalité"))) == {"page:typed", "page:acronym", "page:words"}
    assert found(ask("epci"))[0] == "page:acronym"
    assert found(ask("public établissement intercommunale coopération")) == [
        "page:words",
        "page:apart",
    ]


def test_the_page_says_what_was_looked_for_and_marks_it(rules):
    index(document("page:1", "Les EPCI de Bretagne"))
    response = ask("intercommunalité")
    assert response.expansions == (
        Expansion("EPCI", "/glossaire/epci/"),
        Expansion("établissement public de coopération intercommunale", "/glossaire/epci/"),
    )
    assert response.hits[0].highlighted_title == "Les <mark>EPCI</mark> de Bretagne"
    assert response.exactness_url == "?q=intercommunalit%C3%A9&exact=oui"


def test_an_exact_search_is_not_widened_and_leads_back(rules):
    index(document("page:1", "EPCI"), document("page:2", "Intercommunalités"))
    response = search("q=intercommunalité&exact=oui&theme=inconnu&tri=titre")
    assert found(search("q=intercommunalité&exact=oui")) == ["page:2"]
    assert response.expansions[0].label == "EPCI"
    assert response.exactness_url == "?q=intercommunalit%C3%A9&theme=inconnu&tri=titre"
    assert response.chips[0].remove_url == "?q=intercommunalit%C3%A9&exact=oui&tri=titre"


@pytest.mark.parametrize(
    "address", ["q=intercommunalité", "q=l%27", "", "exact=oui", "q=x&exact=1"]
)
def test_exactness_is_asked_by_one_word_and_only_with_words(address):
    assert not SearchForm.from_querydict(QueryDict(address)).request.exact


def test_a_change_of_the_rules_counts_at_the_next_search(rules):
    index(document("page:1", "EPCI"))
    assert found(ask("intercommunalité")) == ["page:1"]
    rules.given = ()
    index(document("term:1", "Un autre terme"))
    assert found(ask("intercommunalité")) == []
    rules.given = (EPCI,)
    index(document("term:1", "Encore un autre"))
    assert found(ask("intercommunalité")) == ["page:1"]


def test_rules_of_a_transaction_undone_are_forgotten(rules):
    index(document("page:1", "EPCI"))
    assert found(ask("intercommunalité")) == ["page:1"]
    with transaction.atomic():
        rules.given = ()
        put_many([document("term:1", "Un autre terme")])
        assert found(ask("intercommunalité")) == []
        transaction.set_rollback(True)
    rules.given = (EPCI,)
    assert found(ask("intercommunalité")) == ["page:1"]


def test_rules_are_read_once_for_a_state_of_the_index_and_never_without_words(rules):
    index(document("page:1", "EPCI"))
    for q in ("", "-epci", '"epci"', "la"):
        ask(q)
    assert rules.read == 0
    ask("bois")
    ask("eau")
    assert rules.read == 1
    with CaptureQueriesContext(connection) as asked:
        held = expansions.lexicon()
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert expansions.lexicon(IndexState.objects.get().token) is held
    assert len(asked) == 1  # that of the test


@pytest.mark.elasticsearch
def test_elasticsearch_follows_a_rule_that_came_after_its_index_was_made(elastic, rules):
    rules.given = ()
    index(document("page:1", "Les EPCI"), document("page:2", "Une intercommunalité"))
    create_index(elastic)
    project(elastic)
    assert found(ask("intercommunalité")) == ["page:2"]
    rules.given = (EPCI,)
    index(document("term:1", "Un terme"))
    response = ask("intercommunalité")
    assert (found(response), response.degraded) == (["page:2", "page:1"], False)
    assert response.hits[1].highlighted_title == "Les <mark>EPCI</mark>"


# Any words, any rules

WORDS = ["eau", "bois", "pnr", "parc", "parcs", "naturel", "régional", "la", "de", "cob", "pays"]
TEXTS = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
RULES = st.lists(
    st.builds(
        Rule,
        name=st.one_of(TEXTS, TEXTS.map(str.upper)),
        url=st.just("/x/"),
        others=st.lists(st.one_of(TEXTS, TEXTS.map(str.upper)), max_size=3).map(tuple),
    ),
    max_size=4,
)
QUERIES = st.lists(
    st.one_of(TEXTS, st.sampled_from(WORDS).map("-{}".format), TEXTS.map('"{}"'.format)),
    max_size=3,
).map(" ".join)
DOCUMENTS = st.lists(
    st.builds(
        document,
        key=st.integers(1, 99).map("page:{}".format),
        title=TEXTS,
        summary=TEXTS,
        body=TEXTS,
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(documents=DOCUMENTS, given_rules=RULES, q=QUERIES)
def test_a_widened_search_finds_all_that_the_exact_one_does_and_first(documents, given_rules, q):
    expansions._sources.clear()
    expansions.register(Rules(*given_rules))
    with transaction.atomic():
        put_many(documents)
        data = QueryDict(mutable=True)
        data["q"] = q
        wide = found(answer(SearchForm.from_querydict(data, page_size=100)))
        data["exact"] = "oui"
        exact = found(answer(SearchForm.from_querydict(data, page_size=100)))
        transaction.set_rollback(True)
    assert set(exact) <= set(wide)
    if parse(q).groups:
        assert set(wide[: len(exact)]) == set(exact)


def test_a_query_of_nothing_but_wordings_stays_bounded(rules):
    query = parse(" ".join(["epci cob pnr"] * 30)[:200])
    widened, _ = Lexicon(rules.given).widened(query)
    assert [len(group.alternatives) for group in widened.groups] == [3, 2, 2]
