"""Addresses of the desk, under /admin/sessions/; `menu.urls` asks the right of all of them."""

from __future__ import annotations

from django.urls import path

from contracts.training.desk import (
    attendance,
    next_edition,
    people,
    seats,
    session,
    sessions,
    statistics_pages,
)
from contracts.training.desk.registrations import person_form, registration
from contracts.training.desk.registrations.actions import ACTIONS

urlpatterns = [
    path("", sessions.SessionsView.as_view(), name="sessions"),
    path("statistiques/", statistics_pages.PeriodStatistics.as_view(), name="statistics"),
    path(
        "statistiques/csv/",
        statistics_pages.PeriodStatistics.as_view(as_csv=True),
        name="statistics_csv",
    ),
    path("personne/", people.PeopleView.as_view(), name="people"),
    path("personne/exporter/", people.PersonExport.as_view(), name="person_export"),
    path("personne/effacer/", people.PersonErase.as_view(), name="person_erase"),
    path("personne/alertes/exporter/", people.AlertsExport.as_view(), name="alerts_export"),
    path("personne/alertes/effacer/", people.AlertsErase.as_view(), name="alerts_erase"),
    path("<int:session>/", session.SessionView.as_view(), name="session"),
    path(
        "<int:session>/resultats/",
        session.SessionView.as_view(results_only=True),
        name="session_results",
    ),
    path("<int:session>/csv/", session.SessionExport.as_view(), name="session_csv"),
    path(
        "<int:session>/xlsx/",
        session.SessionExport.as_view(export_format="xlsx"),
        name="session_xlsx",
    ),
    path("<int:session>/places/", seats.SeatsView.as_view(), name="seats"),
    path("<int:session>/annuler/", seats.CancelSessionView.as_view(), name="cancel_session"),
    path("<int:session>/inscrire/", person_form.PhoneView.as_view(), name="phone"),
    path("<int:session>/presences/", attendance.RoomView.as_view(), name="room"),
    path("<int:session>/emargement/", attendance.SheetView.as_view(), name="sheet"),
    path(
        "<int:session>/statistiques/",
        statistics_pages.SessionStatistics.as_view(),
        name="session_statistics",
    ),
    path(
        "<int:session>/statistiques/csv/",
        statistics_pages.SessionStatistics.as_view(as_csv=True),
        name="session_statistics_csv",
    ),
    path(
        "<int:session>/prochaine-edition/",
        next_edition.NextEditionView.as_view(),
        name="next_edition",
    ),
    path("inscriptions/<int:pk>/", registration.RegistrationView.as_view(), name="registration"),
    path("inscriptions/<int:pk>/corriger/", person_form.CorrectView.as_view(), name="correct"),
    *(
        path(
            f"inscriptions/<int:pk>/{action.address}/",
            registration.ActView.as_view(action=action),
            name=action.name,
        )
        for action in ACTIONS
    ),
    path("courriels/<int:pk>/renvoyer/", registration.ResendView.as_view(), name="resend"),
]
