"""What is typed to be told of a list, to find one's alerts again, and to change one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from contracts.mail.addresses import mailbox_key
from contracts.opendata.alerts.followed import FollowedList
from contracts.opendata.alerts.models import Alert, Subscriber
from contracts.opendata.alerts.rhythm import Rhythm
from contracts.opendata.selection import Extract
from contracts.public_forms.fields import WRONG_ADDRESS, AddressField, LineField
from contracts.public_forms.forms import PublicForm, StampedForm
from contracts.values.dates.french_calendar import french_date
from search.query.form import MAX_QUERY_LENGTH

_key: Any = Subscriber._meta.get_field("email_key")


class _ToAddress(StampedForm):
    """A form that is answered by a mail to the address typed in it."""

    autocomplete = {"email": "email"}

    email = AddressField(
        label="Votre courriel",
        max_length=254,
        error_messages={"required": "Écrivez votre adresse de courriel."},
    )

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"]
        if len(mailbox_key(address)) > _key.max_length:
            raise ValidationError(WRONG_ADDRESS)
        return address


class AlertForm(_ToAddress):
    FORM = "alerte"

    rhythm = forms.ChoiceField(
        label="À quel rythme ?",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        initial=Rhythm.WEEK,
        error_messages={
            "required": "Choisissez un rythme.",
            "invalid_choice": "Choisissez l’un des deux rythmes.",
        },
    )

    def __init__(self, data: QueryDict | None = None):
        super().__init__(self.FORM, data)


class LinkForm(_ToAddress):
    FORM = "lien-alertes"

    def __init__(self, data: QueryDict | None = None):
        super().__init__(self.FORM, data)


class ChangeForm(PublicForm):
    """The rhythm of an alert, its words, which of its filters stay and which are added; `selected` is
    its list as it stands, None when the site shows it no more. Raises SearchUnavailable."""

    rhythm = forms.ChoiceField(
        label="À quel rythme ?",
        choices=Rhythm.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choisissez un rythme.",
            "invalid_choice": "Choisissez l’un des deux rythmes.",
        },
    )
    words = LineField(label="Mots cherchés", required=False, max_length=MAX_QUERY_LENGTH)
    kept = forms.MultipleChoiceField(
        label="Filtres à garder",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Gardez des filtres de cette liste."},
    )
    added = forms.MultipleChoiceField(
        label="Filtres à ajouter",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ajoutez des filtres de cette liste."},
    )

    def __init__(
        self, alert: Alert, selected: Extract | None, data: QueryDict | None = None
    ) -> None:
        self.followed = FollowedList(alert.dataset, alert.query).today()
        chips = selected.chips if selected else ()
        self.choices = {f"{chip.facet}={chip.code}": (chip.facet, chip.code) for chip in chips}
        known = [name for name, chip in zip(self.choices, chips, strict=True) if chip.known]
        initial = {"rhythm": alert.rhythm, "words": self.followed.words, "kept": known}
        super().__init__(data, initial=initial)
        labels = zip(self.choices, (chip.label for chip in chips), strict=True)
        kept: Any = self.fields["kept"]
        kept.choices = list(labels)
        offered = list(selected.offers()) if selected else []
        self.offers = {f"{one.facet}={one.code}": (one.facet, one.code) for one in offered}
        added: Any = self.fields["added"]
        counted = (f"{one.label} ({one.count})" for one in offered)
        added.choices = list(zip(self.offers, counted, strict=True))

    def asked(self) -> FollowedList:
        """What is followed from now on, as it was typed; once the form is valid."""
        kept = {self.choices[name] for name in self.cleaned_data["kept"]}
        added = [self.offers[name] for name in self.cleaned_data["added"]]
        return self.followed.changed(self.cleaned_data["words"], kept, added)


_DONE = {
    "confirmation": "C’est confirmé : vous serez prévenu par courriel.",
    "garde": "C’est gardé jusqu’au {kept_until}.",
    "changement": "C’est enregistré.",
    "pause": "C’est en pause : rien n’est envoyé pour cette liste.",
    "reprise": "C’est repris : vous serez prévenu de nouveau.",
    "arret": "C’est arrêté : cette liste n’est plus suivie.",
}


def done_address(address: str, done: str) -> str:
    """The page of the alerts, which says first what was just `done`."""
    if done not in _DONE:
        raise ValueError(f"nothing is said of {done}")
    return f"{address}?{urlencode({'fait': done})}"


@dataclass(frozen=True)
class DoneForm:
    """What was just done, as the address tells it."""

    done: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict) -> DoneForm:
        return cls(data.get("fait", ""))

    def told_to(self, subscriber: Subscriber) -> str:
        """In words; nothing for what is not known."""
        kept_until = french_date(subscriber.kept_until)
        return _DONE.get(self.done, "").format(kept_until=kept_until)
