"""One register knows the kinds of content: what lists them follows it."""

from dataclasses import replace

import pytest
from django.http import HttpRequest
from django.template.loader import get_template
from wagtail.models import Page

from contracts import kinds
from contracts.index.documents import tool
from contracts.kinds import Kind, Register
from contracts.models import ContractPage, ToolPage
from contracts.templatetags.catalogue import card_template
from search.query import facets
from search.words import completions
from tests import factories

FOREST = Kind(
    code="foret",
    label="Forêt",
    plural="Forêts",
    rank=20,
    model=Page,
    card="foret.html",
    context=lambda row, request: row,
)


def test_the_kinds_of_the_site_are_in_the_order_in_which_they_are_told():
    assert [kind.label for kind in kinds.registered()] == [
        "Contrat",
        "Expérience",
        "Outil",
        "Session",
        "Question",
        "Territoire",
        "Terme du glossaire",
        "Page du site",
    ]


def test_a_code_and_a_model_are_of_one_kind():
    register = Register()
    register.add(FOREST)
    with pytest.raises(ValueError, match="foret and foret have one code or one model"):
        register.add(replace(FOREST, model=ToolPage))
    with pytest.raises(ValueError, match="bois and foret have one code or one model"):
        register.add(replace(FOREST, code="bois"))


def test_a_kind_that_comes_after_the_register_was_read_is_refused():
    register = Register()
    register.add(FOREST)
    assert register.kinds == (FOREST,)
    with pytest.raises(RuntimeError, match="bois comes after the kinds were read"):
        register.add(replace(FOREST, code="bois", model=ToolPage))


def test_kinds_are_in_the_order_of_their_ranks_whatever_came_first():
    register = Register()
    register.add(FOREST)
    register.add(replace(FOREST, code="bois", model=ToolPage, rank=10))
    assert [kind.code for kind in register.kinds] == ["bois", "foret"]


def test_a_model_without_kind_has_none_and_asking_for_it_is_an_error():
    assert kinds.find(HttpRequest) is None
    with pytest.raises(KeyError, match="is of no kind"):
        kinds.of(HttpRequest)
    with pytest.raises(KeyError, match="lists no kind"):
        kinds.listed_by(ContractPage)


def test_every_kind_has_a_card_and_a_row_of_a_kind_that_is_no_more_has_the_common_one():
    assert [get_template(kind.card).template.name for kind in kinds.registered()] == [
        kind.card for kind in kinds.registered()
    ]
    assert card_template("outil") == "contracts/cards/tool.html"
    assert card_template("kind of long ago") == "includes/card_base.html"


def test_the_filter_of_types_and_the_suggestions_follow_the_register():
    codes = kinds.codes(kinds.registered())
    assert tuple(facets.get("type").labels(codes)) == codes
    fiches = next(group for group in completions.registered() if group.label == "Fiches")
    assert fiches.kinds == kinds.codes(kind for kind in kinds.registered() if kind.document)


@pytest.mark.django_db
def test_the_document_of_a_page_is_the_one_that_its_kind_makes(client):
    page = factories.tool(title="La charte forestière")
    assert kinds.of(ToolPage).document is tool.document
    shown = client.get("/outils/").content.decode()
    assert f'<a href="{page.url}">La charte forestière</a>' in shown
