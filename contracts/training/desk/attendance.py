"""Who is there: the page on which a whole room is noted, and the sheet that it signs."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.views.generic import FormView, View
from wagtail.admin import messages

from contracts.admin.signature import signature
from contracts.training.desk.frame import SessionFrame, session_or_404
from contracts.training.desk.overview import has_come
from contracts.training.desk.registrations.filters import ATTENDANCE_OF, ATTENDANCES, ATTENDED
from contracts.training.models import Registration, Status, TrainingSessionPage
from contracts.training.papers.attendance import attendance_sheet
from contracts.training.seats import organising
from contracts.training.values.refusal import Refusal


class RoomForm(forms.Form):
    """One choice for each person. What stood when the page was opened is sent back with it: only
    what the organiser changed is written, and a colleague's note is left alone."""

    def __init__(self, rows: list[Registration], data: Any = None):
        super().__init__(data)
        self.rows = {_field(row): row for row in rows}
        for name, row in self.rows.items():
            self.fields[name] = forms.ChoiceField(
                label=row.full_name,
                help_text=row.organisation,
                choices=ATTENDANCES,
                initial=ATTENDANCE_OF[row.attended],
                widget=forms.RadioSelect,
                required=False,
                show_hidden_initial=True,
            )

    @classmethod
    def of(cls, session: TrainingSessionPage) -> RoomForm:
        seated = Registration.objects.filter(session=session, status=Status.CONFIRMED)
        return cls(_in_order(seated))

    @classmethod
    def sent(cls, session: TrainingSessionPage, data: QueryDict) -> RoomForm:
        """The people whom the page had, also those who have lost their seat since then: what was
        noted of them is refused by name, not forgotten."""
        rows = Registration.objects.filter(session=session, anonymised_at__isnull=True)
        return cls([row for row in _in_order(rows) if _field(row) in data], data)

    def people(self) -> list[tuple[forms.BoundField, str]]:
        """Each choice, and what stood when the page was opened."""
        return [(field, field.as_hidden(only_initial=True)) for field in self]

    def changes(self) -> list[tuple[Registration, bool | None]]:
        return [
            (self.rows[name], ATTENDED[self.cleaned_data[name]])
            for name in self.changed_data
            if self.cleaned_data.get(name)
        ]


class RoomView(SessionFrame, FormView):
    page_title = "Noter les présences"
    template_name = "training/desk/room.html"

    def get_form(self, form_class: type | None = None) -> RoomForm:
        if self.request.method == "POST":
            return RoomForm.sent(self.session, self.request.POST)
        return RoomForm.of(self.session)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not has_come(self.session):
            messages.error(request, "La session n’a pas encore eu lieu : rien n’est noté.")
            return redirect("desk:room", self.session.pk)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: RoomForm) -> HttpResponse:
        by = signature(self.request.user)
        noted = 0
        for row, attended in form.changes():
            try:
                organising.mark_attended(row, attended, by=by)
            except Refusal as refusal:
                messages.error(self.request, f"{row.full_name} : {refusal.message}")
            else:
                noted += 1
        if noted:
            told = "1 présence est notée." if noted == 1 else f"{noted} présences sont notées."
            messages.success(self.request, told)
        else:
            messages.info(self.request, "Rien n’a changé.")
        return redirect("desk:room", self.session.pk)

    def form_invalid(self, form: RoomForm) -> HttpResponse:
        messages.error(self.request, "Choisissez « Présent », « Absent » ou « Non noté ».")
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        rows = context["form"].rows.values()
        return {
            **context,
            "people": len(rows),
            "noted": sum(row.attended is not None for row in rows),
            "present": sum(row.attended is True for row in rows),
            "too_early": not has_come(self.session),
            "desk_url": self.desk_url(),
        }


class SheetView(View):
    """The attendance sheet, to print and to sign."""

    def get(self, request: HttpRequest, session: int) -> HttpResponse:
        page = session_or_404(session)
        return HttpResponse(
            attendance_sheet(page),
            content_type="application/pdf",
            headers={"Content-Disposition": f'attachment; filename="emargement-{page.slug}.pdf"'},
        )


def _field(row: Registration) -> str:
    return f"presence-{row.pk}"


def _in_order(rows: Any) -> list[Registration]:
    """As on the sheet: by last name."""
    return list(rows.order_by("last_name", "first_name", "ticket"))
