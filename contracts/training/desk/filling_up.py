"""On the home of the admin: the sessions whose seats go, for those who hold registrations."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from contracts.admin.home.panel import Listed, ListPanel, WorkLine
from contracts.training.desk.frame import may_manage
from contracts.training.desk.overview import SessionLine, session_lines


class FillingUpPanel(ListPanel):
    name = "sessions-filling-up"
    title = "Sessions qui se remplissent"
    order = 155

    def listed(self, request: HttpRequest) -> Listed:
        if not may_manage(request.user):
            return Listed((), 0)
        filling = (line for line in session_lines(count_mails=False) if line.is_filling_up)
        return Listed.first(map(_line, filling), reverse("desk:sessions"))


def _line(session: SessionLine) -> WorkLine:
    waiting = f", {session.seats.waiting} en attente" if session.seats.waiting else ""
    note = f"{session.when}, {session.taken} places prises{waiting}"
    return WorkLine(session.title, reverse("desk:session", args=[session.pk]), note)


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(FillingUpPanel())
