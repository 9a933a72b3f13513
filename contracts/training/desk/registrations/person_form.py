"""What an organiser types of a person: over the phone, or to correct it."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts.admin.signature import signature
from contracts.training.desk.frame import DeskFormView, SessionFrame
from contracts.training.desk.registrations.registration import RegistrationFrame
from contracts.training.models import Registration, Status
from contracts.training.seats import registrations
from contracts.training.values.person import Override, Person


class DeskPersonForm(forms.ModelForm):
    """`membership` is the condition of the session; without one there is nothing to declare."""

    class Meta:
        model = Registration
        fields = list(Person.__dataclass_fields__)
        widgets = {"needs": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, membership: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["needs"].help_text = "Ils sont effacés 30 jours après la session."
        if membership:
            self.fields["membership_declared"].help_text = membership
        else:
            del self.fields["membership_declared"]

    def person(self) -> Person:
        names = Person.__dataclass_fields__
        return Person(**{name: self.cleaned_data[name] for name in names if name in self.fields})

    def _post_clean(self) -> None:
        """The instance is not touched: `registrations` writes, under the lock."""


class PhoneForm(DeskPersonForm):
    override = forms.BooleanField(
        label="Passer outre les dates d’inscription, la condition de participation ou le début de la session",
        required=False,
        help_text="Cela ne donne pas de place de plus : pour cela, augmentez le nombre de places.",
    )
    reason = forms.CharField(
        label="Raison",
        required=False,
        max_length=300,
        help_text="Pour passer outre seulement. Elle est gardée au journal de l’inscription.",
    )


class PhoneView(DeskFormView, SessionFrame):
    """Register somebody who phones."""

    page_title = "Inscrire quelqu’un"
    submit_label = "Inscrire"
    form_class = PhoneForm
    introduction = (
        "La personne reçoit le même courriel que si elle s’était inscrite elle-même. S’il n’y a "
        "plus de place, elle entre en liste d’attente, à la suite des autres."
    )

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "membership": self.session.membership}

    def perform(self, form: PhoneForm) -> str:
        by = signature(self.request.user)
        override = None
        if form.cleaned_data["override"]:
            override = Override(by=by, reason=form.cleaned_data["reason"])
        person = form.person()
        made = registrations.register(self.session, person, by=by, override=override)
        if made.status == Status.CONFIRMED:
            return f"{made.full_name} a une place. Un courriel le lui confirme."
        return (
            f"Il n’y a plus de place libre : {made.full_name} est en liste d’attente. Un courriel "
            "le lui dit."
        )

    def get_success_url(self) -> str:
        return self.desk_url()


class CorrectView(DeskFormView, RegistrationFrame):
    """Correct what is known of a person; seats do not change."""

    page_title = "Corriger"
    form_class = DeskPersonForm
    introduction = "La personne est prévenue par un courriel, à l’adresse corrigée."

    def get_form_kwargs(self) -> dict[str, Any]:
        values = {**super().get_form_kwargs(), "instance": self.registration}
        return {**values, "membership": self.registration.session.membership}

    def perform(self, form: DeskPersonForm) -> str:
        kept = Person.of(self.registration)
        person = form.person()
        if not self.registration.session.membership:
            person = Person(**{**vars(person), "membership_declared": kept.membership_declared})
        made = registrations.correct(self.registration, person, by=signature(self.request.user))
        return f"L’inscription de {made.full_name} est corrigée."

    def get_success_url(self) -> str:
        return self.registration_url()
