"""/sante/: is the site well, database and index told apart, for the proxy and for people."""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from wagtail.models import Site

from search.engines.elastic import check
from search.index import outbox
from search.index.integrity import index_health

logger = logging.getLogger(__name__)


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when both are well, else 503; each says what is wrong with it. Elasticsearch is told when
    it is configured, and is no reason for a 503: the database searches in its place."""
    base = _database()
    states = {
        "base": base,
        "index": _index() if base == "ok" else "inconnu sans la base de données",
    }
    is_well = all(state == "ok" for state in states.values())
    if is_well and outbox.is_on():
        states["elasticsearch"] = str(check.state())
    return JsonResponse(states, status=200 if is_well else 503)


def _database() -> str:
    """A row of our own is read: a database that answers but is empty is no database of ours."""
    try:
        return "ok" if Site.objects.exists() else "la base de données est vide"
    except DatabaseError:
        logger.exception("the database does not answer")
        return "la base de données ne répond pas"


def _index() -> str:
    index = index_health()
    if not index.readable:
        return "l’index ne répond pas"
    if not index.analysis_current:
        return "l’index date d’une autre version : lancez rebuild_search"
    return "ok"
