"""Filters of French typography that every template may use."""

import datetime as dt

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe
from wagtail.rich_text import RichText

pytestmark = pytest.mark.sqlite


def test_a_sentence_broken_over_lines_is_read_on_one_and_keeps_its_no_break_spaces():
    template = Template(
        '{% filter one_line %}<p title="Un contrat\n    « {{ name }} »,  signé">{% endfilter %}'
    )
    assert template.render(Context({"name": "d’Ys & Landes"})) == (
        '<p title="Un contrat « d’Ys &amp; Landes »,  signé">'
    )


def shown(value: object) -> str:
    return Template("{% load typography %}{{ value|typo_fr }}").render(Context({"value": value}))


def test_text_is_escaped_and_gets_the_spaces_and_the_apostrophe_of_french():
    assert shown('L\'eau < 20 000 € : "oui" !') == (
        "L’eau &lt; 20\u202f000\u00a0€\u00a0: &quot;oui&quot;\u202f!"
    )


@pytest.mark.parametrize("as_html", [RichText, mark_safe])
def test_what_says_that_it_is_html_keeps_its_tags_and_gets_the_same_spaces(as_html):
    html = """<p title="a ;b">L'eau : <a href="/l'eau/?n=1 000">d&#x27;ici &#39;</a> !</p>"""
    assert shown(as_html(html)) == (
        """<p title="a ;b">L’eau\u00a0: <a href="/l'eau/?n=1 000">d’ici ’</a>\u202f!</p>"""
    )


def test_nothing_is_shown_of_what_is_absent():
    assert shown(None) == ""


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (dt.date(2016, 10, 1), "1er octobre 2016"),
        (dt.date(2016, 10, 21), "21 octobre 2016"),
        (dt.datetime(2026, 1, 31, 23, 30, tzinfo=dt.UTC), "1er février 2026"),
        (None, ""),
    ],
)
def test_a_date_is_written_in_words_with_its_first_day_and_in_the_time_of_the_site(moment, written):
    assert Template("{{ value|date_fr }}").render(Context({"value": moment})) == written
