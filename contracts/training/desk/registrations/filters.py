"""How the registrations of a session are filtered and searched."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from contracts.training.models import PUBLICS, Registration, RegistrationMail, Status
from search.text.analysis import letters

ATTENDANCES = [("present", "Présent"), ("absent", "Absent"), ("non-note", "Non noté")]
ATTENDED = {"present": True, "absent": False, "non-note": None}
ATTENDANCE_OF = {value: code for code, value in ATTENDED.items()}


class RegistrationFilterSet(WagtailFilterSet):
    status = django_filters.ChoiceFilter(
        label="État", choices=Status.choices, empty_label="Tous", widget=forms.RadioSelect
    )
    attended = django_filters.ChoiceFilter(
        label="Présence",
        choices=ATTENDANCES,
        empty_label="Toutes",
        widget=forms.RadioSelect,
        method="with_attendance",
    )
    public = django_filters.ChoiceFilter(
        label="Public", choices=PUBLICS, empty_label="Tous", widget=forms.RadioSelect
    )
    mails = django_filters.ChoiceFilter(
        label="Courriels",
        choices=[("refuse", "Refusés par le serveur")],
        empty_label="Tous",
        widget=forms.RadioSelect,
        method="with_refused_mails",
    )

    class Meta:
        model = Registration
        fields = ["status", "attended", "public", "mails"]

    def with_attendance(
        self, rows: QuerySet[Registration], name: str, value: str
    ) -> QuerySet[Registration]:
        """Of those who have a seat: nobody else can be present or absent."""
        rows = rows.filter(status=Status.CONFIRMED)
        attended = ATTENDED[value]
        return (
            rows.filter(attended__isnull=True)
            if attended is None
            else rows.filter(attended=attended)
        )

    def with_refused_mails(
        self, rows: QuerySet[Registration], name: str, value: str
    ) -> QuerySet[Registration]:
        refused = RegistrationMail.objects.filter(state=RegistrationMail.State.REFUSED)
        return rows.filter(pk__in=refused.values("registration"))


def matching(rows: QuerySet[Registration], text: str) -> QuerySet[Registration]:
    """Each word in the name (accents and case do not matter), the organisation or the e-mail
    address. Whoever was erased is found by nothing."""
    rows = rows.filter(anonymised_at__isnull=True)
    for word in text.split():
        name = letters(word)
        by_name = Q(name_key__contains=name) if name else Q()
        rows = rows.filter(
            Q(organisation__icontains=word) | Q(email_key__contains=word.casefold()) | by_name
        )
    return rows
