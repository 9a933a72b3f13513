"""What is pasted from an office program into the admin, a file or a script: no unseen mark enters."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from django import forms
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from wagtail.blocks import Block
from wagtail.contrib.settings.registry import registry
from wagtail.contrib.settings.views import get_setting_edit_handler
from wagtail.documents import get_document_model
from wagtail.documents.forms import get_document_form
from wagtail.fields import StreamField
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from contracts.models import Source
from home.groups import ADMINISTRATORS
from home.models import EditorialPage
from tests import factories
from tests.admin_views import admin_patterns
from tests.contracts.roles import member_of
from tests.contracts.training.factories import session
from tests.posted_form import form_values

PASTED = "\uf0b7\tDes \xadrepas\u200b\x0bpour\x07 tous\u202e 👩‍🌾 20\u202f% \x00"
IN_LINES = "• Des repas\npour tous 👩‍🌾 20\u202f%"
IN_ONE_LINE = "• Des repas pour tous 👩‍🌾 20\u202f%"
IN_HTML = "• Des repas<br/>pour tous 👩‍🌾 20\u202f%"
MARKS = re.compile("[\x00-\x09\x0b-\x1f\xad\u200b\u202e\uf0b7]")


def all_forms() -> set[type[forms.BaseForm]]:
    """Every form that the site has declared, once its admin has made all those that it makes."""
    admin_patterns()  # the views, with their modules
    handlers = [model.get_edit_handler() for model in get_page_models()]
    handlers += [model.snippet_viewset.get_edit_handler() for model in get_snippet_models()]
    handlers += [get_setting_edit_handler(model) for model in registry]
    made = [handler.get_form_class() for handler in handlers]  # Python forgets what nobody holds
    made += [get_image_form(get_image_model()), get_document_form(get_document_model())]
    found: set[type[forms.BaseForm]] = set()
    waiting = [forms.BaseForm, *made]
    while waiting:
        form = waiting.pop()
        if form not in found:
            found.add(form)
            waiting += form.__subclasses__()
    return found


def all_blocks() -> Iterator[Block]:
    for model in apps.get_models():
        for field in model._meta.get_fields():
            if isinstance(field, StreamField):
                waiting = [field.stream_block]
                while waiting:
                    block = waiting.pop()
                    yield block
                    waiting += getattr(block, "child_blocks", {}).values()
                    waiting += [block.child_block] if hasattr(block, "child_block") else []


def takes_words(field: forms.Field) -> bool:
    typed = isinstance(field.widget, forms.TextInput | forms.Textarea)
    return (typed or isinstance(field, forms.CharField)) and not isinstance(
        field.widget, forms.PasswordInput
    )


def test_no_text_field_of_any_form_lets_an_unseen_mark_in(db):
    fields = {
        f"{form.__module__}.{form.__qualname__}.{name}": field
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
    }
    fields |= {
        f"{type(block).__name__} {block.name}": block.field
        for block in all_blocks()
        if hasattr(block, "field")
    }
    texts = {name: field for name, field in fields.items() if takes_words(field)}

    dirty = {}
    for name, field in texts.items():
        try:
            value = field.clean(PASTED)
        except ValidationError:
            continue
        if MARKS.search(str(value)):
            dirty[name] = value
    assert dirty == {}
    forms_seen = {name.rpartition(".")[0].rpartition(".")[2] for name in texts}
    assert forms_seen >= {
        *("ContractPageForm", "CommitmentForm", "StatementForm", "TrainingSessionPageForm"),
        *("EditorialPageForm", "TermForm", "SourceForm", "TerritoryFigureForm", "PublisherForm"),
        *("PhoneForm", "RegistrationForm", "RedirectForm", "PictureForm", "CommentForm"),
    }


def test_a_password_is_left_as_it_is_typed():
    field = forms.CharField(widget=forms.PasswordInput, strip=False)

    assert field.clean("mot\u200b de\xadpasse") == "mot\u200b de\xadpasse"


def draftail(text: str) -> str:
    """What the rich text editor posts for one paragraph."""
    block = {"key": "a", "type": "unstyled", "depth": 0, "text": text}
    empty = {"inlineStyleRanges": [], "entityRanges": []}
    return json.dumps({"blocks": [{**block, **empty}], "entityMap": {}})


@pytest.mark.django_db
def test_a_page_is_clean_as_a_draft_and_as_a_page_in_rows_blocks_and_rich_text():
    administrator = member_of(ADMINISTRATORS)
    parent = factories.home_page()
    source = factories.source()
    page = EditorialPage(title="Cadre", slug="cadre-colle", gist="Le cadre.", source=source)
    page.live = False
    page.statements = [factories.statement(source=source)]
    parent.add_child(instance=page)
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    values = form_values(administrator.get(address).content.decode())
    values |= {
        "title": [PASTED],
        "gist": [PASTED],
        "search_description": [PASTED],
        "statements-0-text": [PASTED],
        "body-count": ["3"],
        **_block(0, "heading", {"value": PASTED}),
        **_block(1, "sourced_paragraph", {"value-text": PASTED, "value-source": str(source.pk)}),
        **_block(2, "paragraph", {"value": draftail(PASTED)}),
    }

    def read(saved: EditorialPage) -> list[str]:
        heading, sourced, rich = saved.body
        statement = saved.statements.get()
        assert rich.value.source == f'<p data-block-key="a">{IN_HTML} </p>'
        return [saved.title, heading.value, saved.gist, statement.text, sourced.value["text"]]

    expected = [IN_ONE_LINE, IN_ONE_LINE, IN_LINES, IN_LINES, IN_LINES]
    assert administrator.post(address, values).status_code == 302
    assert read(EditorialPage.objects.get(pk=page.pk).get_latest_revision_as_object()) == expected
    published = administrator.post(address, {**values, "action-publish": "action-publish"})
    assert published.status_code == 302, published.context["form"].errors
    page = EditorialPage.objects.get(pk=page.pk)
    assert (page.live, page.search_description) == (True, IN_LINES)
    assert read(page) == expected


def _block(at: int, kind: str, values: dict[str, str]) -> dict[str, list[str]]:
    frame = {"deleted": "", "order": str(at), "type": kind, "id": ""}
    return {f"body-{at}-{name}": [value] for name, value in {**frame, **values}.items()}


@pytest.mark.django_db
def test_a_row_that_a_script_saves_is_clean():
    page = session(title=f"Titre {PASTED}", gist=PASTED)

    source = Source.objects.create(title=PASTED, publisher=PASTED, key="colle", url="https://ys.fr")

    assert source.title == IN_ONE_LINE + " "
    page.refresh_from_db()
    assert (page.title, page.draft_title) == (f"Titre {IN_ONE_LINE} ",) * 2
    assert page.gist == IN_LINES + " "
