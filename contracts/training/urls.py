"""Addresses of calendars, of the registration form and of signed links; the pages of sessions
themselves are Wagtail's."""

from django.urls import path

from contracts.training import views
from contracts.training.registering import link_views, registration_views

urlpatterns = [
    path("sessions/sessions.ics", views.feed, name="session_feed"),
    path("sessions/<str:slug>/session.ics", views.session_calendar, name="session_calendar"),
    path(
        "sessions/<str:slug>/inscription/", registration_views.register, name="session_registration"
    ),
    path("inscriptions/donnees-effacees/", link_views.erased, name="registration_erased"),
    path("inscriptions/place/<str:token>/", link_views.offer, name="registration_offer"),
    path("inscriptions/suite/<str:token>/", link_views.follow_up, name="registration_follow_up"),
    path(
        "inscriptions/suite/<str:token>/attestation.pdf",
        link_views.attestation,
        name="registration_attestation",
    ),
    path(
        "inscriptions/suite/<str:token>/mes-donnees.json",
        link_views.follow_up_data,
        name="registration_follow_up_data",
    ),
    path(
        "inscriptions/suite/<str:token>/effacer/",
        link_views.follow_up_erase,
        name="registration_follow_up_erase",
    ),
    path("inscriptions/<str:token>/", link_views.own, name="registration"),
    path(
        "inscriptions/<str:token>/session.ics",
        link_views.own_calendar,
        name="registration_calendar",
    ),
    path("inscriptions/<str:token>/corriger/", link_views.correct, name="registration_correct"),
    path("inscriptions/<str:token>/annuler/", link_views.cancel, name="registration_cancel"),
    path(
        "inscriptions/<str:token>/mes-donnees.json", link_views.own_data, name="registration_data"
    ),
    path("inscriptions/<str:token>/effacer/", link_views.own_erase, name="registration_erase"),
]
