"""What cannot be read in a row never breaks the form: it is told on its field, and stays as typed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django import forms
from django.urls import reverse
from wagtail.blocks.base import BlockField
from wagtail.models import Page, get_page_models
from wagtail.snippets.models import get_snippet_models

from contracts.values.dates.partial_date import PartialDateFormField
from home.groups import ADMINISTRATORS, CONTRIBUTORS, EDITORS
from tests import factories
from tests.contracts.roles import member_of
from tests.contracts.test_admin import errors_on, post
from tests.posted_form import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

NONSENSE = "cent vingt ?"
TYPED = (
    forms.DecimalField,
    forms.IntegerField,
    forms.DateField,
    forms.TimeField,
    forms.DateTimeField,
    forms.URLField,
    forms.EmailField,
    PartialDateFormField,
)
ACTIONS = ("", "action-publish", "action-submit", "autosave")
PAGES = [model for model in get_page_models() if model is not Page]


def fields_of(form: Any, within: str = "") -> Iterator[tuple[str, forms.Field]]:
    """« gist », « facts-0-number_value », « programme-0-presented-0-fiche »."""
    for name, field in form.base_fields.items():
        if name not in ("id", "ORDER", "DELETE"):
            yield f"{within}{name}", field
    for relation, formset in _formsets(form):
        yield from fields_of(formset.form, f"{within}{relation}-0-")


def one_row_each(form: Any, within: str = "") -> dict[str, Any]:
    """A new row in each panel, with something written in its texts."""
    sent: dict[str, Any] = {}
    for relation, formset in _formsets(form):
        prefix = f"{within}{relation}"
        sent |= {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "0"}
        for name, field in formset.form.base_fields.items():
            if type(field) is forms.CharField:
                sent[f"{prefix}-0-{name}"] = "Texte"
        sent |= {f"{prefix}-0-ORDER": "1", f"{prefix}-0-DELETE": "", f"{prefix}-0-id": ""}
        sent |= one_row_each(formset.form, f"{prefix}-0-")
    return sent


def _formsets(form: Any) -> list[tuple[str, Any]]:
    found = getattr(form, "formsets", {}).items()
    return [(relation, formset) for relation, formset in found if relation != "comments"]


def mistyped(form: Any) -> list[str]:
    return [name for name, field in fields_of(form) if isinstance(field, TYPED)]


def page_of(model: type[Page]) -> Page:
    factories.home_page()
    page = model.objects.first()
    if page is None:
        [parent, *_] = [
            one
            for kind in model.allowed_parent_page_models()
            for one in [kind.objects.first()]
            if one is not None
        ]
        page = model(title="Un essai", slug="un-essai", live=False)
        parent.add_child(instance=page)
    return page


def send(client, address: str, values: dict[str, Any], action: str = "") -> Any:
    asked = {"headers": {"Accept": "application/json"}} if action == "autosave" else {}
    sent = {**values, **({action: action} if action.startswith("action") else {})}
    return client.post(address, sent, **asked)


def is_told(form: Any, name: str) -> bool:
    """Whether an error stands on this field of the form, or of one of its rows."""
    relation, _, rest = name.partition("-0-")
    return is_told(form.formsets[relation].forms[0], rest) if rest else name in form.errors


@pytest.mark.parametrize("model", PAGES, ids=lambda model: model.__name__)
def test_what_cannot_be_read_on_a_page_is_told_and_kept_whatever_is_asked(model):
    page = page_of(model)
    form = model.get_edit_handler().get_form_class()
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    client = member_of(ADMINISTRATORS)
    streams = [name for name, field in form.base_fields.items() if isinstance(field, BlockField)]
    as_it_is = form_values(client.get(address).content.decode()) | one_row_each(form)
    as_it_is |= {f"{name}-count": "0" for name in streams}  # a script writes their rows
    names = mistyped(form)
    panels = {name.partition("-0-")[0] for name in names if "-0-" in name}
    together = [[name for name in names if name.startswith(f"{one}-0-")] for one in sorted(panels)]

    for wrong, action in [
        *((some, "action-publish") for some in together),
        *((names, action) for action in ACTIONS),
    ]:
        response = send(client, address, as_it_is | dict.fromkeys(wrong, NONSENSE), action)

        if action == "autosave":
            assert response.status_code == 400
            assert json.loads(response.content)["error_code"] == "validation_error"
            continue
        assert response.status_code == 200, (wrong, action)
        told, html = response.context["form"], response.content.decode()
        assert [name for name in wrong if not is_told(told, name)] == []
        assert html.count(f'value="{NONSENSE}"') == len(wrong), (wrong, action)


@pytest.mark.parametrize("model", get_snippet_models(), ids=lambda model: model.__name__)
def test_all_fields_of_a_row_of_the_catalogue_that_cannot_be_read_are_told(model):
    viewset = model.snippet_viewset
    form = viewset.get_edit_handler().get_form_class()
    client = member_of(ADMINISTRATORS)
    address = reverse(viewset.get_url_name("add"))
    first = client.get(address)
    if first.status_code == 302:
        pytest.skip("nobody adds one in the admin")
    as_it_is = dict.fromkeys((name for name, _ in fields_of(form)), "") | one_row_each(form)
    names = mistyped(form)

    response = send(client, address, as_it_is | dict.fromkeys(names, NONSENSE))

    assert response.status_code == 200
    told = response.context["form"]
    assert [name for name in names if not is_told(told, name)] == []


@pytest.mark.parametrize(
    ("relation", "field", "typed"),
    [
        ("facts", "number_value", "cent vingt"),
        ("facts", "date_value", "l’an dernier"),
        ("milestones", "date", "bientôt"),
    ],
)
@pytest.mark.parametrize("group", [EDITORS, CONTRIBUTORS])
def test_a_sound_experience_with_one_mistyped_row_is_not_published_and_keeps_it(
    relation, field, typed, group
):
    client = member_of(group)
    me = client.session["_auth_user_id"]
    page = factories.case_study(publish=False, owner_id=me)
    page.facts.add(factories.fact(label="Repas servis", number_value=12))
    page.milestones.add(factories.milestone())
    page.save_revision()
    action = "action-publish" if group == EDITORS else "action-submit"

    response = post(client, page, action, **{f"{relation}__0__{field}": typed})

    assert response.status_code == 200
    assert list(errors_on(response, relation)) == [field]
    assert f'value="{typed}"' in response.content.decode()
    assert "Rien de ce que vous avez tapé n’est perdu." in response.content.decode()
    assert not type(page).objects.get(pk=page.pk).live


@pytest.mark.parametrize("action", ["approve", "reject"])
def test_a_mistyped_row_keeps_a_page_from_being_approved(action):
    editor = member_of(EDITORS)
    page = factories.case_study(publish=False)
    page.facts.add(factories.fact(label="Repas servis", number_value=12))
    page.save_revision()
    page.get_workflow().start(page, None)

    response = post(
        editor,
        page,
        "action-workflow-action",
        **{"workflow-action-name": action, "facts__0__number_value": "cent vingt"},
    )

    assert response.status_code == 200
    assert list(errors_on(response, "facts")) == ["number_value"]
    assert page.current_workflow_state is not None


def test_a_mistyped_hour_of_publication_is_told_beside_a_mistyped_row():
    page = factories.case_study(publish=False)
    page.facts.add(factories.fact(label="Repas servis", number_value=12))
    page.save_revision()

    response = post(
        member_of(EDITORS), page, "action-publish", go_live_at="demain", facts__0__as_of="bientôt"
    )

    assert response.status_code == 200
    assert "go_live_at" in response.context["form"].errors
    assert list(errors_on(response, "facts")) == ["as_of"]
