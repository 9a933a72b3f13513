"""How a paper is answered: at once, or by a page that tells how far it is. Nothing of it is kept by
anybody else: it holds what a reader wrote."""

from __future__ import annotations

import logging

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from contracts.deciding.dossier.selection import find
from contracts.deciding.making.models import MadePaper, PaperState
from contracts.deciding.making.order import PaperOrder
from contracts.deciding.making.tasks import make_paper
from contracts.deciding.making.workshop import KEPT, is_to_be_asked, ordered
from contracts.deciding.synthesis.papers import PAPERS, paper
from contracts.papers.typesetting import PaperFailed
from contracts.public_forms import throttle
from contracts.public_forms.answers import kept_secret, see

MOST_AT_ONCE = 10  # fiches of a paper that is made while its reader waits
MOST_A_DAY = 200
MOST_LONG_A_DAY = 30
_TOO_MANY = (
    "Trop de documents ont été demandés aujourd’hui depuis votre réseau, et le site s’arrête là par "
    "prudence. Votre dossier n’est pas perdu : son adresse le rouvre. Revenez demain, ou imprimez la "
    "page du dossier."
)
_FAILED = (
    "Ce document n’a pas pu être fait. Votre dossier n’est pas perdu : son adresse le rouvre, et sa "
    "page s’imprime."
)
_NONE = "Aucune des fiches de ce dossier n’est en ligne : il n’y a rien à mettre dans un document."

logger = logging.getLogger(__name__)


def answer(request: HttpRequest, order: PaperOrder, owner: str = "") -> HttpResponse:
    """The paper that is ordered. `owner` is the key of the frozen dossier that it is of."""
    return kept_secret(_answer(request, order, owner))


@require_safe
def progress(request: HttpRequest, key: str) -> HttpResponse:
    """How far a long paper is, then the way to it."""
    row = _row(key)
    if row is None:
        raise Http404
    if is_to_be_asked(row):
        make_paper.enqueue(row.pk)
        row.refresh_from_db(fields=["state", "done", "total", "attempts"])
    kind = PAPERS.get(row.order["name"])
    context = {
        "row": row,
        "label": kind.label if kind else "Document",
        "waits": row.state == PaperState.WAITING,
        "failed": _FAILED if row.state == PaperState.FAILED else "",
        "back": row.order["address"],
        "hours_kept": int(KEPT.total_seconds() // 3600),
        "file_url": reverse("dossier_file", args=[row.key]),
    }
    return kept_secret(TemplateResponse(request, "contracts/dossier_paper.html", context))


@require_safe
def file(request: HttpRequest, key: str) -> HttpResponse:
    found = MadePaper.objects.filter(expires_at__gt=timezone.now(), state=PaperState.DONE)
    row = get_object_or_404(found, key=key)
    return kept_secret(_file(row.order["name"], bytes(row.content or b""), row.file_name))


def _answer(request: HttpRequest, order: PaperOrder, owner: str) -> HttpResponse:
    found = find(order.choice)
    if not found.by_pk:
        return _refused(request, order, _NONE, 404)
    if len(found.by_pk) > MOST_AT_ONCE:
        row, is_new = ordered(order, found, owner)
        if is_new and not throttle.allows(request, "long-document", MOST_LONG_A_DAY):
            row.delete()
            return _refused(request, order, _TOO_MANY, 429)
        if is_to_be_asked(row):
            make_paper.enqueue(row.pk)
        return see(reverse("dossier_progress", args=[row.key]))
    if not throttle.allows(request, "document", MOST_A_DAY):
        return _refused(request, order, _TOO_MANY, 429)
    dossier = order.dossier(found)
    if not dossier.entries:
        return _refused(request, order, _NONE, 404)
    try:
        content = paper(order.name, dossier)
    except PaperFailed:
        logger.exception("No paper %s of a dossier", order.name)
        return _refused(request, order, _FAILED, 503)
    return _file(order.name, content, PAPERS[order.name].file_name(dossier))


def _refused(request: HttpRequest, order: PaperOrder, why: str, status: int) -> HttpResponse:
    context = {"label": PAPERS[order.name].label, "failed": why, "back": order.address}
    return TemplateResponse(request, "contracts/dossier_paper.html", context, status=status)


def _file(name: str, content: bytes, file_name: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=PAPERS[name].media_type,
        headers={"Content-Disposition": content_disposition_header(True, file_name)},
    )


def _row(key: str) -> MadePaper | None:
    found = MadePaper.objects.filter(key=key, expires_at__gt=timezone.now())
    return found.defer("content").first()
