"""What an organiser does to one registration, by one button or one short form.

Each action is told by a message; what the rules refuse is told by the same sentence as to anyone.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.urls import reverse

from contracts.models import Territory
from contracts.training.desk.overview import has_come, when
from contracts.training.desk.registrations.filters import ATTENDANCE_OF, ATTENDANCES, ATTENDED
from contracts.training.desk.registrations.territories import territory_named_by
from contracts.training.models import Registration, Status, TrainingSessionPage
from contracts.training.seats import organising, registrations
from contracts.training.values.person import Override
from contracts.training.values.zones import first_today


class ActionForm(forms.Form):
    """An action that asks nothing but to be confirmed by its button."""

    def __init__(self, registration: Registration, data: Any = None, **kwargs: Any):
        super().__init__(data, **kwargs)
        self.registration = registration


class AttendanceForm(ActionForm):
    attended = forms.ChoiceField(label="Présence", choices=ATTENDANCES)


class CancelForm(ActionForm):
    reason = forms.CharField(label="Raison (facultatif)", required=False, max_length=300)


class OverrideForm(ActionForm):
    reason = forms.CharField(
        label="Raison", max_length=300, help_text="Elle est gardée au journal de l’inscription."
    )


class SessionChoice(forms.ModelChoiceField):
    def label_from_instance(self, session: TrainingSessionPage) -> str:
        return f"{session.title} ({when(session)})"


class MoveForm(ActionForm):
    session = SessionChoice(label="Autre session", queryset=None)
    reason = forms.CharField(label="Raison (facultatif)", required=False, max_length=300)

    def __init__(self, registration: Registration, data: Any = None, **kwargs: Any):
        super().__init__(registration, data, **kwargs)
        others = TrainingSessionPage.objects.live().filter(
            state__online=True,
            state__cancelled_at__isnull=True,
            dates__day__gte=first_today(),
        )
        sessions: Any = self.fields["session"]
        sessions.queryset = (
            others.exclude(pk=registration.session_id).distinct().prefetch_related("dates")
        )


class TerritoryForm(ActionForm):
    territory = forms.ModelChoiceField(
        label="Territoire",
        queryset=Territory.objects.order_by("name"),
        required=False,
        empty_label="non renseigné",
    )

    def __init__(self, registration: Registration, data: Any = None, **kwargs: Any):
        super().__init__(registration, data, **kwargs)
        field = self.fields["territory"]
        field.initial = registration.territory_id
        proposed = (
            None if registration.territory_id else territory_named_by(registration.organisation)
        )
        if proposed is not None:
            field.initial = proposed.pk
            field.help_text = (
                f"Proposé d’après « {registration.organisation} » : enregistrez pour confirmer."
            )


@dataclass(frozen=True)
class Action:
    """`address` is the end of its address; `is_offered` says for which registrations the button is shown."""

    name: str
    address: str
    heading: str
    button: str
    form_class: type[ActionForm]
    is_offered: Callable[[Registration], bool]
    perform: Callable[[Registration, dict[str, Any], str], str]
    serious: bool = False

    def form(self, registration: Registration, data: Any = None) -> ActionForm:
        return self.form_class(registration, data, auto_id=f"id_{self.name}_%s")

    def url(self, registration: Registration) -> str:
        return reverse(f"desk:{self.name}", args=[registration.pk])


def _attendance(registration: Registration, values: dict[str, Any], by: str) -> str:
    attended = ATTENDED[values["attended"]]
    made = organising.mark_attended(registration, attended, by=by)
    return f"{made.full_name} : {dict(ATTENDANCES)[ATTENDANCE_OF[attended]].lower()}."


def _accept(registration: Registration, values: dict[str, Any], by: str) -> str:
    made = registrations.accept(registration, registration.offer_nonce, by=by)
    return f"{made.full_name} a la place."


def _decline(registration: Registration, values: dict[str, Any], by: str) -> str:
    made = registrations.decline(registration, registration.offer_nonce, by=by)
    return f"{made.full_name} a refusé la place : elle va à la personne suivante, s’il y en a une."


def _confirm_ahead(registration: Registration, values: dict[str, Any], by: str) -> str:
    override = Override(by=by, reason=values["reason"])
    return f"{organising.confirm_ahead(registration, override).full_name} a une place."


def _move(registration: Registration, values: dict[str, Any], by: str) -> str:
    made = organising.move(registration, values["session"], by=by, reason=values["reason"])
    got = "y a une place" if made.status == Status.CONFIRMED else "y est en liste d’attente"
    return f"{made.full_name} passe à « {made.session.title} » et {got}."


def _cancel(registration: Registration, values: dict[str, Any], by: str) -> str:
    made = registrations.cancel(registration, by=by, reason=values["reason"])
    return f"L’inscription de {made.full_name} est annulée. Un courriel le lui dit."


def _set_territory(registration: Registration, values: dict[str, Any], by: str) -> str:
    """Only this column: the others may have changed since the page was opened."""
    territory = values["territory"]
    Registration.objects.filter(pk=registration.pk).update(territory=territory)
    return f"Territoire : {territory or 'non renseigné'}."


def _is(*statuses: str) -> Callable[[Registration], bool]:
    return lambda registration: registration.status in statuses


ATTENDANCE = Action(
    "attendance",
    "presence",
    "Présence",
    "Enregistrer",
    AttendanceForm,
    lambda one: one.status == Status.CONFIRMED and has_come(one.session),
    _attendance,
)
ACTIONS = (
    ATTENDANCE,
    Action(
        "accept",
        "accepter",
        "La personne accepte la place",
        "Accepter pour elle",
        ActionForm,
        _is(Status.OFFERED),
        _accept,
    ),
    Action(
        "decline",
        "refuser",
        "La personne refuse la place",
        "Refuser pour elle",
        ActionForm,
        _is(Status.OFFERED),
        _decline,
    ),
    Action(
        "confirm_ahead",
        "confirmer",
        "Donner une place avant son tour",
        "Donner la place",
        OverrideForm,
        _is(Status.WAITING, Status.OFFERED),
        _confirm_ahead,
    ),
    Action(
        "move",
        "deplacer",
        "Déplacer vers une autre session",
        "Déplacer",
        MoveForm,
        lambda one: one.is_live,
        _move,
    ),
    Action(
        "territory",
        "territoire",
        "Territoire, pour les statistiques",
        "Enregistrer le territoire",
        TerritoryForm,
        lambda one: one.anonymised_at is None,
        _set_territory,
    ),
    Action(
        "cancel",
        "annuler",
        "Annuler l’inscription",
        "Annuler l’inscription",
        CancelForm,
        lambda one: one.is_live,
        _cancel,
        serious=True,
    ),
)
