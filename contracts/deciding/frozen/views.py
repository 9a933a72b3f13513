"""Freezing a dossier, and what its key opens. As for every public form, no cookie says who asks:
nothing ambient authorises."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contracts.deciding.composing.context import DossierContext
from contracts.deciding.composing.edits import DossierEdits
from contracts.deciding.composing.views import page_of
from contracts.deciding.dossier.address import DossierAddress
from contracts.deciding.dossier.selection import find
from contracts.deciding.frozen import freezing
from contracts.deciding.frozen.context import FrozenContext
from contracts.deciding.frozen.forms import FreezeForm
from contracts.deciding.frozen.links import erase_token, may_erase
from contracts.deciding.frozen.models import MONTHS_KEPT, FrozenDossier
from contracts.deciding.making.views import answer
from contracts.deciding.synthesis.papers import PAPERS
from contracts.public_forms import throttle
from contracts.public_forms.answers import kept_secret, see

_TOO_MANY = (
    f"Plus de {freezing.MOST_A_DAY} dossiers ont été figés aujourd’hui depuis votre réseau, et le site "
    "s’arrête là par prudence. Ce que vous avez écrit est gardé sur cette page, mais n’est pas "
    "enregistré : figez-le demain."
)
_EMPTY = "Aucune des fiches de ce dossier n’est en ligne : il n’y a rien à figer."


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def freeze(request: HttpRequest) -> HttpResponse:
    """From the page of the dossier, what will be kept is told first; from there it is."""
    if request.method != "POST":
        return redirect("dossier")
    request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
    if "stamp" in request.POST:
        return kept_secret(_frozen(request))
    edits = DossierEdits.from_querydict(request.POST)
    if edits.faults or not edits.choice:
        view = DossierContext(edits.address, request, edits)
        return kept_secret(page_of(request, view, status=422))
    return kept_secret(_asked(request, FreezeForm(choice=edits.choice)))


def _frozen(request: HttpRequest) -> HttpResponse:
    form = FreezeForm(request.POST)
    status = 422
    if form.is_valid() and form.number is not None:
        if not find(form.choice).by_pk:
            form.add_error(None, _EMPTY)
        elif throttle.allows(request, form.FORM, freezing.MOST_A_DAY):
            row = freezing.freeze(form.choice, form.number)
            return see(reverse("frozen_addresses", args=[row.spelt, erase_token(row)]))
        else:
            form.add_error(None, _TOO_MANY)
            status = 429
    return _asked(request, form, status=status)


def _asked(request: HttpRequest, form: FreezeForm, *, status: int = 200) -> HttpResponse:
    address = DossierAddress(form.choice)
    context = {
        "form": form,
        "title": form.choice.title,
        "count": len(find(form.choice).by_pk),
        "has_notes": form.choice.has_notes,
        "back": address.url if address.is_within_limit else "",
        "months_kept": MONTHS_KEPT,
    }
    return _page(request, "freeze_dossier", context, status=status)


def _opened(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A view of the dossier that a key opens; whatever opens nothing gets one page."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def opened(request: HttpRequest, key: str, **options: str) -> HttpResponse:
        dossier = freezing.opened(key)
        if dossier is None:
            return kept_secret(_page(request, "frozen_gone", {}, status=404))
        return kept_secret(view(request, dossier, **options))

    return opened


@_opened
def frozen(request: HttpRequest, dossier: FrozenDossier) -> HttpResponse:
    return _page(request, "frozen_dossier", {"view": FrozenContext(dossier, request)})


@_opened
def addresses(request: HttpRequest, dossier: FrozenDossier, token: str) -> HttpResponse:
    """What follows the freezing: the address to give, and the one to keep."""
    if not may_erase(dossier, token):
        return _page(request, "frozen_gone", {}, status=404)
    return _page(request, "frozen_addresses", {"view": FrozenContext(dossier, request)})


@_opened
def erase(request: HttpRequest, dossier: FrozenDossier, token: str = "") -> HttpResponse:
    if not may_erase(dossier, token):
        context = {"read_at": reverse("frozen_dossier", args=[dossier.spelt])}
        return _page(request, "frozen_gone", context, status=404)
    if request.method == "POST":
        freezing.erase(dossier)
        return see(reverse("dossier_erased"))
    back = reverse("frozen_dossier", args=[dossier.spelt])
    return _page(request, "erase_dossier", {"dossier": dossier, "back": back})


@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    return kept_secret(_page(request, "dossier_erased", {}))


@_opened
def paper_of(request: HttpRequest, dossier: FrozenDossier, name: str) -> HttpResponse:
    if name not in PAPERS:
        raise Http404
    return answer(request, FrozenContext(dossier, request).order(name), dossier.key)


def _page(
    request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    return TemplateResponse(request, f"contracts/{name}.html", context, status=status)
