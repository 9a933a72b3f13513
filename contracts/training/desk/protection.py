"""What must not be lost with a page: a session that has registrations is not deleted.

The database protects them too; these hooks of the admin say so before, in words.
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


def before_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> HttpResponse | None:
    """Hook of the same name."""
    pages = [one for one in objects if isinstance(one, Page)]
    if action_type == "delete":
        return _refuse_deletion(request, pages)
    if action_type == "unpublish" and request.method != "POST":
        _warn(request, pages)
    return None


def before_unpublish_page(request: HttpRequest, page: Page) -> None:
    """Hook of the same name. Unpublishing is allowed: it hides the page and can be undone, while
    seats and links in mails stay as they are. Whoever does it is told that nobody will be."""
    if request.method != "POST":
        _warn(request, [page])


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


def _warn(request: HttpRequest, pages: Iterable[Page]) -> None:
    for page in pages:
        many = _below(page).live().count()
        if many:
            people = (
                f"{many} personnes y sont inscrites" if many > 1 else "1 personne y est inscrite"
            )
            messages.warning(
                request,
                f"« {page.title} » : {people}. Dépublier ne les prévient pas et n’annule rien ; "
                "pour cela, annulez la session à son bureau.",
            )


def _below(page: Page) -> Any:
    """The registrations to the sessions of this branch of the tree."""
    return Registration.objects.filter(session__path__startswith=page.path)
