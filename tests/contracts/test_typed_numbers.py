"""Every number that a form of the admin asks for is typed the French way."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from django import forms
from django.core.exceptions import ValidationError
from wagtail.models import get_page_models

from contracts.admin.number_fields import NumberField
from contracts.models import ContractPage
from contracts.values.quantities import read_number


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12,5", "12.5"),
        ("12.5", "12.5"),
        ("20 000", "20000"),
        ("20\u202f000,25", "20000.25"),
        ("1\u00a0234", "1234"),
        (" -3 ", "-3"),
        ("+4", "4"),
    ],
)
def test_a_number_is_read_with_its_comma_and_its_spaces(typed, read):
    assert read_number(typed) == Decimal(read)


@pytest.mark.parametrize("typed", ["douze", "12,5 km", "1.234,5", "12,", "", "²", "NaN", "1e5"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(ValueError, match=f"^{re.escape(typed)}$"):
        read_number(typed)


def test_the_error_names_the_field_and_how_to_write_it():
    field = NumberField(label="Quantité", max_digits=16, decimal_places=3)
    with pytest.raises(ValidationError) as refused:
        field.clean("12,5 km")
    assert refused.value.messages == [
        "« 12,5 km » n’est pas un nombre. Dans « Quantité », écrivez des chiffres, sans unité : "
        "12,5."
    ]


def test_what_is_shown_of_a_number_is_read_back_as_the_same():
    field = NumberField(required=False)
    shown = field.prepare_value(Decimal("20000.500"))
    assert shown == "20\u00a0000,5"
    assert not field.has_changed(Decimal("20000.500"), shown)
    assert field.has_changed(Decimal("20000.500"), "20000")
    assert field.prepare_value("douze") == "douze"
    assert field.clean("  ") is None


def numbers_of(form: type[forms.ModelForm]) -> dict[str, forms.Field]:
    found = dict(form.base_fields)
    for relation, formset in getattr(form, "formsets", {}).items():
        found |= {f"{relation}.{name}": field for name, field in formset.form.base_fields.items()}
    return {name: field for name, field in found.items() if isinstance(field, forms.DecimalField)}


def test_every_form_of_a_page_has_this_field():
    for model in get_page_models():
        numbers = numbers_of(model.get_edit_handler().get_form_class())
        assert {name for name, field in numbers.items() if type(field) is not NumberField} == set()
    form = ContractPage.get_edit_handler().get_form_class()
    assert set(numbers_of(form)) == {"commitments.quantity", "facts.number_value"}
