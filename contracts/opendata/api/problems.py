"""What goes wrong in an answer to a program: a problem (RFC 9457), in French and in English."""

from __future__ import annotations

import json
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.encoding import escape_uri_path
from django.utils.translation.trans_real import parse_accept_lang_header

PROBLEM_JSON = "application/problem+json"
FRENCH, ENGLISH = "fr", "en"


@dataclass(frozen=True)
class Bilingual:
    """The same words in French and in English."""

    french: str
    english: str

    def in_language(self, language: str) -> str:
        return self.english if language == ENGLISH else self.french


@dataclass(frozen=True)
class Problem:
    """A kind of problem. `code` is the end of the address at which it is explained, `cure` what is
    to be done about it."""

    code: str
    status: int
    title: Bilingual
    cure: Bilingual


class ProblemError(Exception):
    """A problem met while an answer is made; `detail` says what about this very request."""

    def __init__(self, problem: Problem, detail: Bilingual) -> None:
        self.problem = problem
        self.detail = detail
        super().__init__(detail.english)


UNKNOWN_PARAMETER = Problem(
    "parametre-inconnu",
    422,
    Bilingual("Paramètre inconnu", "Unknown parameter"),
    Bilingual(
        "Ôtez ce paramètre, ou prenez l’un de ceux que l’adresse connaît.",
        "Remove this parameter, or use one that this address knows.",
    ),
)
BAD_VALUE = Problem(
    "valeur-refusee",
    422,
    Bilingual("Valeur refusée", "Value refused"),
    Bilingual(
        "Donnez une valeur que « detail » permet ; la documentation explique chaque paramètre.",
        "Give a value that “detail” allows; the documentation explains each parameter.",
    ),
)
BAD_CURSOR = Problem(
    "curseur-refuse",
    422,
    Bilingual("Curseur refusé", "Cursor refused"),
    Bilingual(
        "Suivez l’adresse « suivant » telle qu’elle est donnée, ou reprenez la liste sans « cursor ».",
        "Follow the address “suivant” as it is given, or start the list again without “cursor”.",
    ),
)
NOT_FOUND = Problem(
    "introuvable",
    404,
    Bilingual("Introuvable", "Not found"),
    Bilingual(
        "Vérifiez l’adresse, sans barre finale ; ce qui a été retiré est dit par « modifications ».",
        "Check the address, without a final slash; “modifications” tells what was withdrawn.",
    ),
)
NOT_ALLOWED = Problem(
    "lecture-seule",
    405,
    Bilingual("Lecture seule", "Read only"),
    Bilingual("Demandez par GET, HEAD ou OPTIONS.", "Ask with GET, HEAD or OPTIONS."),
)
TOO_LONG = Problem(
    "adresse-trop-longue",
    414,
    Bilingual("Adresse trop longue", "Address too long"),
    Bilingual("Donnez moins de filtres à la fois.", "Give fewer filters at once."),
)
UNAVAILABLE = Problem(
    "indisponible",
    503,
    Bilingual("Momentanément indisponible", "Unavailable for now"),
    Bilingual("Réessayez dans quelques minutes.", "Try again in a few minutes."),
)
REFUSED = Problem(
    "demande-refusee",
    400,
    Bilingual("Demande refusée", "Request refused"),
    Bilingual("Vérifiez la demande.", "Check the request."),
)
FAILED = Problem(
    "panne",
    500,
    Bilingual("Panne du site", "Failure of the site"),
    Bilingual("Réessayez ; si cela dure, écrivez-nous.", "Try again; if it lasts, write to us."),
)
ALL = (
    UNKNOWN_PARAMETER,
    BAD_VALUE,
    BAD_CURSOR,
    NOT_FOUND,
    NOT_ALLOWED,
    TOO_LONG,
    UNAVAILABLE,
    REFUSED,
    FAILED,
)


def of_status(status: int) -> Problem:
    """The problem of an answer that another part of the site has refused."""
    known = {one.status: one for one in (NOT_FOUND, NOT_ALLOWED, TOO_LONG, UNAVAILABLE, REFUSED)}
    return known.get(status, REFUSED if status < 500 else FAILED)


def problem_response(
    request: HttpRequest,
    problem: Problem,
    detail: Bilingual | None = None,
    *,
    explained_at: str,
    status: int = 0,
) -> HttpResponse:
    """The problem in the language that the request prefers, with both beside. `explained_at` is the
    path of the page that explains problems; `detail` is the cure when it is not given."""
    detail = detail or problem.cure
    language = _language(request)
    told = {
        "type": f"{explained_at}#{problem.code}",
        "title": problem.title.in_language(language),
        "status": status or problem.status,
        "detail": detail.in_language(language),
        "instance": escape_uri_path(request.path),
        **{
            one: {
                "title": problem.title.in_language(one),
                "detail": detail.in_language(one),
                "cure": problem.cure.in_language(one),
            }
            for one in (FRENCH, ENGLISH)
        },
    }
    response = HttpResponse(
        json.dumps(told, ensure_ascii=False),
        status=told["status"],
        content_type=PROBLEM_JSON,
        headers={"Content-Language": language, "X-Robots-Tag": "noindex"},
    )
    patch_vary_headers(response, ["Accept-Language"])
    return response


def _language(request: HttpRequest) -> str:
    """The one that is preferred of the two; French when neither is asked for."""
    try:
        asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    except ValueError:
        return FRENCH  # longer than any list of languages
    for wanted, _quality in asked:
        language = wanted.partition("-")[0]
        if language in {FRENCH, ENGLISH}:
            return language
    return FRENCH
