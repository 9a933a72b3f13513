"""What a reader writes to the site."""

from __future__ import annotations

import json
import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contracts.public_forms.fields import AddressField, LineField, TextField
from contracts.public_forms.forms import StampedForm
from home.contact.addresses import LONGEST, PageConcerned

_LONGEST_SUBJECT = 200


class ContactForm(StampedForm):
    """`host` is that of the request: what the page concerned must be of, which says what the message
    is about where no subject is typed."""

    FORM = "contact"
    autocomplete = {"name": "name", "email": "email", "subject": "off", "page": "off"}

    name = LineField(label="Nom", max_length=200, missing="Écrivez votre nom.")
    email = AddressField(
        label="Courriel",
        max_length=254,
        help_text="La réponse y est envoyée.",
        error_messages={
            "required": "Écrivez votre adresse de courriel : la réponse y est envoyée."
        },
    )
    subject = LineField(
        label="Objet",
        max_length=_LONGEST_SUBJECT,
        missing="Écrivez l’objet en quelques mots, par exemple « une source a changé d’adresse ».",
    )
    text = TextField(
        label="Message",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Écrivez votre message."},
    )
    page = LineField(
        label="Page concernée",
        required=False,
        max_length=LONGEST,
        help_text="Son adresse, si votre message parle d’une page de ce site.",
    )

    def __init__(self, host: str, data: QueryDict | None = None, about: str = ""):
        super().__init__(self.FORM, data, initial={"page": about})
        self.host = host
        typed = about if data is None else data.get("page", "")
        self.fields["subject"].required = not typed.strip()

    def clean_page(self) -> str:
        concerned = PageConcerned.read(self.cleaned_data["page"], self.host)
        if concerned is None:
            raise ValidationError(
                "Donnez l’adresse d’une page de ce site, comme /contrats/, ou laissez ce champ vide."
            )
        return concerned.path

    def message(self) -> dict[str, Any]:
        """The columns of the message, once the form is valid. Its number is that of the form and of
        what was typed: the same words sent twice are one message, mended ones another. Raises
        ValueError when the form is not valid."""
        if self.number is None:
            raise ValueError("The form is not valid.")
        typed = {
            name: self.cleaned_data[name] for name in ("name", "email", "subject", "text", "page")
        }
        typed["subject"] = typed["subject"] or f"À propos de {typed['page']}"[:_LONGEST_SUBJECT]
        return {**typed, "sent_as": uuid.uuid5(self.number, json.dumps(typed, sort_keys=True))}
