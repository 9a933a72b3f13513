"""Filters of French typography that every template may use."""

import pytest
from django.template import Context, Template

pytestmark = pytest.mark.sqlite


def test_a_sentence_broken_over_lines_is_read_on_one_and_keeps_its_no_break_spaces():
    template = Template(
        '{% filter one_line %}<p title="Un contrat\n    « {{ name }} »,  signé">{% endfilter %}'
    )
    assert template.render(Context({"name": "d’Ys & Landes"})) == (
        '<p title="Un contrat « d’Ys &amp; Landes »,  signé">'
    )
