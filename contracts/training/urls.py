"""Addresses of calendars; the pages of sessions themselves are Wagtail's."""

from django.urls import path

from contracts.training import views

urlpatterns = [
    path("sessions/sessions.ics", views.feed, name="session_feed"),
    path("sessions/<str:slug>/session.ics", views.session_calendar, name="session_calendar"),
]
