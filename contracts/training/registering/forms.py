"""What visitors send about registrations: who they are, and which answer they give to an offer."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contracts.mail.addresses import mailbox_key
from contracts.public_forms.fields import WRONG_ADDRESS, AddressField, LineField, TextField
from contracts.public_forms.forms import PublicForm, StampedForm
from contracts.training.models import Registration, TrainingSessionPage
from contracts.training.models.registration import PUBLICS
from contracts.training.values.identity import name_key
from contracts.training.values.person import Person
from contracts.training.values.refusal import Refusal

_FEWEST_DIGITS = 6
# The publics of the sessions, as one person says of oneself.
_SAID_OF_ONESELF = {
    "elus": "Élue ou élu",
    "directions": "Membre d’une direction",
    "agents": "Agente ou agent",
}
_PUBLICS = [(code, _SAID_OF_ONESELF.get(code, label)) for code, label in PUBLICS]


class PersonForm(PublicForm):
    """Who registers. The same rules hold for a registration and for its correction."""

    first_name = LineField(label="Prénom", max_length=300, missing="Écrivez votre prénom.")
    last_name = LineField(label="Nom", max_length=300, missing="Écrivez votre nom.")
    organisation = LineField(
        label="Structure",
        max_length=300,
        missing="Écrivez le nom de votre structure, par exemple « Mairie de Rosporden ».",
        help_text="Commune, intercommunalité, association, service de l’État…",
    )
    function = LineField(
        label="Fonction",
        max_length=300,
        missing="Écrivez votre fonction, par exemple « maire » ou « chargé de mission ».",
    )
    public = forms.ChoiceField(
        label="Vous êtes",
        choices=_PUBLICS,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez une réponse ; à défaut, « Autre ».",
            "invalid_choice": "Choisissez une réponse dans la liste ; à défaut, « Autre ».",
        },
    )
    email = AddressField(
        label="Courriel",
        max_length=254,
        help_text="La confirmation et le lien pour modifier ou annuler y sont envoyés.",
        error_messages={
            "required": "Écrivez votre adresse de courriel : la confirmation y est envoyée.",
        },
    )
    phone = LineField(
        label="Téléphone",
        required=False,
        max_length=40,
        widget=forms.TelInput,
        help_text="Pour vous joindre en cas de changement de dernière minute.",
    )
    needs = TextField(
        label="Besoins particuliers",
        required=False,
        max_length=1000,
        help_text="Accès, interprétation, régime alimentaire… Dites seulement ce qu’il faut prévoir.",
    )

    autocomplete = {
        "first_name": "given-name",
        "last_name": "family-name",
        "organisation": "organization",
        "function": "organization-title",
        "email": "email",
        "phone": "tel",
    }

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        self.fields["needs"].widget.attrs.update(rows=3, autocomplete="off")

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if len(mailbox_key(address)) > _longest("email_key"):
            raise ValidationError(WRONG_ADDRESS)
        return address

    def clean_phone(self) -> str:
        phone: str = self.cleaned_data["phone"]
        if phone and len(re.findall(r"\d", phone)) < _FEWEST_DIGITS:
            raise ValidationError(
                "Écrivez le numéro en chiffres, comme 02 98 00 00 00, ou laissez ce champ vide."
            )
        return phone

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"first_name", "last_name"} <= cleaned.keys():
            key = name_key(_Name(cleaned["first_name"], cleaned["last_name"]))
            # Some rare letters are written out as many others when names are compared.
            if len(key) > _longest("name_key"):
                self.add_error("last_name", "Raccourcissez votre nom ou votre prénom.")
        return cleaned

    def person(self) -> Person:
        """What was typed, once it is valid."""
        known = {name: self.cleaned_data[name] for name in self.cleaned_data if name in _PERSON}
        return Person(**known)

    def refuse(self, refusal: Refusal) -> None:
        """Tell a refusal on its field, or above all fields."""
        self.add_error(refusal.field if refusal.field in self.fields else None, refusal.message)


def _longest(column: str) -> int:
    field: Any = Registration._meta.get_field(column)
    return field.max_length


class RegistrationForm(StampedForm, PersonForm):
    """The public form, for a session."""

    FORM = "inscription"
    registration: Registration  # once it is made

    membership_declared = forms.BooleanField(
        label="Je remplis cette condition de participation",
        error_messages={
            "required": "Cochez la case : la participation est soumise à cette condition."
        },
    )

    def __init__(self, page: TrainingSessionPage, data: QueryDict | None = None):
        super().__init__(f"{self.FORM}-{page.pk}", data)
        self.page = page
        self.fields["membership_declared"].widget.attrs.pop("class")
        if not page.membership:
            del self.fields["membership_declared"]


class CorrectionForm(PersonForm):
    """The same person, whose answers are put right; what was declared of participation stays."""

    def __init__(self, registration: Registration, data: QueryDict | None = None):
        known = {name: getattr(registration, name) for name in _PERSON}
        super().__init__(data, initial=known)
        self.declared = registration.membership_declared

    def person(self) -> Person:
        return Person(**{**asdict(super().person()), "membership_declared": self.declared})


class AnswerForm(forms.Form):
    """Which of the two buttons of an offer was pressed."""

    ACCEPT, DECLINE = "accepter", "refuser"

    answer = forms.ChoiceField(choices=[(ACCEPT, "Accepter"), (DECLINE, "Refuser")])

    @property
    def accepts(self) -> bool:
        return bool(self.cleaned_data["answer"] == self.ACCEPT)


@dataclass(frozen=True)
class _Name:
    first_name: str
    last_name: str


_PERSON = frozenset(Person.__dataclass_fields__)
