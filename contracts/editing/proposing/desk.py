"""Proposals in the admin: the list, each of them, what is done of it, and its file."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.generic import FormView, TemplateView, View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import BaseListingView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from contracts.admin.home.panel import Listed, ListPanel, WorkLine
from contracts.admin.known_addresses import source_at
from contracts.editing.proposing.answering import AnswerRefused, make_draft, refuse
from contracts.editing.proposing.models import Proposal, ProposalFile, ProposalState
from contracts.editing.proposing.places import territory_of
from contracts.values.dates.elapsed import elapsed

PERMISSION = "proposing.manage_proposals"
_SENT = [(state.value, state.label) for state in ProposalState if state != ProposalState.DRAFT]
_PANEL_READS = 100


class ProposalFilterSet(WagtailFilterSet):
    state = django_filters.ChoiceFilter(label="État", choices=_SENT)

    class Meta:
        model = Proposal
        fields = ["state"]


class ProposalsView(BaseListingView):
    """What was sent, the last first."""

    page_title = "Propositions"
    header_icon = "edit"
    template_name = "wagtailadmin/generic/listing.html"
    results_template_name = "wagtailadmin/generic/listing_results.html"
    index_url_name = "proposals:proposals"
    index_results_url_name = "proposals:proposals_results"
    model = Proposal
    filterset_class = ProposalFilterSet
    paginate_by = 50
    default_ordering = ["-received_at", "-pk"]
    columns = [
        TitleColumn("title", label="Titre", url_name="proposals:proposal"),
        Column("place", label="Territoire"),
        DateColumn("received_at", label="Reçue"),
        Column("get_state_display", label="État"),
    ]

    def get_base_queryset(self) -> Any:
        return Proposal.objects.sent()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]


class RefusalForm(forms.Form):
    reason = forms.CharField(
        label="Raison",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Elle est envoyée telle quelle à la personne qui propose.",
        error_messages={"required": "Écrivez la raison : elle est envoyée à qui propose."},
    )


class ErasureForm(forms.Form):
    """Nothing is asked: it is sent or it is not."""


class OneProposal(WagtailAdminTemplateMixin):
    """About one proposal, whose key is in the address."""

    header_icon = "edit"
    request: HttpRequest
    row: Proposal

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        rows = Proposal.objects.sent().select_related("page", "file").defer("file__content")
        self.row = get_object_or_404(rows, pk=kwargs["proposal"])

    def desk_url(self) -> str:
        return reverse("proposals:proposal", args=[self.row.pk])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("proposals:proposals"), "label": "Propositions"},
            *self.trail(),
            {"url": "", "label": self.get_page_title()},
        ]

    def trail(self) -> list[dict[str, Any]]:
        return [{"url": self.desk_url(), "label": self.row.title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, row=self.row)


class ProposalView(OneProposal, TemplateView):
    """What was sent, and what can be done of it."""

    template_name = "proposing/desk/proposal.html"

    def get_page_title(self) -> str:
        return self.row.title

    def trail(self) -> list[dict[str, Any]]:
        return []

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_known = self.row.place_key and territory_of(self.row.place_key)
        return super().get_context_data(
            **kwargs, has_territory=bool(is_known), known_source=source_at(self.row.source)
        )


class MakeDraftView(OneProposal, View):
    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return redirect(self.desk_url())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            page, is_new = make_draft(self.row.pk, request.user)
        except AnswerRefused as refused:
            messages.error(request, f"Aucun brouillon n’est créé. {refused}")
            return redirect(self.desk_url())
        if is_new:
            messages.success(
                request, "Le brouillon est créé, à votre nom : complétez-le avant de le publier."
            )
        else:
            messages.warning(request, "Le brouillon existait déjà : le voici.")
        return redirect("wagtailadmin_pages:edit", page.pk)


class OneDecision(OneProposal, FormView):
    """A form that does one thing, once it is sure."""

    template_name = "proposing/desk/decision.html"
    submit_label = ""
    introduction = ""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            **kwargs,
            submit_label=self.submit_label,
            introduction=self.introduction,
            back_url=self.desk_url(),
        )


class RefuseView(OneDecision):
    page_title = "Refuser la proposition"
    form_class = RefusalForm
    submit_label = "Refuser et l’écrire à la personne"

    def form_valid(self, form: RefusalForm) -> HttpResponse:
        try:
            refuse(self.row.pk, form.cleaned_data["reason"], self.request.user)
        except AnswerRefused as refused:
            messages.error(self.request, str(refused))
        else:
            messages.success(
                self.request, "La proposition est refusée ; la raison part par courriel."
            )
        return redirect(self.desk_url())


class EraseView(OneDecision):
    page_title = "Effacer la proposition"
    form_class = ErasureForm
    submit_label = "Effacer"
    introduction = (
        "Tout ce que la personne a envoyé est effacé, son fichier aussi, et son lien ne mène plus à "
        "rien. Le brouillon ou la fiche qui en est né reste. On ne peut pas revenir en arrière."
    )

    def form_valid(self, form: ErasureForm) -> HttpResponse:
        self.row.delete()
        messages.success(self.request, "La proposition est effacée.")
        return redirect("proposals:proposals")


class FileView(OneProposal, View):
    """The file as a download, whatever it holds: no browser opens it on this site."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        file = ProposalFile.objects.filter(proposal=self.row).first()
        if file is None:
            raise Http404("No file came with this proposal.")
        headers = {
            "Content-Disposition": content_disposition_header(True, file.name) or "attachment",
            "X-Content-Type-Options": "nosniff",
            "Content-Security-Policy": "sandbox",
            "Cache-Control": "no-store, private",
        }
        return HttpResponse(
            bytes(file.content), content_type="application/octet-stream", headers=headers
        )


class ProposalsPanel(ListPanel):
    """On the home of the admin: what nobody has begun to read, the oldest first."""

    name = "proposals"
    title = "Propositions à relire"
    order = 55

    def listed(self, request: HttpRequest) -> Listed:
        if not request.user.has_perm(PERMISSION):
            return Listed((), 0)
        rows = Proposal.objects.filter(state=ProposalState.RECEIVED).order_by("received_at", "pk")
        told = rows.values_list("pk", "title", "received_at")
        return Listed.first(
            (
                WorkLine(
                    title,
                    reverse("proposals:proposal", args=[pk]),
                    f"reçue il y a {elapsed(moment)}" if moment else "",
                )
                for pk, title, moment in told[:_PANEL_READS]
            ),
            reverse("proposals:proposals") + f"?state={ProposalState.RECEIVED}",
        )
