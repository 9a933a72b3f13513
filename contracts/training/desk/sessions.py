"""Sessions: the list of all of them, each leading to its desk."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.ui.tables import Column, StatusTagColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from contracts.training.desk.frame import DeskPage
from contracts.training.desk.overview import SessionLine, session_lines


class SessionsView(DeskPage, BaseListingView):
    page_title = "Sessions"
    template_name = "training/desk/sessions.html"
    index_url_name = "desk:sessions"
    paginate_by = 50
    verbose_name_plural = "sessions"
    columns = [
        TitleColumn("title", label="Session", url_name="desk:session"),
        Column("when", label="Date"),
        Column("taken", label="Places prises"),
        Column("waiting", label="En attente", accessor="seats.waiting"),
        Column("offered", label="Proposées", accessor="seats.offered"),
        Column("refused_mails", label="Courriels refusés"),
        StatusTagColumn(
            "state", label="État", primary=lambda line: line.state in {"Ouverte", "En cours"}
        ),
    ]

    def get_queryset(self) -> list[SessionLine]:
        return session_lines()

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton("Statistiques", url=reverse("desk:statistics"), icon_name="table"),
            HeaderButton("Une personne", url=reverse("desk:people"), icon_name="user"),
        ]
