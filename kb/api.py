"""The API for programs: its object, its errors as problem+json, and who may call it from where."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema

from contracts.opendata.api import problems, schemas
from contracts.opendata.api.operations import DOCUMENTATION, router
from contracts.opendata.api.problems import PROBLEM_JSON, Bilingual, Problem, ProblemError
from contracts.opendata.api.resources import resources
from contracts.opendata.api.rows import NAMESPACE

PATH = "/api/v1/"
_ALLOWED = "GET, HEAD, OPTIONS"


class PublishedApi(NinjaAPI):
    """What is asked by GET is answered to HEAD: the document tells it once."""

    def get_openapi_schema(self, **asked: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**asked)
        for methods in schema["paths"].values():
            methods.pop("head", None)
        schema["components"]["schemas"] |= {
            schemas.PROBLEM_NAME: schemas.PROBLEM,
            **{schemas.row_name(one): schemas.row(one) for one in resources()},
        }
        return schema


def _problem(
    request: HttpRequest, problem: Problem, detail: Bilingual | None = None, status: int = 0
) -> HttpResponse:
    explained_at = reverse(DOCUMENTATION)  # the host may be what is refused
    return problems.problem_response(
        request, problem, detail, explained_at=explained_at, status=status
    )


def _problem_met(request: HttpRequest, error: ProblemError) -> HttpResponse:
    return _problem(request, error.problem, error.detail)


def _nothing_there(request: HttpRequest, _error: Exception) -> HttpResponse:
    """The end of an address that nothing may have is nowhere."""
    return _problem(request, problems.NOT_FOUND)


def _made() -> NinjaAPI:
    made = PublishedApi(
        title="Réciprocités",
        version="1",
        description="Les données ouvertes de Réciprocités, en lecture seule.",
        urls_namespace=NAMESPACE,
        docs_url=None,
    )
    made.add_router("", router())
    made.exception_handler(ProblemError)(_problem_met)
    made.exception_handler(Http404)(_nothing_there)
    made.exception_handler(ValidationError)(_nothing_there)
    return made


api = _made()


@csrf_exempt
def nowhere(request: HttpRequest, **_path: str) -> HttpResponse:
    """What stands nowhere below the API is no page of the site either."""
    return _problem(request, problems.NOT_FOUND)


class ApiMiddleware:
    """Let any site read the API, and have its errors be problems, whichever part of the site has
    refused the request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith(PATH):
            return self.get_response(request)
        response: HttpResponseBase
        if request.method == "OPTIONS":
            response = HttpResponse(status=204, headers={"Allow": _ALLOWED})
        else:
            response = _as_problem(request, self.get_response(request))
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Allow-Methods"] = _ALLOWED
        response["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
        response["Access-Control-Expose-Headers"] = "ETag, Link, Content-Language"
        response["Access-Control-Max-Age"] = "86400"
        # Programs of other sites show it: the policy of the site itself is stricter.
        response["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response


def _as_problem(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    status = response.status_code
    if status < 400 or response.get("Content-Type", "").startswith(PROBLEM_JSON):
        return response
    told = _problem(request, problems.of_status(status), status=status)
    if status == 405:
        told["Allow"] = _ALLOWED
    patch_vary_headers(told, ["Cookie"])
    return told
