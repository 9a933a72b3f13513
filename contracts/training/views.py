"""Calendars of sessions, for anyone: nothing in them is told to the registered alone."""

from __future__ import annotations

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from contracts.rules.listed import listed
from contracts.training import calendar
from contracts.training.models import TrainingSessionPage


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Every session, to subscribe to."""
    return _calendar(calendar.feed(_sessions().order_by("pk")), "sessions")


@require_safe
def session_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    return _calendar(calendar.session_ics(public_session(slug)), "session")


def public_session(slug: str) -> TrainingSessionPage:
    """The session that readers find at this address."""
    if "\0" in slug:  # PostgreSQL does not take it, even to look for it
        raise Http404
    return get_object_or_404(_sessions(), slug=slug)


def _sessions() -> QuerySet[TrainingSessionPage]:
    public = listed(TrainingSessionPage.objects)
    return public.select_related("state", "membership_document").prefetch_related("dates")


def _calendar(content: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
