"""The addresses of sources: what a public body may print, in files and in the admin."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from contracts.models import Source
from contracts.pages.parts.citations import NumberedSource
from contracts.rules.addresses import REFUSED_HOSTS, refusal
from contracts.rules.reference import UNNAMED_COPY, address_faults

CURE = (
    " Donnez l’adresse du document d’origine, ou videz l’adresse et dites dans « référence » "
    "comment le retrouver."
)
HIDDEN, SHORT, MIRROR, COPIED = REFUSED_HOSTS


@pytest.mark.parametrize(
    ("address", "host", "reason"),
    [
        ("http://www.samonrye.com/prokzi/index.php?q=aHR0cHM6", "www.samonrye.com", HIDDEN),
        ("https://inconnu.example/b.php?u=aHR0cHM6Ly93d3c", "inconnu.example", HIDDEN),
        ("https://www-senat-fr.translate.goog/rap/", "www-senat-fr.translate.goog", HIDDEN),
        ("https://bit.ly/3abc", "bit.ly", SHORT),
        ("https://smi24.net/smi/lamontagne-fr/1/", "smi24.net", MIRROR),
        ("https://WikiZero.net/wiki/fr/PCAET", "wikizero.net", MIRROR),
        ("https://vdocuments.fr/etude.html", "vdocuments.fr", COPIED),
        ("https://de.scribd.com/document/1", "de.scribd.com", COPIED),
        ("https://lawinsider.com/fr/contracts/1", "lawinsider.com", COPIED),
    ],
)
def test_what_is_not_the_original_is_refused_with_the_reason_and_the_cure(address, host, reason):
    assert refusal(address) == f"Cette adresse ({host}) {reason}.{CURE}"


@pytest.mark.parametrize("host", [host for hosts in REFUSED_HOSTS.values() for host in hosts])
def test_every_host_of_the_list_is_refused_and_those_beneath_it(host):
    host = f"{host}com" if host.endswith(".") else host
    assert refusal(f"https://{host}/x")
    assert refusal(f"http://fr.{host}/x")


def test_a_dot_after_the_host_is_told():
    told = "Un point de trop suit le nom du site (« issuu.com. ») : retirez-le de l’adresse."
    assert refusal("https://issuu.com./adeupa/docs/x") == told


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https://issuu.com/adeupa/docs/x",
        "https://www.senat.fr/rap/r16-588/r16-58819.html",
        "https://exemple.fr/document?q=scribd.com",
        "https://tribune-scribd-exemple.fr/",
        "https://scribd.exemple.collectivite.fr/",
        "https://att.co/lettre",
        "https://[mal",
    ],
)
def test_nothing_is_said_of_other_addresses(address):
    assert refusal(address) == ""


def test_a_copy_names_its_document():
    (fault,) = address_faults(Source(url="https://exemple.fr/", copy=True))
    assert (fault.field, fault.message) == ("copy", UNNAMED_COPY)


@pytest.mark.parametrize("named", [{"publisher": "Sénat"}, {"reference": "cote 3"}])
def test_a_copy_that_names_its_document_is_printed(named):
    assert list(address_faults(Source(url="https://exemple.fr/", copy=True, **named))) == []


@pytest.mark.parametrize(
    ("address", "told"),
    [("https://exemple.fr/copie", "l’adresse mène à une copie hébergée par un tiers"), ("", "")],
)
def test_readers_are_told_of_a_copy_where_an_address_leads_to_it(address, told):
    source = Source(title="Étude", publisher="Sénat", reference="n° 3", url=address, copy=True)
    shown = render_to_string("includes/sources.html", {"cited": [NumberedSource(1, source)]})
    assert " ".join(BeautifulSoup(shown, "html.parser").li.get_text().split()).endswith(
        f"n° 3 · {told}" if told else "n° 3"
    )


def test_the_admin_refuses_the_address_on_its_field():
    source = Source(title="Étude", url="https://pdfslide.fr/documents/x.html", kind="etude")
    with pytest.raises(ValidationError) as refused:
        source.clean()
    assert refused.value.message_dict == {"url": [refusal(source.url)]}
