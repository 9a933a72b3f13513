"""The questions of elected officials: what is published of an answer, and what its page shows."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils.html import strip_tags

from contracts.catalogue.files import read_catalogue
from contracts.models import Source
from home.groups import ADMINISTRATORS
from home.models import EditorialPage, QuestionPage
from home.questions import MOST_WORDS, QuestionPart, word_count
from search.index.integrity import differences
from tests import factories
from tests.contracts.roles import member_of
from tests.posted_form import form_values

pytestmark = pytest.mark.any_engine

ASKED = {
    *("combien-ca-coute", "est-ce-obligatoire", "qui-signe", "quelle-forme-juridique"),
    *("combien-de-temps", "par-ou-commencer", "petite-commune", "que-fait-l-etat"),
    *("comment-ca-finit", "comment-convaincre", "ce-qui-echoue", "difference-avec-un-pat"),
    *("difference-avec-un-crte", "difference-avec-une-entente"),
}


def questions() -> EditorialPage:
    """The page that lists them."""
    factories.home_page()
    return EditorialPage.objects.get(slug="questions")


def paragraph(text: str, source: Source | None) -> tuple[str, dict[str, Any]]:
    return ("sourced_paragraph", {"text": text, "source": source, "second_source": None})


def question(*, publish: bool = True, **fields: Any) -> QuestionPage:
    source = fields.pop("source", None) or factories.source()
    page = QuestionPage(
        **{
            "title": "Qui tond les brebis ?",
            "gist": "Le berger tond les brebis deux fois par an.",
            "source": source,
            "live": False,
            **fields,
        }
    )
    page.body = fields.get("body", [paragraph("La laine va à la ville.", source)])
    questions().add_child(instance=page)
    if publish:
        page.save_revision().publish()
    return page


def visible(html: str) -> str:
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main
    return " ".join(strip_tags(main[0]).split())


def test_the_questions_of_an_elected_official_have_a_sourced_answer_in_the_files():
    pages = read_catalogue().pages
    asked = {key.removeprefix("questions/"): pages[key] for key in pages if "questions/" in key}

    assert set(asked) >= ASKED
    for slug, data in asked.items():
        texts = [data["gist"], *(one["text"] for one in data["answer"]), data.get("unknown", "")]
        assert sum(map(word_count, texts)) <= MOST_WORDS, slug
        assert data["gist_source"], slug
        assert all(one["source"] for one in data["answer"]), slug
        assert data["everyday_words"], slug


@pytest.mark.django_db
class TestPublication:
    def test_refuses_a_paragraph_without_source(self):
        page = question(publish=False, body=[paragraph("La laine part.", None)])

        with pytest.raises(ValidationError) as refusal:
            page.save_revision().publish()
        assert refusal.value.message_dict == {
            "body": ["Indiquez la source du paragraphe « La laine part.… »."]
        }

    def test_refuses_a_gist_without_source(self):
        page = question(publish=False)
        page.source = None

        with pytest.raises(ValidationError) as refusal:
            page.save_revision().publish()
        assert refusal.value.message_dict == {"source": ["Indiquez la source de cette phrase."]}

    def test_refuses_more_than_120_words_whatever_holds_them(self):
        source = factories.source()
        page = question(publish=False, source=source, unknown="mot " * 20, gist="mot " * 40)
        page.body = [paragraph("mot " * 61 + ": « ; »", source)]

        with pytest.raises(ValidationError) as refusal:
            page.save_revision().publish()
        assert "La réponse a 121 mots" in refusal.value.message_dict["body"][0]
        assert "raccourcissez-la de 1." in refusal.value.message_dict["body"][0]

        page.body = [paragraph("mot " * 60, source)]
        page.save_revision().publish()
        assert QuestionPage.objects.get(pk=page.pk).live

    def test_tells_an_editor_on_the_field_and_keeps_the_draft(self):
        administrator = member_of(ADMINISTRATORS)
        page = question(publish=False)
        url = f"/admin/pages/{page.pk}/edit/"
        values = form_values(administrator.get(url).content.decode())
        values |= {
            "everyday_words": ["lexique"],
            "body-count": ["1"],
            "body-0-deleted": [""],
            "body-0-order": ["0"],
            "body-0-type": ["sourced_paragraph"],
            "body-0-value-text": ["mot " * 130],
            "body-0-value-source": [str(page.source_id)],
        }

        refused = administrator.post(url, {**values, "action-publish": ["1"]}).content.decode()

        # Wagtail shows the faults of blocks out of what it writes in JSON.
        assert "a 139 mots" in refused
        assert "«\u00a0lexique\u202f» mène déjà à «\u00a0Glossaire\u202f»" in refused
        assert administrator.post(url, values).status_code == 302
        assert not QuestionPage.objects.get(pk=page.pk).live


@pytest.mark.django_db
class TestEverydayWords:
    def test_lead_to_the_question_from_a_search(self, client):
        question(everyday_words="combien de laine, tonte")

        page = visible(client.get("/recherche/", {"q": "la tonte des moutons"}).content.decode())

        assert "Une page répond ; aucune fiche" in re.sub(r"\s", " ", page)
        assert "Qui tond les brebis" in page

    @pytest.mark.parametrize(
        ("words", "told"),
        [
            ("de la", "« de la » ne contient aucun mot que la recherche retienne"),
            ("tonte\ntontes", "« tontes » est écrit deux fois"),
            ("lexique", "« lexique » mène déjà à « Glossaire »"),
        ],
    )
    def test_are_refused_when_they_lead_nowhere_or_elsewhere(self, words, told):
        page = question(publish=False, everyday_words=words)

        with pytest.raises(ValidationError) as refusal:
            page.save_revision().publish()
        assert told in refusal.value.message_dict["everyday_words"][0]

    def test_that_half_of_the_site_says_are_refused(self):
        for number in range(30):
            factories.tool(title=f"Glaner n° {number}")
        page = question(publish=False, everyday_words="glaner")

        with pytest.raises(ValidationError, match="ne mènent à rien de précis"):
            page.save_revision().publish()

    def test_stay_one_s_own_when_the_page_is_published_again(self):
        page = question(everyday_words="tonte")
        page.save_revision().publish()

        assert not list(differences())

    def test_of_a_page_taken_away_lead_nowhere_any_more(self, client):
        page = question(everyday_words="tonte")
        QuestionPage.objects.get(pk=page.pk).unpublish()

        assert "tond" not in visible(client.get("/recherche/", {"q": "tonte"}).content.decode())
        question(title="Autre ?", everyday_words="tonte")


@pytest.mark.django_db
class TestPages:
    def test_an_answer_has_its_own_address_and_says_its_sources_and_what_is_unknown(self, client):
        source = factories.source(title="Le cahier de tonte")
        page = question(
            source=source,
            unknown="La base ne connaît pas le prix de la laine.",
            site_pages=["statements", "session"],
        )

        html = client.get(page.url).content.decode()

        assert page.url == "/comprendre/questions/qui-tond-les-brebis/"
        shown = visible(html)
        for text in (
            "Comprendre Questions d’élus Qui tond les brebis",
            "Le berger tond les brebis",
            "La laine va à la ville.",
            "La base ne connaît pas le prix de la laine.",
            "Le cahier de tonte",
        ):
            assert text in shown
        assert 'href="/conditions/"' in html
        assert 'href="/sessions/"' in html

    def test_engines_are_told_the_question_and_its_answer(self, client):
        page = question()
        html = client.get(page.url).content.decode()

        found = re.search(r'<script type="application/ld\+json"[^>]*>(.*?)</script>', html, re.S)
        assert found
        (told, _trail) = json.loads(found[1])["@graph"]
        assert told["@type"] == "FAQPage"
        assert told["mainEntity"] == [
            {
                "@type": "Question",
                "name": "Qui tond les brebis ?",
                "acceptedAnswer": {
                    "@type": "Answer",
                    "text": "Le berger tond les brebis deux fois par an. La laine va à la ville.",
                },
            }
        ]

    def test_the_list_tells_each_short_answer_under_its_heading(self, client):
        last = question(title="Qui carde ?", gist="La ville carde.", part=QuestionPart.AFTERWARDS)
        first = question(title="Qui garde ?", gist="Le chien garde.", part=QuestionPart.STARTING)

        shown = visible(client.get("/comprendre/questions/").content.decode())

        assert shown.index("Se lancer") < shown.index(first.gist) < shown.index("Et ensuite")
        assert shown.index("Et ensuite") < shown.index(last.gist)
        assert "Questions d’élus" in visible(client.get("/comprendre/").content.decode())

    def test_listing_many_questions_costs_no_more_queries(
        self, client, django_assert_max_num_queries
    ):
        def cost() -> int:
            client.get("/comprendre/questions/")  # the glossary is read once a state of the index
            with django_assert_max_num_queries(100) as counted:
                client.get("/comprendre/questions/")
            return len(counted)

        question(title="Un ?")
        few = cost()
        for number in range(8):
            question(title=f"Encore {number} ?")
        assert cost() == few
