"""How a paper that anybody may read is answered: kept, and told unchanged to who has it already."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from contracts.papers.typesetting import PaperFailed

_FAILED = "Ce document n’a pas pu être fait. La page, elle, se lit et s’imprime à son adresse."
_TOO_MANY = (
    "Trop de documents ont été demandés aujourd’hui depuis votre réseau, et le site s’arrête là par "
    "prudence. La page se lit et s’imprime à son adresse : revenez demain pour le document."
)

logger = logging.getLogger(__name__)


class PublicPaper(Protocol):
    """`digest` is the same for the same file, another one as soon as anything in it changes;
    `address` is that of the page which shows the same. `pdf` raises PaperFailed."""

    @property
    def digest(self) -> str: ...

    @property
    def address(self) -> str: ...

    @property
    def file_name(self) -> str: ...

    def pdf(self) -> bytes: ...


def answer(
    request: HttpRequest, paper: PublicPaper, may_make: Callable[[], bool] = lambda: True
) -> HttpResponse:
    """`may_make` is asked before a paper that is not kept is made."""
    etag = f'"{paper.digest}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return unchanged
    kept = caches["papers"]
    content = kept.get(paper.digest)
    if content is None:
        if not may_make():
            return _told(_TOO_MANY, 429)
        try:
            content = paper.pdf()
        except PaperFailed:
            logger.exception("No paper of %s", paper.address)
            return _told(_FAILED, 503)
        kept.set(paper.digest, content)
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "ETag": etag,
            "Content-Disposition": content_disposition_header(False, paper.file_name),
            # Engines are to show the page.
            "Link": f'<{paper.address}>; rel="canonical"',
        },
    )


def _told(why: str, status: int) -> HttpResponse:
    return HttpResponse(why, status=status, content_type="text/plain; charset=utf-8")
