"""The documents of a dossier and the PDF of a comparison, of the real content: seconds, and the memory
of their process."""

from __future__ import annotations

from time import perf_counter
from typing import Any

from django.db.models import Count
from django.test import RequestFactory
from django.utils import timezone

from contracts.catalogue.load import load_catalogue
from contracts.deciding.comparison.context import ComparisonContext
from contracts.deciding.comparison.paper import ComparisonPaper
from contracts.deciding.dossier.values import Dossier, DossierEntry
from contracts.deciding.synthesis.papers import paper
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.pages.forms import ComparisonForm
from contracts.pages.versions.version import current_version
from home.site import create_tree

SIZES = (10, 100)  # fiches
FORMATS = ("pdf", "docx")
COMPARED = (2, 4)  # contracts


def papers(_size: int) -> dict[str, Any]:
    """Each document once, after a short one: what is read once and kept is not counted."""
    if not ContractPage.objects.live().exists():
        load_catalogue(create_tree())
    measured = {}
    for ending in FORMATS:
        _make(1, ending)
        for fiches in SIZES:
            started = perf_counter()
            content = _make(fiches, ending)
            seconds = perf_counter() - started
            measured[f"{ending}, {fiches} fiches"] = {
                "seconds": seconds,
                "kilobytes": len(content) / 1000,
            }
    for columns in COMPARED:
        _compare(columns)
        started = perf_counter()
        content = _compare(columns)
        measured[f"comparison, {columns} contracts"] = {
            "seconds": perf_counter() - started,
            "kilobytes": len(content) / 1000,
        }
    return {"papers": measured}


def _compare(columns: int) -> bytes:
    """The PDF of a comparison of the contracts of which most is told."""
    slugs = ContractPage.objects.live().annotate(told=Count("statements")).order_by("-told", "slug")
    form = ComparisonForm(tuple(slugs.values_list("slug", flat=True)[:columns]))
    return ComparisonPaper(ComparisonContext(form, RequestFactory().get(form.url))).pdf()


def _make(fiches: int, ending: str) -> bytes:
    """The pages are asked anew: a dossier comes with rows that nobody has read."""
    kinds = (ContractPage, CaseStudyPage, ToolPage)
    pages = [page for kind in kinds for page in kind.shown().live().order_by("slug")][:fiches]
    entries = (
        DossierEntry(page, current_version(page.live_revision_id, page.last_published_at))
        for page in pages
    )
    asked = Dossier(tuple(entries), title="Banc d’essai", consulted=timezone.localdate())
    return paper(f"note-de-synthese.{ending}", asked)
