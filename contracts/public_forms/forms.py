"""Forms without a cookie: what is to be mended in them, and how a robot is known.

A person who is taken for a robot reads why, loses nothing, and sends the form again.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.http import QueryDict

from contracts.public_forms import stamp
from contracts.public_forms.fields import LineField


@dataclass(frozen=True)
class FormFault:
    """One thing to mend, in the summary at the top; `anchor` is empty when no field is at fault."""

    message: str
    label: str = ""
    anchor: str = ""


class PublicForm(forms.Form):
    """A form whose faults are told one by one, in a summary that leads to each field.

    `autocomplete` gives, by the name of a field, what a browser may fill in for the person."""

    autocomplete: ClassVar[Mapping[str, str]] = {}

    def __init__(self, *arguments: Any, **options: Any):
        super().__init__(*arguments, **options)
        for name, field in self.fields.items():
            attributes = field.widget.attrs
            attributes.pop("maxlength", None)  # cutting what is pasted would lose it silently
            if not isinstance(field.widget, forms.RadioSelect):
                attributes["class"] = "field"
            if name in self.autocomplete:
                attributes["autocomplete"] = self.autocomplete[name]
            if isinstance(field, forms.EmailField):
                attributes.update(autocapitalize="none", spellcheck="false")

    def faults(self) -> Iterator[FormFault]:
        """What is to be mended, in the order of the fields."""
        for message in self.non_field_errors():
            yield FormFault(str(message))
        for field in self:
            for message in field.errors:
                # A group of buttons has no id of its own: its first button has.
                anchor = field.id_for_label or f"{field.auto_id}_0"
                # A label that is a sentence has a full stop, and a colon follows it here.
                yield FormFault(str(message), str(field.label).rstrip("."), anchor)


class StampedForm(PublicForm):
    """A form that carries a stamp and a field that only robots fill. `about` names what it is for,
    as in « inscription-12 »; `number` is that of its stamp once it is valid, else None."""

    site = LineField(
        label="Laissez ce champ vide",
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )
    stamp = LineField(required=False, widget=forms.HiddenInput)

    number: uuid.UUID | None = None
    data: Any  # a QueryDict, copied before it is changed

    def __init__(self, about: str, data: QueryDict | None = None, **options: Any):
        super().__init__(data, **options)
        self.about = about
        if data is None:
            self.initial["stamp"] = stamp.draw(about)

    def clean(self) -> dict[str, Any]:
        """A stamp that is too young is kept, and grows while the page is read again or mended."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        shown = stamp.read(cleaned.get("stamp", ""), self.about)
        self.data = self.data.copy()
        self.data["site"] = ""
        if shown is not None and shown.age == stamp.Age.RIGHT:
            self.number = shown.number
        elif shown is None or shown.age == stamp.Age.TOO_OLD:
            self.add_error(
                None,
                "Ce formulaire était ouvert depuis trop longtemps. Vos réponses sont gardées : "
                "vérifiez-les, puis envoyez-les de nouveau.",
            )
            self.data["stamp"] = stamp.draw(self.about)
        elif not self.errors:
            self.add_error(
                None,
                "Le formulaire a été envoyé en moins de trois secondes, comme le ferait un robot. "
                "Vos réponses sont gardées : vérifiez-les, puis envoyez-les de nouveau.",
            )
        if cleaned.get("site"):
            self.add_error(
                None,
                "Un champ caché, qui doit rester vide, a été rempli, peut-être par votre "
                "navigateur. Il est vidé et vos réponses sont gardées : vérifiez-les, puis "
                "envoyez-les de nouveau.",
            )
        return cleaned
