"""The public form, and what its signed link opens: the draft to go on with, then the answer.

As for registrations, no cookie says who asks: without anything ambient that authorises, there is
nothing for Django's CSRF token to protect.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contracts.editing.proposing import links
from contracts.editing.proposing.forms import ProposalForm
from contracts.editing.proposing.models import DRAFT_KEPT, MONTHS_KEPT, Proposal
from contracts.editing.proposing.receiving import MOST_A_DAY, keep_draft, keep_file, receive
from contracts.models import CaseStudyPage
from contracts.pages.parts.listings import listings_of
from contracts.public_forms import throttle
from contracts.public_forms.answers import kept_secret, see, unshared

_TOO_MANY = (
    f"Plus de {MOST_A_DAY} propositions sont parties aujourd’hui de votre réseau, et le site s’arrête "
    "là par prudence. Ce que vous avez écrit est gardé sur cette page, mais n’est pas enregistré : "
    "envoyez-le demain."
)
_FILES = "fichier-proposition"


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    return unshared(_form(request, None))


def _opened(view: Callable[[HttpRequest, Proposal], HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the proposal that a token names; whatever opens nothing gets one page."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponse:
        proposal = links.read(token)
        if proposal is None:
            return kept_secret(_page(request, "unknown_link", {}, status=404))
        return kept_secret(view(request, proposal))

    return opened


@_opened
def own(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    if proposal.is_draft:
        return _form(request, proposal)
    if request.method == "POST":  # sent already, from another window
        return see(links.own_address(proposal))
    return _page(request, "followed", {"proposal": proposal, "months_kept": MONTHS_KEPT})


@_opened
def erase(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    if request.method == "POST":
        proposal.delete()
        return see(reverse("proposal_erased"))
    return _page(request, "erase", {"proposal": proposal, "back": links.own_address(proposal)})


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """Where an erasure ends: it names nobody."""
    return kept_secret(_page(request, "erased", {}))


def _form(request: HttpRequest, proposal: Proposal | None) -> HttpResponse:
    status = 200
    form = ProposalForm(proposal=proposal)
    if request.method == "POST":
        request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
        form = ProposalForm(request.POST, request.FILES, proposal)
        status = _status(request, form)
        if status == 303:
            return see(links.own_address(_taken(form)))
        _remember_file(request, form)
    context = {
        "form": form,
        "proposal": proposal,
        "days_kept": DRAFT_KEPT.days,
        "months_kept": MONTHS_KEPT,
        "trail": (listings_of(request).step(CaseStudyPage),),
    }
    return _page(request, "form", context, status=status)


def _status(request: HttpRequest, form: ProposalForm) -> int:
    """Of the answer: 303 when what was typed is to be taken."""
    if not form.is_valid():
        return 422
    if not throttle.allows(request, form.FORM, MOST_A_DAY):
        form.add_error(None, _TOO_MANY)
        return 429
    return 303


def _taken(form: ProposalForm) -> Proposal:
    sent = form.cleaned_data["attachment"]
    file = keep_file(sent) if sent else form.file
    take = keep_draft if form.keeps else receive
    return take(form.values(), form.number_drawn(), file, form.proposal)


def _remember_file(request: HttpRequest, form: ProposalForm) -> None:
    """No browser gives a file again with a form that comes back: it waits here."""
    sent = form.cleaned_data.get("attachment")
    if sent and throttle.allows(request, _FILES, MOST_A_DAY):
        form.keep_file(keep_file(sent))


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, f"proposing/{name}.html", context, status=status)
