"""French typography of the admin: of what catalogues say, and of what pages show."""

from __future__ import annotations

import json

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import RequestFactory
from django.utils.translation import gettext

from contracts.values.french.typography import french_html, french_throughout
from kb.french_messages import typeset
from kb.middleware import AdminTypographyMiddleware

pytestmark = pytest.mark.any_engine


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Fil d'Ariane", "Fil d’Ariane"),
        (
            "L'élément de l'%(name)s : qu'<b>il</b> ?",
            "L’élément de l’%(name)s\u00a0: qu’<b>il</b>\u202f?",
        ),
        ("Historique: %(title)s", "Historique\u00a0: %(title)s"),
        ("Supprimer cette page?", "Supprimer cette page\u202f?"),
        ('L\'option "Programmer"', "L’option «\u00a0Programmer\u202f»"),
        ("""<a href="/l'eau/?n=1" title='Non: "oui"'>Aide</a>""",) * 2,
        (
            "%(a)s:%(b)s à 12:30, http://ys.example/?a=b",
            "%(a)s:%(b)s à 12:30, http://ys.example/?a=b",
        ),
        ("'%(title)s' &amp; 'autre'",) * 2,
    ],
)
def test_a_message_is_typeset_and_keeps_its_variables_and_its_tags(message, shown):
    assert typeset(message) == shown


def test_what_wagtail_says_is_typeset():
    assert gettext("Unlock any page") == "Déverrouiller n’importe quelle page"


@pytest.mark.parametrize(
    "kept",
    [
        "<script>let a = 'l\\'eau' ? b : c ;</script>",
        "<style>a::after { content: '« ' ; }</style>",
        "<textarea>l'eau : oui ?</textarea>",
        "<pre>l'eau : oui ?</pre>",
        "<code>l'eau : oui ?</code>",
        "<del>l'eau</del><ins>l’eau</ins>",
        "<!-- l'eau : -->",
        """<input value="l'eau : « oui »" title='a: b'>""",
    ],
)
def test_what_is_no_french_or_is_sent_back_stays_as_it_is(kept):
    html = f"<p>L'eau: {kept} l&#x27;air !</p>"
    assert french_html(html, french_throughout) == f"<p>L’eau\u00a0: {kept} l’air\u202f!</p>"


def answered(response: HttpResponse, address: str) -> HttpResponse:
    return AdminTypographyMiddleware(lambda request: response)(RequestFactory().get(address))


def test_the_texts_of_the_admin_alone_are_set():
    assert answered(HttpResponse("<p>L'eau</p>"), "/admin/").text == "<p>L’eau</p>"
    assert answered(HttpResponse("<p>L'eau</p>"), "/eau/").text == "<p>L'eau</p>"
    csv = HttpResponse("L'eau : 1", content_type="text/csv")
    assert answered(csv, "/admin/reports/").text == "L'eau : 1"


def test_a_window_is_set_within_its_json_and_nothing_else_of_it():
    window = answered(JsonResponse({"step": "l'eau", "html": "<p>L'eau</p>"}), "/admin/pages/")
    assert json.loads(window.text) == {"step": "l'eau", "html": "<p>L’eau</p>"}
