"""The screens of an import: send a file, read its faults and its plan, import, read the report."""

from __future__ import annotations

import uuid
from collections import Counter
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from contracts.columns import fiches
from contracts.columns.table import FicheTables
from contracts.editing.importing.forms import ChoicesForm, FileForm
from contracts.editing.importing.model_workbook import model_sheets
from contracts.editing.importing.models import WORKING, Import, State
from contracts.editing.importing.plan import Decision, PlanLine
from contracts.editing.importing.reading import TEXT_ENDINGS
from contracts.editing.importing.tasks import read_import, write_import
from contracts.editing.importing.writing import summary
from contracts.tables.workbook import workbook_response
from contracts.values.slugs import folded_slug

_REFRESHED_EVERY = 3  # seconds
_SHOWN_FAULTS = 500
_LISTED = 20  # imports


def kinds_for(user: Any) -> list[FicheTables]:
    """The kinds of fiches of which the person may make a draft."""
    by_listing = {tables.listing_model: tables for tables in fiches.ALL}
    found = [
        by_listing[page.specific_class]
        for page in Page.objects.type(*by_listing).select_related("content_type")
        if page.specific_class in by_listing and page.permissions_for_user(user).can_add_subpage()
    ]
    return [tables for tables in fiches.ALL if tables in found]


class ImportFrame(WagtailAdminTemplateMixin):
    """A page under « Importer », for those who may make a draft."""

    header_icon = "upload"
    request: HttpRequest
    kinds: list[FicheTables]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.kinds = kinds_for(request.user)
        if not self.kinds:
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        steps = [(reverse("importing:imports"), "Importer")] if self.trail() else []
        return [
            *self.breadcrumbs_items,
            *({"url": address, "label": label} for address, label in steps),
            {"url": "", "label": self.get_page_title()},
        ]

    def trail(self) -> bool:
        """Whether the page stands below the first one."""
        return True


class ImportsView(ImportFrame, FormView):
    """The models, the file to send, and what the person sent last."""

    page_title = "Importer"
    template_name = "importing/imports.html"
    form_class = FileForm

    def trail(self) -> bool:
        return False

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "kinds": self.kinds}

    def form_valid(self, form: FileForm) -> HttpResponse:
        file = form.cleaned_data["file"]
        kind = form.cleaned_data["kind"]
        if file.name.lower().endswith(TEXT_ENDINGS):
            kind = fiches.CASE_STUDIES.code
        owner: Any = self.request.user
        row = Import.objects.create(
            owner=owner, kind=kind, name=file.name[-200:], content=file.read()
        )
        read_import.enqueue(row.pk)
        return redirect("importing:import", key=row.key)

    def form_invalid(self, form: FileForm) -> HttpResponse:
        messages.validation_error(self.request, "Rien n’a été envoyé.", form)
        return super().form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = Import.objects.filter(owner_id=self.request.user.pk).defer(
            "content", "plan", "faulty"
        )
        return super().get_context_data(**kwargs, kinds=self.kinds, imports=mine[:_LISTED])


class OneImport(ImportFrame):
    """About one import, which its owner alone sees."""

    row: Import

    def dispatch(self, request: HttpRequest, *args: Any, key: uuid.UUID, **kwargs: Any) -> Any:
        rows = Import.objects.filter(owner_id=request.user.pk).defer("content")
        self.row = get_object_or_404(rows, key=key)
        return super().dispatch(request, *args, **kwargs)


class ImportView(OneImport, TemplateView):
    """The import, wherever it stands; while something works on it, the page comes back by itself."""

    template_name = "importing/import.html"

    def get_page_title(self) -> str:
        return self.row.name

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().get(request, *args, **kwargs)
        if self.row.is_working and not self.row.is_lost:
            response["Refresh"] = str(_REFRESHED_EVERY)
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        row = self.row
        plan = [PlanLine(**line) for line in row.plan]
        counts = Counter(line.action for line in plan)
        faults = [fault for line in plan for fault in line.faults]
        good = sum(counts[one] for one in (Decision.CREATE, Decision.UPDATE, Decision.CONFLICT))
        return super().get_context_data(
            **kwargs,
            row=row,
            is_planned=row.state == State.PLANNED,
            is_done=row.state == State.DONE,
            counts=[(action.label, counts[action]) for action in Decision if counts[action]],
            faults=faults[:_SHOWN_FAULTS],
            fault_count=len(faults),
            faulty_count=counts[Decision.FAULTY],
            good_count=good,
            form=ChoicesForm(plan=plan),
            lists=[
                (action.label, [line for line in plan if line.action == action])
                for action in (Decision.CREATE, Decision.UPDATE, Decision.UNCHANGED)
                if counts[action]
            ],
            reported=[(what, number) for what, number in summary(row.report).items()],
        )


class StartView(OneImport, View):
    """Carry the plan out, with the choices of the person."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        plan = [PlanLine(**line) for line in self.row.plan]
        form = ChoicesForm(request.POST, plan=plan)
        if not form.is_valid():
            messages.error(request, "Rien n’a été importé : choisissez parmi ce qui est proposé.")
        elif self.row.take((State.PLANNED,), State.QUEUED, choices=form.taken(), done=0):
            write_import.enqueue(self.row.pk)
        else:
            messages.warning(request, "Cet import est déjà parti : rien n’est fait deux fois.")
        return redirect("importing:import", key=self.row.key)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect("importing:import", key=self.row.key)


class RestartView(StartView):
    """Begin again what a dead task has left: it wrote nothing."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.row.is_lost and self.row.take(WORKING, State.SENT, done=0, claim=None):
            read_import.enqueue(self.row.pk)
        return redirect("importing:import", key=self.row.key)


class GiveUpView(StartView):
    """Erase the file and what was read of it; what is being written goes on."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = Import.objects.filter(pk=self.row.pk).exclude(
            state__in=[State.QUEUED, State.WRITING]
        )
        if rows.delete()[0]:
            messages.success(request, f"« {self.row.name} » est effacé.")
            return redirect("importing:imports")
        messages.warning(request, "Cet import est en cours : attendez sa fin.")
        return redirect("importing:import", key=self.row.key)


class FaultyLinesView(OneImport, View):
    """The lines with faults, as a workbook to correct and to send again."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.row.faulty:
            raise Http404
        sheets = [(one["name"] or "Fautes", one["lines"]) for one in self.row.faulty]
        name = folded_slug(self.row.name.rpartition(".")[0])
        return workbook_response(sheets, f"{name}-fautes", kept=1)


class ModelView(ImportFrame, View):
    """The model of a kind of fiche."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        tables = fiches.of_code(kwargs["kind"])
        if tables is None:
            raise Http404
        name = f"modele-{folded_slug(tables.main.name)}"
        return workbook_response(model_sheets(tables), name, kept=1)
