"""A source that the base has already, told by its address while another is being created. The
address is compared to those of the base, never asked."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path

from contracts.admin.known_addresses import source_at


def known_source(request: HttpRequest) -> HttpResponse:
    """What to tell below the field; nothing of an address that is new."""
    source = source_at(request.POST.get("url", "")[:800])
    if source is None:
        return HttpResponse()
    return render(request, "contracts/admin/writing/known_source.html", {"source": source})


def urls() -> list[Any]:
    """Hook `register_admin_urls`."""
    return [path("ecrire/source/", known_source, name="known_source")]
