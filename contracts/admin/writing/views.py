"""The views that create and change a page: what is wrong is told by the form itself, once."""

from __future__ import annotations

from typing import Any, cast

from django.forms import Media
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.text import Truncator
from wagtail.admin import messages
from wagtail.admin.action_menu import (
    PageActionMenu,
    PublishMenuItem,
    SubmitForModerationMenuItem,
    WorkflowMenuItem,
)
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.revisions import RevisionsRevertView
from wagtail.locks import ScheduledForPublishLock
from wagtail.models import Comment, Page

from contracts.admin.versions.changes import changes_between
from contracts.admin.versions.values import said
from contracts.admin.writing import examples
from contracts.admin.writing.guide import guide_of
from contracts.admin.writing.review import review_of, sent_back
from contracts.admin.writing.told_errors import told_errors
from contracts.models.base import FichePage
from contracts.models.events import commented

# What was asked of the page, by the name of its button.
_ASKED = {
    "action-publish": "publiée",
    "action-schedule": "programmée",
    "action-submit": "envoyée en relecture",
    "action-restart-workflow": "envoyée en relecture",
}
_KEPT = "enregistrée"


class _Written:
    """Shows the form below what is told of it; Wagtail's own message says less, and elsewhere."""

    @property
    def may_publish(self) -> bool:
        return bool(self.page_perms.can_publish())  # type: ignore[attr-defined]

    def get_header_title(self) -> str:
        return f"{self.page_class.get_verbose_name()} : {self.heading}"  # type: ignore[attr-defined]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        panel = context["edit_handler"]
        panel.template_name = "contracts/admin/writing/form.html"
        form = context["form"]
        if isinstance(form.instance, FichePage):
            panel.guide = guide_of(form.instance, may_publish=self.may_publish)
            examples.put_on(panel, form.instance)
        posted = self.request.POST  # type: ignore[attr-defined]
        panel.not_done = next((done for name, done in _ASKED.items() if name in posted), _KEPT)
        panel.is_draft_refused = panel.not_done == _KEPT
        panel.errors = told_errors(form, panel) if form.is_bound else []
        context["media"] += _media_within(panel)
        context["onward_button"] = _onward_button(context["action_menu"])
        return context

    def _not_kept(self, form: Any) -> HttpResponse:
        """Told to a draft that keeps itself: what it stumbles on, so that it is found."""
        panel = self.edit_handler.get_bound_panel(  # type: ignore[attr-defined]
            instance=form.instance,
            request=self.request,  # type: ignore[attr-defined]
            form=form,
        )
        first, *others = told_errors(form, panel)
        more = f" (et {len(others)} autre{'s' if len(others) > 1 else ''})" if others else ""
        told = f"{first.label} : {first.message}" if first.label else first.message
        return self.json_error_response(  # type: ignore[attr-defined]
            "validation_error", f"Non enregistré. {told}{more}"
        )


def _onward_button(menu: PageActionMenu) -> str:
    """« Publier », or « Envoyer en relecture » of who may not publish, beside what keeps the draft: it
    was looked for there, and not in the menu. There is none while an approval publishes."""
    page = menu.context.get("page")
    if page and page.workflow_in_progress:
        _leave_to_approval(menu)
        return ""
    for kind in (PublishMenuItem, SubmitForModerationMenuItem):
        for item in menu.menu_items:
            if isinstance(item, kind):
                menu.menu_items.remove(item)
                return str(item.render_html(menu.context))
    return ""


def _leave_to_approval(menu: PageActionMenu) -> None:
    """« Publier » would publish without an answer to whoever asked for the review, and is no third way
    beside the two that approve, with a comment or without."""
    if any(isinstance(one, WorkflowMenuItem) and one.name == "approve" for one in menu.menu_items):
        menu.menu_items[:] = [
            one for one in menu.menu_items if not isinstance(one, PublishMenuItem)
        ]


def _media_within(panel: Any) -> Media:
    """What the panels of rows need, at every depth: Wagtail asks for that of the others alone."""
    empty_row = getattr(panel, "empty_child", None)
    below = getattr(panel, "children", ()) if empty_row is None else [empty_row]
    media = Media()
    for child in below:
        media += child.media + _media_within(child)
    return media


def _left_open(page: Page) -> str:
    """The comments that nobody has settled, by what they say."""
    comments = Comment.objects.filter(page=page.pk, resolved_at__isnull=True).order_by("pk")
    texts = [Truncator(comment.text).chars(60) for comment in comments]
    if not texts:
        return ""
    names = ", ".join(f"« {text} »" for text in texts[:3])
    more = f", et {len(texts) - 3} de plus" if len(texts) > 3 else ""
    one = (
        "Un commentaire reste ouvert"
        if len(texts) == 1
        else f"{len(texts)} commentaires restent ouverts"
    )
    return f" {one} : {names}{more}."


class WriteNewView(_Written, CreateView):
    heading = "nouvelle page"

    @property
    def may_publish(self) -> bool:
        return bool(self.parent_page_perms.can_publish_subpage())

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.expects_json_response:
            return self._not_kept(form)
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class WriteView(_Written, EditView):
    # What is told of the page is shown anew each time the draft is kept by itself.
    partials_template_name = "contracts/admin/writing/kept.html"

    @property
    def heading(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        if not self.locked_for_user:
            context["edit_handler"].review = review_of(self.page, self.request.user)
            context["edit_handler"].sent_back = sent_back(self.workflow_state)
        return context

    def add_save_confirmation_message(self) -> None:
        """After a review, what became of the page: Wagtail says that it was updated."""
        if self.action_name != "perform_workflow_action":
            super().add_save_confirmation_message()
            return
        title = self.page.get_admin_display_title()
        buttons = []
        if self.workflow_action != "approve":
            told = f"« {title} » est renvoyée à la personne qui l’a envoyée en relecture."
        elif self.page.go_live_at and self.page.go_live_at > timezone.now():
            told = f"« {title} » est approuvée : elle sera publiée le {said(self.page.go_live_at)}."
        elif Page.objects.get(pk=self.page.pk).current_workflow_state is None:
            told = f"« {title} » est approuvée et publiée."
            if self.page.url:
                buttons.append(self.get_view_live_message_button())
        else:
            told = f"« {title} » est approuvée : elle passe à l’étape suivante de la relecture."
        if self.workflow_action == "approve":
            told += _left_open(self.page)
        messages.success(self.request, told, buttons=[*buttons, self.get_edit_message_button()])

    def redirect_away(self) -> HttpResponse:
        """After a review, to the home of the desk, where the next one waits."""
        if self.action_name == "perform_workflow_action" and not self.next_url:
            return redirect("wagtailadmin_home")
        return super().redirect_away()

    def send_commenting_notifications(self, changes: dict[str, Any]) -> None:
        """Wagtail would send mail in the request; whoever listens writes it in the outbox."""
        commented.send(type(self.page), page=self.page, user=self.request.user, changes=changes)

    @cached_property
    def action_name_and_method(self) -> tuple[str, Any]:
        """An hour that is given in the window of the schedule is kept for good, in one step."""
        if self._is_scheduling:
            return ("publish", self.publish_action)
        return cast(tuple[str, Any], super().action_name_and_method)

    @cached_property
    def _is_scheduling(self) -> bool:
        """The hour may be that of the draft, which kept it while it was typed, but for one that is
        past: of a page that was put online by the hour, and of which the end alone is given."""
        if not self.page_perms.can_publish() or not self.request.POST.get("go_live_at"):
            return False
        held = self.page.go_live_at
        is_new = "go_live_at" in self.form.changed_data or (held and held > timezone.now())
        return "action-schedule" in self.request.POST and bool(is_new)

    def form_valid(self, form: Any) -> HttpResponse:
        hour = form.cleaned_data.get("go_live_at")
        if self._is_scheduling and hour <= timezone.now():
            form.add_error(
                "go_live_at",
                f"Cette heure est passée ({said(hour)}) : donnez-en une à venir, ou publiez.",
            )
            return self.form_invalid(form)
        return super().form_valid(form)

    def save_action(self) -> HttpResponse:
        response = super().save_action()
        is_asked = "action-schedule" in self.request.POST and self.page_perms.can_publish()
        if is_asked and self.page.live and not self.has_unsaved_changes:
            self._keep_end()
        return response

    def _keep_end(self) -> None:
        """The hour at which a page that is online is withdrawn holds from now on, whatever else its
        draft changes: nothing of that is published."""
        hour = self.form.cleaned_data.get("expire_at")
        online = self.page.specific_class.objects.get(pk=self.page.pk)
        if online.expire_at == hour:
            return
        Page.objects.filter(pk=online.pk).update(expire_at=hour)
        online.expire_at = hour
        draft = online.get_latest_revision_as_object()
        if not changes_between(draft, online, draft, self.request):
            Page.objects.filter(pk=online.pk).update(has_unpublished_changes=False)
        if hour is None:
            messages.info(self.request, "Elle ne sera plus retirée.")
        else:
            told = f"Elle sera retirée le {said(hour)}, sans rien faire d’autre."
            messages.info(self.request, told)

    def publish_action(self) -> HttpResponse:
        hour = self.form.cleaned_data.get("go_live_at")
        response = super().publish_action()
        if hour and hour > timezone.now():
            messages.info(self.request, f"Elle paraîtra le {said(hour)}, sans rien faire d’autre.")
        if isinstance(self.page, FichePage):
            for advice in self.page.advice():
                messages.warning(self.request, advice.message)
        return response

    def form_invalid(self, form: Any) -> HttpResponse:
        if self.is_cancelling_workflow or self.locked_for_user:
            return super().form_invalid(form)
        if self.expects_json_response:
            return self._not_kept(form)
        self.errors_debug = None
        self.has_unsaved_changes = True
        return self.render_to_response(self.get_context_data())


class RevertView(_Written, RevisionsRevertView):
    """The form that shows an older version, to take it back."""

    @property
    def heading(self) -> str:
        return str(self.page.get_admin_display_title())

    def _add_warning_message(self) -> None:
        history = messages.button(
            reverse("wagtailadmin_pages:history", args=[self.page.pk]), "Historique"
        )
        messages.warning(self.request, self.get_warning_message(), buttons=[history])

    def get_warning_message(self) -> str:
        revision = self.previous_revision
        by = f", par {said(revision.user)}" if revision.user else ""
        told = f"Vous regardez la version du {said(revision.created_at)}{by}."
        if not self.locked_for_user:
            what = "Rien n’est changé tant que vous ne l’avez pas reprise, avec les boutons du bas."
        elif not isinstance(self.lock, ScheduledForPublishLock):
            what = "Elle ne peut pas être reprise tant que la page est verrouillée ou en relecture."
        elif self.page_perms.can_unschedule():
            what = (
                "La page attend l’heure de sa publication : pour reprendre cette version, choisissez "
                "d’abord « Annuler la publication programmée », ci-dessous."
            )
        else:
            what = (
                "Elle ne peut pas être reprise tant que la page attend l’heure de sa publication : "
                "une éditrice ou un éditeur peut l’annuler."
            )
        return f"{told} {what}"
