"""What is asked by what is typed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query.parser import parse
from search.query.request import Alternative, Query


def described(query: Query) -> tuple[list[str], list[str]]:
    """(wanted, unwanted): stems as they are, what must be found as it is typed in quotes."""

    def one(alternative: Alternative) -> str:
        text = " ".join(alternative.terms)
        return f'"{text}"' if alternative.exact else text

    wanted = ["|".join(map(one, group.alternatives)) for group in query.groups]
    return wanted, [one(alternative) for alternative in query.excluded]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("circuits courts", ["circuit", "court"], []),
        ("eau -pont-de", ["eau"], ["pont"]),
        ("eau -de", ["eau"], ['"de"']),
        ("la mise en œuvre", ["mise", "oeuvr"], []),
        ('"mise en œuvre"', ['"mise en oeuvre"'], []),
        ("«\u00a0Grand Est\u202f»", ['"grand est"'], []),
        ("“grand est”", ['"grand est"'], []),
        ("eau -bois", ["eau"], ["boi"]),
        ("eau - bois", ["eau", "boi"], []),
        ("-contrat", [], ["contrat"]),
        ('-"vente directe" bio', ["bio"], ['"vente directe"']),
        ("-bois-énergie", [], ["boi energi"]),
        ("centre-ouest-bretagne", ["centr", "ouest", "bretagn"], []),
        ("-l’eau", [], ["eau"]),
        ("eau -20 000 habitants", ["eau", "habitant"], ["20000"]),
        ("eau -20\u202f000", ["eau"], ["20000"]),
        ("-2015 300 communes", ["300", "commune"], ["2015"]),
        ("-élu(e)s", [], ["elu"]),
        ("contrat contrats", ["contrat", "contrat"], []),
        ("contrat contrat", ["contrat"], []),
        ("où est le", ['"ou"', '"est"', '"le"'], []),
        ('"circuit', ["circuit"], []),
        ('""', [], []),
        ("l'", [], []),
        ("l’", [], []),
        ("'", [], []),
        ('"', [], []),
        ("(", [], []),
        ("*", [], []),
        ("\\", [], []),
        ("-", [], []),
        ("NEAR(", ["near"], []),
        ("eau AND NOT bois", ["eau", "and", "not", "boi"], []),
        ("title:eau^2", ["titl", "eau", "2"], []),
    ],
)
def test_what_is_typed_asks_for(text: str, wanted: list[str], unwanted: list[str]):
    assert described(parse(text)) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("que veut dire EPCI ?", ["epci"]),
        ("c’est quoi un PETR ?", ["petr"]),
        ("existe-t-il un contrat entre Brest et Carhaix ?", ["contrat", "brest", "carhaix"]),
        ("définition de l’inter-SCoT", ["interscot"]),
        ("exemples d’accords", ["acord"]),
        ("je cherche un outil", ["outil"]),
        ("qui parlent de paysage", ["paysag"]),
        ("quels contrats portent sur le paysage", ["contrat", "paysag"]),
        ("comment faire pour l’eau", ["eau"]),
        ("qu’a donné le contrat de Brest ?", ["contrat", "brest"]),
        ("résultats du contrat de Brest", ["contrat", "brest"]),
        ("qu’ont convenu Brest et Carhaix ?", ["brest", "carhaix"]),
    ],
)
def test_words_that_only_ask_are_left_out(text: str, wanted: list[str]):
    assert described(parse(text)) == (wanted, [])


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("exemple", ["exempl"]),
        ("définition", ["definition"]),
        ("que veut dire", ["veut", "dire"]),
        ("exemples -eau", ["exempl"]),
        ('"exemple" eau', ['"exemple"', "eau"]),
        ("je veux", ["veu"]),
        ("résultats", ["resultat"]),
        ("bilan carbone", ["bilan", "carbon"]),
        ("dire", ["dire"]),
    ],
)
def test_words_that_ask_are_looked_for_when_nothing_else_is(text: str, wanted: list[str]):
    assert described(parse(text))[0] == wanted


def test_the_words_in_their_order_are_those_wanted_stop_words_included():
    assert parse("la mise en œuvre -bois").sequence == ("mise", "en", "oeuvre")
    assert parse("qu’est-ce que la mise en œuvre ?").sequence == ("mise", "en", "oeuvre")


@given(st.text(alphabet=st.sampled_from("ab é'’\"«»“”-*()\\: \x00œ"), max_size=60))
def test_whatever_is_typed_is_a_query(text: str):
    query = parse(text)
    for group in query.groups:
        assert all(alternative.terms for alternative in group.alternatives)
