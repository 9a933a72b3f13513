"""Sessions: the list of all of them, each leading to its desk."""

from __future__ import annotations

from django.urls import reverse
from wagtail.admin.ui.tables import BaseColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.widgets.button import HeaderButton

from contracts.training.desk.frame import DeskFrame
from contracts.training.desk.overview import SessionLine, session_lines


class SessionColumn(BaseColumn):
    cell_template_name = "training/desk/session_cell.html"


class SeatsColumn(BaseColumn):
    """With those who wait and the offers: few columns, so that a phone shows them all."""

    cell_template_name = "training/desk/seats_cell.html"


class StateColumn(BaseColumn):
    """With the mails that were refused, which ask for something to be done."""

    cell_template_name = "training/desk/state_cell.html"


class SessionsView(DeskFrame, BaseListingView):
    page_title = "Sessions"
    template_name = "wagtailadmin/generic/listing.html"
    index_url_name = "desk:sessions"
    paginate_by = 50
    verbose_name_plural = "sessions"
    columns = [
        SessionColumn("session", label="Session", width="55%"),
        SeatsColumn("seats", label="Places prises"),
        StateColumn("state", label="État"),
    ]

    def get_queryset(self) -> list[SessionLine]:
        return session_lines()

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [
            HeaderButton("Statistiques", url=reverse("desk:statistics"), icon_name="table"),
            HeaderButton("Chercher une personne", url=reverse("desk:people"), icon_name="user"),
        ]
