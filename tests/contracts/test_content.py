"""The real content does not fall back: the goals reached, and the rules of every row."""

from functools import cache

import pytest

from contracts.catalogue.files import Catalogue, read_catalogue
from contracts.catalogue.schema import Keys
from scripts.content import goals, plain_words, report
from scripts.content.values import Written, texts, uses

# Files are read, no database.
pytestmark = pytest.mark.sqlite

ROWS = ("facts", "statements", "milestones", "commitments", "steps", "indicators")
LONGEST_AVERAGE = 25  # words of a sentence


@cache
def real() -> Catalogue:
    return read_catalogue()


@pytest.mark.parametrize("goal", goals.GOALS, ids=lambda goal: goal.name)
def test_no_goal_falls_back_below_what_was_reached(goal):
    assert goal.reached(real()) >= goal.floor


@pytest.mark.parametrize(
    "lack", [one for one in goals.LACKS if one.most is not None], ids=lambda lack: lack.name
)
def test_no_more_is_lacking_than_there_was(lack):
    assert len(found := lack.found(real())) <= lack.most, found


@pytest.mark.parametrize("rows", ROWS)
def test_every_row_has_its_source(rows):
    without = [
        (key, row)
        for key, page in real().pages.items()
        for row in page.get(rows, ())
        if not row.get("source")
    ]
    assert without == []


def test_what_a_party_gains_and_a_status_have_their_source():
    contracts = goals.fiches(real(), "contrats")
    parties = [(key, one) for key, page in contracts.items() for one in page.get("parties", ())]
    assert [key for key, one in parties if one.get("gain") and not one.get("gain_source")] == []
    told = [
        key
        for key, page in contracts.items()
        if page.get("status", "non-renseigne") != "non-renseigne"
    ]
    assert [key for key in told if not contracts[key].get("status_source")] == []


def test_every_flow_is_dated_and_counted():
    flows = [
        fact
        for page in real().pages.values()
        for fact in page.get("facts", ())
        if fact.get("attribute") == "flux"
    ]
    assert len(flows) >= 17
    assert [flow for flow in flows if not (flow.get("as_of") and flow.get("number"))] == []


def test_sentences_are_short_on_average():
    assert plain_words.average(texts(real())) <= LONGEST_AVERAGE


def test_what_is_printed_names_every_goal_and_every_lack():
    printed = "\n".join(report.printed(real()))
    for one in (*goals.GOALS, *goals.LACKS):
        assert one.name in printed
    assert "Les 10 phrases les plus longues :" in printed
    assert "Les 10 mots que le glossaire n’explique pas" in printed


@pytest.mark.parametrize(
    ("text", "lengths"),
    [
        ("La ville achète le bois. Le pays le vend.", [5, 4]),
        ("L’article L. 2113-6 dit tout.", [5]),
        ("Voir M. Martin, n° 2 : « Oui ! » Et après ?", [6, 2]),
        ("Sans point final", [3]),
    ],
)
def test_sentences_end_where_readers_end_them(text, lengths):
    assert [one.words for one in plain_words.sentences([Written("x", text)])] == lengths


def test_a_word_is_jargon_until_the_glossary_explains_it():
    told = [
        Written("a", "Le PETR et l’OCDE, au XXe siècle, vantent la gouvernance."),
        Written("b", "L’OCDE."),
    ]
    assert plain_words.jargon(told, {"petr"}) == [("OCDE", 2, "a"), ("gouvernance", 1, "a")]
    assert plain_words.jargon(told, {"petr", "ocde", "gouvernance"}) == []


def contract(*commitments: Keys) -> Keys:
    page = Keys()
    page |= {
        "parties": [{"territory": "m", "side": "ville"}, {"territory": "p", "side": "campagne"}],
        "commitments": list(commitments),
    }
    return page


@pytest.mark.parametrize(
    ("commitments", "both"),
    [
        ([], False),
        ([{"giver": "m"}], False),
        ([{"giver": "m"}, {"giver": "p"}], True),
        ([{"reciprocal": True}], True),
    ],
)
def test_both_sides_give_when_each_does_or_both_together(commitments, both):
    assert goals.gives_both_ways(contract(*commitments)) is both


def test_a_key_is_counted_wherever_a_page_names_it():
    catalogue = Catalogue(pages={"contrats/x": Keys()}, sources={"s": Keys(), "t": Keys()})
    catalogue.pages["contrats/x"] |= {"gist_source": ["s"], "facts": [{"source": ["s"]}]}
    assert uses(catalogue)["s"] == 2
    assert goals.sources_used(catalogue, lambda used: not used) == ["t"]


def test_a_result_is_dated_by_its_words_or_by_its_source():
    catalogue = Catalogue(pages={"outils/x": Keys()}, sources={"dated": Keys(), "undated": Keys()})
    catalogue.sources["dated"]["published_on"] = "2018"
    catalogue.pages["outils/x"]["statements"] = [
        {"section": "resultat", "text": "Trente fermes.", "source": ["undated"]},
        {"section": "resultat", "text": "Trente fermes en 2019.", "source": ["undated"]},
        {"section": "resultat", "text": "Trente fermes.", "source": ["dated"]},
        {"section": "cout", "text": "Dix euros.", "source": ["undated"]},
    ]
    assert goals.undated_results(catalogue) == ["outils/x : Trente fermes."]
