"""The form that shows an older version of a page, to take it back."""

from __future__ import annotations

from typing import Any

from wagtail.admin.views.pages.revisions import RevisionsRevertView

from contracts.admin.versions.values import said
from contracts.admin.writing.views import publish_button


class RevertView(RevisionsRevertView):
    def get_warning_message(self) -> str:
        revision = self.previous_revision
        by = f", par {said(revision.user)}" if revision.user else ""
        return (
            f"Vous regardez la version du {said(revision.created_at)}{by}. Rien n’est changé tant que "
            "vous ne l’avez pas reprise, avec les boutons du bas."
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["publish_button"] = publish_button(context["action_menu"])
        return context
