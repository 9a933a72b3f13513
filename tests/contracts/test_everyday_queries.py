"""What people type with their own words, on the real content: the answer is proposed above the
results or is one of the first three."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from search.answers.hints import hints_for
from search.answers.service import answer
from search.index.integrity import differences
from search.query.form import SearchForm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("catalogue")]

QUESTIONS = "/comprendre/questions/"


def first_answers(q: str) -> list[str]:
    """The addresses that a reader sees first: what is proposed above, then three results."""
    data = QueryDict(mutable=True)
    data["q"] = q
    form = SearchForm.from_querydict(data, path="/recherche/")
    proposed = [hint.url for hint in hints_for(form)]
    return [*proposed[:3], *(hit.url for hit in answer(form).hits[:3])]


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("conditions de réussite", "/conditions/"),
        ("freins", "/conditions/"),
        ("échecs", f"{QUESTIONS}ce-qui-echoue/"),
        ("ce qui a coincé", f"{QUESTIONS}ce-qui-echoue/"),
        ("combien ça coûte", f"{QUESTIONS}combien-ca-coute/"),
        ("combien ca coute", f"{QUESTIONS}combien-ca-coute/"),
        ("qui paye", f"{QUESTIONS}qui-paie/"),
        ("subvention", f"{QUESTIONS}qui-paie/"),
        ("des subventions pour un contrat", f"{QUESTIONS}qui-paie/"),
        ("est-ce obligatoire", f"{QUESTIONS}est-ce-obligatoire/"),
        ("mes obligations", f"{QUESTIONS}est-ce-obligatoire/"),
        ("petite commune", f"{QUESTIONS}petite-commune/"),
        ("convaincre", f"{QUESTIONS}comment-convaincre/"),
        ("prochaine formation", "/sessions/"),
        ("indicateurs", f"{QUESTIONS}quels-indicateurs/"),
        ("indicateurs", "/outils/migr/"),
        ("modèle de délibération", f"{QUESTIONS}modele-de-deliberation/"),
        ("modèle de contrat", f"{QUESTIONS}modele-de-deliberation/"),
        ("qui signe", f"{QUESTIONS}qui-signe/"),
        ("forme juridique", f"{QUESTIONS}quelle-forme-juridique/"),
        ("combien de temps", f"{QUESTIONS}combien-de-temps/"),
        ("par où commencer", f"{QUESTIONS}par-ou-commencer/"),
        ("aide de l’État", f"{QUESTIONS}que-fait-l-etat/"),
        ("différence avec un PAT", f"{QUESTIONS}difference-avec-un-pat/"),
        ("différence avec un CRTE", f"{QUESTIONS}difference-avec-un-crte/"),
        ("contrat ou entente", f"{QUESTIONS}difference-avec-une-entente/"),
        ("fin du contrat", f"{QUESTIONS}comment-ca-finit/"),
        ("questions fréquentes", QUESTIONS),
        ("glossaire", "/glossaire/"),
        ("liste des contrats", "/contrats/"),
        ("comme le mien", "/contrats/comme-le-mien/"),
        ("accessibilité", "/accessibilite/"),
        ("mentions légales", "/mentions-legales/"),
        ("données personnelles", "/donnees-personnelles/"),
        ("territoires", "/territoires/"),
        ("thèmes", "/themes/"),
        ("carte", "/carte/"),
        ("engagements", "/engagements/"),
        ("qui donne quoi", "/engagements/"),
        ("contact", "/contact/"),
    ],
)
def test_everyday_words_have_their_answer_first(typed, address):
    assert address in first_answers(typed)


def test_the_index_holds_all_of_it():
    assert not list(differences())
