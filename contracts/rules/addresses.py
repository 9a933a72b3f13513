"""Addresses that a public body does not print: the original's comes first, a copy's never from
hands that nobody knows. A row of the lists is enough to refuse one more."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, urlsplit

_ORIGINAL = "Donnez l’adresse du document d’origine, ou videz l’adresse et dites dans « référence » comment le retrouver."

# A host stands for those beneath it too. One that ends with a dot has any ending: « scribd. » is
# scribd.com and fr.scribd.com.
REFUSED_HOSTS: dict[str, tuple[str, ...]] = {
    "passe par un service qui cache l’adresse d’origine": (
        "12ft.io",
        "anon.to",
        "croxyproxy.com",
        "hidemyass.com",
        "kproxy.com",
        "meilu.jpshuntong.com",
        "proxysite.com",
        "translate.goog",
        "webcache.googleusercontent.com",
    ),
    "est raccourcie : on ne sait pas où elle mène": (
        "bit.ly",
        "buff.ly",
        "cutt.ly",
        "goo.gl",
        "is.gd",
        "lnkd.in",
        "ow.ly",
        "rebrand.ly",
        "shorturl.at",
        "t.co",
        "tiny.cc",
        "tinyurl.com",
        "urlz.fr",
    ),
    "mène au miroir d’un autre site, tenu on ne sait par qui": (
        "archive.is",
        "archive.ph",
        "archive.today",
        "cosavostra.com",
        "europesays.com",
        "inexine.net",
        "owiki.org",
        "tufenicsite.pages.dev",
        "smi24.net",
        "wiki.livda.fr",
        "wikizero.",
    ),
    "mène à un site qui recopie les documents des autres": (
        "123dok.",
        "docplayer.",
        "docslib.org",
        "doczz.",
        "documents.pub",
        "dokumen.",
        "fdocuments.",
        "karnovgroup.se",
        "lawinsider.com",
        "manualzilla.com",
        "paperzz.com",
        "pdfslide.",
        "readkong.com",
        "scribd.",
        "slideplayer.",
        "studylib.",
        "studylibfr.com",
        "vdocument.",
        "vdocuments.",
        "yumpu.com",
    ),
}
# What the rest of an address has when it leads through another site.
REFUSED_PATHS: dict[str, tuple[str, ...]] = {
    "passe par un service qui cache l’adresse d’origine": (
        r"/prokzi/",
        r"/cgi-bin/nph-",
        r"[?&]\w+=aHR0c",  # « http » in base64
    ),
}
STRAY_DOT = "Un point de trop suit le nom du site (« {host} ») : retirez-le de l’adresse."


def refusal(address: str) -> str:
    """Why an address is not printed and what to do instead; nothing when it may be."""
    try:
        split = urlsplit(address.strip())
        host = split.hostname or ""
    except ValueError:
        return ""  # no address at all: its field says so
    if host.endswith("."):
        return STRAY_DOT.format(host=host)
    reason = _reason(host, split)
    return f"Cette adresse ({host}) {reason}. {_ORIGINAL}" if reason else ""


def _reason(host: str, split: SplitResult) -> str:
    rest = f"{split.path}?{split.query}"
    for reason, patterns in REFUSED_PATHS.items():
        if any(re.search(pattern, rest) for pattern in patterns):
            return reason
    for reason, hosts in REFUSED_HOSTS.items():
        if any(_is_of(host, refused) for refused in hosts):
            return reason
    return ""


def _is_of(host: str, refused: str) -> bool:
    if refused.endswith("."):
        return host.rpartition(".")[0].rpartition(".")[2] == refused.rstrip(".")
    return host == refused or host.endswith(f".{refused}")
