"""« Fusionner avec… »: choose what is kept, read what will happen, confirm."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import quote
from django.db.models import Model
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.text import capfirst
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button
from wagtail.permissions import policy_registry

from contracts.editing.merging.forms import ConfirmForm, KeptForm
from contracts.editing.merging.merge import MERGEABLE, MergeRefused, Plan, merge, preview
from contracts.models import Source, Tag, Term, Territory, Theme

# What becomes of the row that is gone, beside what leads to it.
_TOLD: dict[type[Model], str] = {
    Tag: "Qui écrira son nom dans une fiche aura l’autre étiquette, où son adresse mène aussi.",
    Theme: "Son libellé et ses mots du quotidien passent à l’autre thème, où son adresse mène aussi.",
    Territory: "Son nom devient un autre nom ; ses chiffres, ses appartenances et son adresse passent "
    "à l’autre territoire.",
    Source: "Son titre, son adresse et ses autres champs ne sont pas repris : copiez d’abord ce qui "
    "manque.",
    Term: "Il devient un synonyme de l’autre terme, où son adresse mène aussi. Sa définition n’est pas "
    "reprise.",
}


def may_merge(user: Any, model: type[Model]) -> bool:
    """Whoever may change and delete these rows: Éditeurs, and for themes Administrateurs."""
    policy = policy_registry.get_by_type(model)
    return all(policy.user_has_permission(user, action) for action in ("change", "delete"))


class MergeView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "merging/merge.html"
    header_icon = "resubmit"
    model: Any = None
    gone: Any

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not may_merge(request.user, self.model):
            return permission_denied(request)
        self.gone = get_object_or_404(self.model, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        return f"Fusionner « {self.gone} »"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        viewset = self.model.snippet_viewset
        return [
            *self.breadcrumbs_items,
            {
                "url": reverse(viewset.get_url_name("list")),
                "label": capfirst(self.model._meta.verbose_name_plural),
            },
            {
                "url": reverse(viewset.get_url_name("edit"), args=[quote(self.gone.pk)]),
                "label": str(self.gone),
            },
            {"url": "", "label": "Fusionner"},
        ]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = KeptForm.from_querydict(request.GET, self.gone)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        return self._shown(form)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = KeptForm.from_querydict(request.GET, self.gone)
        confirmed = ConfirmForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        if not confirmed.is_valid():
            return self._shown(form)
        kept = form.kept
        try:
            merge(kept, self.gone, request.user, confirmed.cleaned_data["shown"])
        except MergeRefused as refused:
            messages.error(request, " ".join(refused.sentences))
            return redirect(request.get_full_path())
        messages.success(request, f"Fusion faite : « {self.gone} » mène désormais à « {kept} ».")
        edit = self.model.snippet_viewset.get_url_name("edit")
        return redirect(reverse(edit, args=[quote(kept.pk)]))

    def _shown(self, form: KeptForm) -> HttpResponse:
        try:
            plan = preview(form.kept, self.gone, self.request.user)
        except MergeRefused as refused:
            plan = Plan((), (), refused.sentences)
        context = self.get_context_data(
            form=form,
            plan=plan,
            kept=form.kept,
            told=_TOLD[self.model],
            confirm=ConfirmForm(initial={"shown": plan.digest}),
            the_other_way=f"{address_of(form.kept)}?garder={self.gone.pk}",
        )
        return self.render_to_response(context)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(gone=self.gone, **kwargs)


def address_of(row: Model) -> str:
    return reverse(f"merging:{row._meta.model_name}", args=[row.pk])


def buttons(row: Any, user: Any, next_url: str | None = None) -> list[Button]:
    """Hook `register_snippet_listing_buttons`."""
    if type(row) not in MERGEABLE.values() or not may_merge(user, type(row)):
        return []
    return [Button("Fusionner avec…", url=address_of(row), icon_name="resubmit", priority=15)]


def urlpatterns() -> list[Any]:
    return [
        path(f"{word}/<int:pk>/", MergeView.as_view(model=model), name=str(model._meta.model_name))
        for word, model in MERGEABLE.items()
    ]
