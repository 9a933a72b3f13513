"""The address of a dossier, read and changed. As for every public form, no cookie says who asks:
nothing ambient authorises, and a change is another address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from contracts.deciding.composing.context import DossierContext
from contracts.deciding.composing.edits import DossierEdits
from contracts.deciding.dossier.address import DossierAddress
from contracts.deciding.making.order import PaperOrder
from contracts.deciding.making.views import answer
from contracts.public_forms.answers import see, unshared


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def dossier(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        return unshared(_changed(request))
    view = DossierContext(DossierAddress.from_querydict(request.GET), request)
    return page_of(request, view)


@require_safe
def paper_of(request: HttpRequest, name: str) -> HttpResponse:
    """A document made of the dossier; without any fiche, the page says what to do."""
    address = DossierAddress.from_querydict(request.GET)
    choice = address.choice.cut()
    if not choice:
        return redirect(address.url)
    own = request.build_absolute_uri(DossierAddress(choice).url)
    order = PaperOrder(name, choice, timezone.localdate(), own)
    return answer(request, order)


def page_of(request: HttpRequest, view: DossierContext, *, status: int = 200) -> HttpResponse:
    context = {"view": view, "head": view.head}
    response = TemplateResponse(request, "contracts/dossier.html", context, status=status)
    # What anybody may have written in an address is shown there.
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _changed(request: HttpRequest) -> HttpResponse:
    """At the address of what was typed; here, when something is to be mended or when no address can
    hold it."""
    request.encoding = "utf-8"  # whatever the sender says: other ones hide half characters
    edits = DossierEdits.from_querydict(request.POST)
    if not edits.faults and edits.address.is_within_limit:
        return see(edits.url)
    view = DossierContext(edits.address, request, edits)
    return page_of(request, view, status=422)
