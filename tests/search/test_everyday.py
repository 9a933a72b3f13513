"""Everyday words: what they propose above the results, and what they cost."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from django.http import QueryDict

from search.answers import everyday, expansions, hints
from search.answers.everyday import HEADING, EverydayHints, Lead
from search.answers.expansions import Rule
from search.answers.hints import ShownHint, hints_for
from search.query.form import SearchForm
from tests.search.factories import ask, document, index

COST = Lead("Combien coûte un contrat ?", ("combien ça coûte", "prix"), url="/cout/")
COSTS = Lead("Les prix du bois", ("prix du bois",), url="/bois/")
GLOSSARY = Lead("Glossaire", ("lexique",), ("Glossaire",), url="/glossaire/")
BIKES = Lead(
    "Mobilités",
    ("vélo",),
    ("Mobilités",),
    facet="theme",
    code="mobi",
    heading="Un thème",
    later=("terme",),
)


class Leads:
    name = "test"

    def __init__(self, *leads: Lead) -> None:
        self._leads = leads
        self.asked = 0

    def leads(self) -> Iterable[Lead]:
        self.asked += 1
        return self._leads


class Terms:
    name = "terms"

    def __init__(self, *names: str) -> None:
        self._names = names

    def rules(self) -> Iterable[Rule]:
        return [Rule(name, "/glossaire/") for name in self._names]


@pytest.fixture(autouse=True)
def source(monkeypatch: pytest.MonkeyPatch) -> Leads:
    leads = Leads(COST, COSTS, GLOSSARY, BIKES)
    monkeypatch.setattr(everyday, "_sources", {"test": leads})
    monkeypatch.setattr(hints, "_sources", [EverydayHints()])
    return leads


@pytest.fixture
def documents(db: None) -> None:
    index(document("page:1", "Cantine", body="vélo prix", facets={"theme": ("mobi",)}))


def proposed(q: str) -> tuple[ShownHint, ...]:
    data = QueryDict(mutable=True)
    data["q"] = q
    return hints_for(SearchForm.from_querydict(data, path="/recherche/"))


def labels(q: str) -> list[str]:
    return [one.label for one in proposed(q)]


@pytest.mark.usefixtures("documents")
class TestLeads:
    @pytest.mark.parametrize(
        "q", ["combien ça coûte", "Combien ca coute", "les prix", "prix brest"]
    )
    def test_words_lead_to_a_page_alone_or_among_others(self, q: str):
        assert labels(q) == [COST.label]

    def test_the_wording_that_spells_more_of_the_words_comes_first(self):
        assert labels("prix du bois") == [COSTS.label, COST.label]

    def test_a_name_leads_only_when_nothing_else_is_typed(self):
        assert labels("le glossaire") == [GLOSSARY.label]
        assert labels("glossaire bois") == []
        assert labels("lexique bois") == [GLOSSARY.label]

    @pytest.mark.parametrize("q", ["", "de la", "coûte combien", "-prix", "prixer", '"'])
    def test_other_words_lead_nowhere(self, q: str):
        assert labels(q) == []

    def test_a_value_of_a_facet_is_a_filter_under_its_own_heading(self):
        assert [(one.label, one.heading, one.count, one.url) for one in proposed("vélo prix")] == [
            ("Mobilités", "Un thème", 1, "/recherche/?q=prix&theme=mobi"),
            (COST.label, HEADING, None, "/cout/"),
        ]

    @pytest.mark.parametrize(
        ("q", "first"),
        [
            ("vélo", "page:1"),
            ("les vélos", "page:1"),
            ("vélo train", "term:1"),  # something else is typed
            ("qu’est-ce que le vélo", "term:1"),
            ("mobilités", "term:1"),  # a name
        ],
    )
    def test_definitions_come_after_what_stands_under_the_value(
        self, monkeypatch: pytest.MonkeyPatch, q: str, first: str
    ):
        monkeypatch.setattr(expansions, "_sources", {"test": Terms("Train")})
        index(
            document("page:1", "Cantine", body="vélo prix train mobilités"),
            document("term:1", "Vélo, train, mobilités", kind="terme"),
        )
        assert ask(q).hits[0].key == first

    def test_the_very_name_of_a_term_keeps_its_place(self, monkeypatch: pytest.MonkeyPatch):
        index(document("page:1", "Cantine", body="vélo"), document("term:1", "Vélo", kind="terme"))
        monkeypatch.setattr(expansions, "_sources", {"test": Terms("Vélo")})
        assert [hit.key for hit in ask("vélo").hits] == ["term:1", "page:1"]

    def test_words_that_say_little_are_none(self):
        [hint] = proposed("comment faire venir un vélo")
        assert (hint.is_all, hint.url) == (True, "/recherche/?theme=mobi")
        [hint] = proposed("vélo prix")[:1]
        assert hint.keeps_words

    def test_they_are_read_once_a_state_of_the_index(self, source: Leads):
        proposed("prix")
        proposed("vélo")
        assert source.asked == 1

        index(document("page:2", "Autre"))
        proposed("prix")
        assert source.asked == 2

    def test_they_cost_one_small_query(self, django_assert_num_queries):
        proposed("prix")
        with django_assert_num_queries(1):
            proposed("prix")


def test_two_sources_of_one_name_are_refused():
    with pytest.raises(ValueError, match="two sources of leads are named test"):
        everyday.register(Leads())
