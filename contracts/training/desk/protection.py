"""What must not be lost with a page: a session that has registrations is not deleted, nor hidden
from those who are registered. The database protects the rows too; these hooks of the admin say so
before, in words.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin import messages
from wagtail.models import Page

from contracts.training.models import Registration


def before_delete_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook of the same name: a session, or what stands above one."""
    return _refuse_deletion(request, [page])


def before_unpublish_page(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Hook of the same name."""
    return _refuse_unpublication(request, [page])


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Hook of the same name."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "delete":
        return _refuse_deletion(request, pages)
    if action_type == "unpublish":
        return _refuse_unpublication(request, pages)
    return None


def _refuse_deletion(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    kept = [page for page in pages if _below(page).exists()]
    for page in kept:
        many = _below(page).count()
        messages.error(
            request,
            f"« {page.title} » ne peut pas être supprimée : {many} "
            f"inscription{'s' if many > 1 else ''} s’y rattache{'nt' if many > 1 else ''}. Annulez "
            "la session à son bureau, ou dépubliez la page.",
        )
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk) if kept else None


def _refuse_unpublication(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """A session that is not over would vanish without a word to those who have a seat or wait.
    Cancelling tells them; a cancelled session or one that is over is unpublished freely."""
    kept = []
    for page in pages:
        sessions = {row.session for row in _below(page).live().select_related("session")}
        if any(not session.is_past() for session in sessions):
            kept.append(page)
            many = _below(page).live().count()
            messages.error(
                request,
                f"« {page.title} » ne peut pas être dépubliée : {many} "
                f"personne{'s' if many > 1 else ''} y {'sont inscrites' if many > 1 else 'est inscrite'}"
                ". Annulez d’abord la session à son bureau : un courriel le leur dira.",
            )
    return redirect("wagtailadmin_explore", kept[0].get_parent().pk) if kept else None


def _below(page: Page) -> Any:
    """The registrations to the sessions of this branch of the tree."""
    return Registration.objects.filter(session__path__startswith=page.path)
