"""The seats of a session, whether people register on this site, and its cancellation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from contracts.admin.signature import signature
from contracts.training.desk.frame import DeskFormView, SessionFrame
from contracts.training.models import Registration, SessionState
from contracts.training.seats import counts, organising
from contracts.values.dates.french_calendar import french_date


class SeatsForm(forms.Form):
    capacity = forms.IntegerField(
        label="Nombre de places",
        min_value=1,
        max_value=32767,
        help_text="Les places ajoutées sont proposées aussitôt à la liste d’attente, dans l’ordre.",
    )
    online = forms.BooleanField(
        label="Inscription sur ce site",
        required=False,
        help_text=SessionState._meta.get_field("online").help_text,
    )


class SeatsView(DeskFormView, SessionFrame):
    page_title = "Places et inscription"
    form_class = SeatsForm

    def get_initial(self) -> dict[str, Any]:
        state = self.session.state
        return {"capacity": state.capacity, "online": state.online}

    def perform(self, form: SeatsForm) -> str:
        was_online = self.session.state.online
        before = counts.seats_of(self.session)
        organising.set_capacity(self.session, form.cleaned_data["capacity"])
        organising.set_online(self.session, form.cleaned_data["online"])
        after = counts.seats_of(self.session)
        told = f"La session a {after.capacity} places."
        if form.cleaned_data["online"] != was_online:
            told += f" {self._registrations_are(form.cleaned_data['online'])}"
        offered = after.offered - before.offered
        if offered > 0:
            told += f" {offered} proposée{'s' if offered > 1 else ''} à la liste d’attente."
        return told

    def _registrations_are(self, online: bool) -> str:
        if not online:
            return "Les inscriptions sur ce site sont fermées."
        opens = self.session.registration_opens
        if opens and opens > timezone.localdate():
            return (
                f"Les inscriptions s’ouvriront le {french_date(opens)} sur la page de la session."
            )
        return "Les inscriptions sont ouvertes sur la page de la session."

    def get_success_url(self) -> str:
        return self.desk_url()


class CancelSessionForm(forms.Form):
    reason = forms.CharField(
        label="Raison de l’annulation",
        max_length=300,
        help_text="Elle est écrite dans le courriel aux inscrits et sur la page de la session.",
    )


class CancelSessionView(DeskFormView, SessionFrame):
    """The page that says what will happen is the form itself."""

    page_title = "Annuler la session"
    submit_label = "Annuler la session et prévenir"
    serious = True
    form_class = CancelSessionForm

    def get_introduction(self) -> str:
        told = Registration.objects.live().filter(session=self.session).count()
        if not told:
            return "Personne n’est inscrit. La page de la session dira qu’elle est annulée."
        people = f"{told} personnes seront prévenues" if told > 1 else "1 personne sera prévenue"
        return (
            f"{people} par courriel, liste d’attente comprise, et toutes les inscriptions seront "
            "annulées. On ne peut pas revenir en arrière."
        )

    def perform(self, form: CancelSessionForm) -> str:
        told = Registration.objects.live().filter(session=self.session).count()
        reason = form.cleaned_data["reason"]
        organising.cancel_session(self.session, by=signature(self.request.user), reason=reason)
        if not told:
            return "La session est annulée."
        return f"La session est annulée. Courriels écrits : {told}."

    def get_success_url(self) -> str:
        return self.desk_url()
