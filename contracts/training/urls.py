"""Addresses of calendars; the pages of sessions themselves are Wagtail's."""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from contracts.training import views


def _unbuilt(request: HttpRequest, token: str) -> HttpResponse:
    return HttpResponse(status=404)


urlpatterns = [
    path("sessions/sessions.ics", views.feed, name="session_feed"),
    path("sessions/<str:slug>/session.ics", views.session_calendar, name="session_calendar"),
    path("inscriptions/place/<str:token>/", _unbuilt, name="registration_offer"),
    path("inscriptions/suite/<str:token>/", _unbuilt, name="registration_follow_up"),
    path("inscriptions/<str:token>/", _unbuilt, name="registration"),
]
