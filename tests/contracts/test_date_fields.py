"""Every date, hour and instant that the admin or the desk asks for is typed the French way."""

from __future__ import annotations

import copy
import datetime as dt
from collections.abc import Iterator
from itertools import chain
from zoneinfo import ZoneInfo

import django_filters
import pytest
from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet
from django.test import Client
from django.urls import get_resolver, reverse
from django_filters.fields import DateRangeField, DateTimeRangeField, TimeRangeField
from django_filters.filters import QuerySetRequestMixin
from wagtail.admin.panels import get_edit_handler
from wagtail.admin.viewsets import viewsets
from wagtail.blocks import BaseStructBlock, Block, FieldBlock, ListBlock, StreamBlock
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.fields import StreamField
from wagtail.models import get_page_models
from wagtail.snippets.models import get_snippet_models

from contracts.admin.date_fields import (
    DayField,
    DayRangeField,
    DayStartField,
    HourField,
    MomentField,
)
from tests import factories

OURS = (DayField, DayRangeField, DayStartField, HourField, MomentField)
OF_TIME = (
    forms.DateField,
    forms.TimeField,
    forms.DateTimeField,
    forms.SplitDateTimeField,
    DateRangeField,
    DateTimeRangeField,
    TimeRangeField,
)
WIDGETS_OF_TIME = (forms.DateInput, forms.TimeInput, forms.DateTimeInput, forms.SelectDateWidget)


def faults(where: str, fields: dict[str, forms.Field]) -> list[str]:
    """The fields that ask for a time and are not ours, or that no picker of Wagtail shows."""
    return [
        f"{where}.{name}: {type(field).__name__} with {type(field.widget).__name__}"
        for name, field in fields.items()
        if (isinstance(field, OF_TIME) or isinstance(field.widget, WIDGETS_OF_TIME))
        and not (isinstance(field, OURS) and isinstance(field.widget, type(field).widget))
    ]


def forms_of_the_admin() -> Iterator[type[forms.BaseForm]]:
    """Those of pages, snippets and settings, with those of their rows."""
    handlers = chain(
        (page.get_edit_handler() for page in get_page_models()),
        (model.snippet_viewset.get_edit_handler() for model in get_snippet_models()),
        (get_edit_handler(model) for model in settings_registry),
    )
    for handler in handlers:
        yield from with_rows(handler.get_form_class())


def with_rows(form: type[forms.BaseForm]) -> Iterator[type[forms.BaseForm]]:
    yield form
    formsets: dict[str, type[BaseFormSet]] = getattr(form, "formsets", {})
    for formset in formsets.values():
        yield from with_rows(formset.form)


def subclasses(of: type) -> Iterator[type]:
    for one in of.__subclasses__():
        yield one
        yield from subclasses(one)


def filtersets() -> Iterator[type[django_filters.FilterSet]]:
    """Those declared, and those made from the names that a list of the admin gives."""
    for viewset in viewsets.viewsets:
        index = getattr(viewset, "index_view", None)
        made = index and index.view_class(**index.view_initkwargs).filterset_class
        if made:
            yield made
    yield from subclasses(django_filters.FilterSet)


def blocks_within(block: Block) -> Iterator[FieldBlock]:
    if isinstance(block, FieldBlock):
        yield block
    elif isinstance(block, ListBlock):
        yield from blocks_within(block.child_block)
    elif isinstance(block, StreamBlock | BaseStructBlock):
        for child in block.child_blocks.values():
            yield from blocks_within(child)


@pytest.fixture
def everything_is_loaded() -> None:
    """The addresses import the views, and these the forms and the filters that they declare."""
    assert get_resolver().reverse_dict


@pytest.mark.django_db
def test_no_form_of_the_admin_asks_for_a_time_in_another_way(everything_is_loaded):
    edited = list(forms_of_the_admin())
    declared = [
        form
        for form in subclasses(forms.BaseForm)
        if form.__module__.startswith(("contracts.", "home.", "wagtail."))
    ]
    asked = [field for form in edited for field in form.base_fields.values()]

    assert [
        fault for form in edited + declared for fault in faults(form.__name__, form.base_fields)
    ] == []
    assert {type(field) for field in asked if isinstance(field, OURS)} == {
        DayField,
        HourField,
        MomentField,
    }


@pytest.mark.django_db
def test_no_filter_of_a_list_or_of_a_report_asks_for_a_time_in_another_way(everything_is_loaded):
    filters = {
        # Of a copy: a filter keeps its field, here without the label that its model gives it.
        f"{filterset.__name__}.{name}": copy.deepcopy(one).field
        for filterset in filtersets()
        for name, one in filterset.base_filters.items()
        if not isinstance(one, QuerySetRequestMixin)  # they look up their choices
    }

    assert faults("filters", filters) == []
    assert {type(field) for field in filters.values() if isinstance(field, OURS)} == {
        DayRangeField,
        DayStartField,
    }


def test_no_block_of_a_text_asks_for_a_time_in_another_way():
    blocks = [
        (model.__name__, block)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, StreamField)
        for block in blocks_within(field.stream_block)
    ]

    assert blocks
    assert [
        fault for model, block in blocks for fault in faults(model, {block.name: block.field})
    ] == []


@pytest.mark.parametrize(
    ("field", "typed", "read"),
    [
        (DayField(), " 6 décembre 2026 ", dt.date(2026, 12, 6)),
        (HourField(), "9h30", dt.time(9, 30)),
        (
            MomentField(),
            "6/7/2026 9h30",
            dt.datetime(2026, 7, 6, 9, 30, tzinfo=ZoneInfo("Europe/Paris")),
        ),
        (
            DayStartField(),
            "6/7/2026",
            dt.datetime(2026, 7, 6, tzinfo=ZoneInfo("Europe/Paris")),
        ),
    ],
)
def test_a_field_gives_what_was_typed(field, typed, read):
    assert field.clean(typed) == read
    assert field.clean(read) == read
    assert not field.has_changed(read, typed)


@pytest.mark.parametrize("field", [DayField, HourField, MomentField, DayStartField])
def test_a_field_left_empty_gives_nothing(field):
    for nothing in ("", "  "):
        assert field(required=False).clean(nothing) is None
        with pytest.raises(ValidationError):
            field().clean(nothing)


@pytest.mark.parametrize(
    ("field", "typed", "told"),
    [
        (
            DayField(label="Jour"),
            "hier",
            "Date non comprise : « hier ». Dans « Jour », écrivez le jour, le mois et l’année : "
            "06/12/2026 ou 6 décembre 2026.",
        ),
        (
            HourField(label="De"),
            "9h60",
            "Cette heure n’existe pas : « 9h60 ». Dans « De », écrivez l’heure et les minutes : "
            "9h30, 09:30 ou 14h.",
        ),
        (
            MomentField(),
            "6/12/2026",
            "Il manque l’heure : « 6/12/2026 ». Écrivez la date et l’heure : "
            "06/12/2026 9h30 ou 6 décembre 2026 à 14h.",
        ),
        (
            DayRangeField(label="Période"),
            ["1/12/2026", "32/12/2026"],
            "Ce jour n’existe pas dans ce mois. Dans « Date de fin », écrivez le jour, le mois et "
            "l’année : 06/12/2026 ou 6 décembre 2026.",
        ),
    ],
)
def test_a_refusal_names_the_field_and_says_how_to_write_it(field, typed, told):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)
    assert refused.value.messages == [told]


@pytest.fixture
def administrator(db) -> Client:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("administratrice-des-dates"))
    return client


def test_a_filter_that_is_not_understood_is_told_above_the_list(administrator):
    told = "Dans «\u00a0Date de début\u202f», écrivez le jour, le mois et l’année"
    page = factories.contract()
    for address in (
        "/admin/reports/recherches/?day_from=",
        "/admin/reports/recherches/resultats/?day_from=",
        reverse("wagtailadmin_reports:site_history") + "?timestamp_from=",
        reverse("wagtailadmin_explore", args=[page.get_parent().pk])
        + "?latest_revision_created_at_from=",
        reverse("wagtailadmin_pages:history", args=[page.pk]) + "?timestamp_from=",
    ):
        assert told in administrator.get(f"{address}hier").content.decode(), address
        assert (
            "La liste n’est pas filtrée"
            not in administrator.get(f"{address}6/12/26").content.decode()
        )


def test_a_draft_with_a_date_that_is_not_understood_keeps_it_as_it_was_typed():
    """In the form that comes back, beside the others."""

    class Form(forms.Form):
        day = DayField(label="Jour")
        hour = HourField(label="De")

    form = Form({"day": "le six", "hour": "9h30"})

    assert not form.is_valid()
    assert 'value="le six"' in str(form["day"])
    assert 'value="9h30"' in str(form["hour"])
    assert 'value="06/12/2026"' in str(Form(initial={"day": dt.date(2026, 12, 6)})["day"])
