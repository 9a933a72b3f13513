"""How a fiche is cited: each form read back by a reader that forgives nothing."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.models import ContractPage
from contracts.pages.versions.citation import Citation
from home.models import Publisher
from tests import factories
from tests.contracts.reading import ReadPage

URL = "https://exemple.fr/contrats/ys/versions/2026-11-29-123/"
HOSTILE = {
    "braces": "}} @book{x, title={y} {",
    "backslashes": r"\input{/etc/passwd} \\ \end",
    "lines": "Ys\r\nER  - \nTY  - BOOK\u2028AU  - Nul\x0bfin",
    "nul": "avant\x00\x07après",
    "right to left": "\u202eabc\u202c \u2067עברית\u2069",
    "marks of TeX": "100 % & #1 $x$ _y_ ~z ^t",
    "emoji": "champ 👩🏽\u200d🌾 fin",
}
NAMES = {
    "textbackslash": "\\",
    "textbraceleft": "{",
    "textbraceright": "}",
    "textasciitilde": "~",
    "textasciicircum": "^",
}


def cited(**fields) -> Citation:
    values = {
        "name": "reciprocites-contrat-123",
        "author": "Syndicat d’Ys",
        "title": "Ys et les Landes",
        "day": dt.date(2026, 11, 29),
        "url": URL,
        "licence": "Licence Ouverte 2.0",
    }
    return Citation(**{**values, **fields})


def seen(text: str) -> str:
    """What a person reads of a text, on one line."""
    shown = (
        one
        for one in unicodedata.normalize("NFC", text)
        if one.isspace() or unicodedata.category(one) not in {"Cc", "Cs"}
    )
    unseen = re.compile("[\u061c\u200e\u200f\ufeff\u202a-\u202e\u2066-\u2069]")
    return " ".join(unseen.sub("", "".join(shown)).split())


def read_ris(text: str) -> dict[str, list[str]]:
    """One reference: every line is a tag of two letters and its value."""
    assert text.endswith("\r\n")
    lines = text.removesuffix("\r\n").split("\r\n")
    found: dict[str, list[str]] = {}
    for line in lines:
        assert len(line.splitlines()) == 1
        tag, separator, value = line[:2], line[2:6], line[6:]
        assert re.fullmatch("[A-Z][A-Z0-9]", tag)
        assert separator == "  - "
        found.setdefault(tag, []).append(value)
    assert lines[0][:2] == "TY"
    assert lines[-1] == "ER  - "
    assert len(found["TY"]) == len(found["ER"]) == 1
    return found


def read_bibtex(text: str) -> tuple[str, dict[str, str]]:
    """One entry: its key and its fields, whose braces balance as BibTeX counts them."""
    entry = re.fullmatch(r"@misc\{([A-Za-z0-9-]+),\n(.*)\n\}\n", text, re.DOTALL)
    assert entry is not None
    fields = {}
    for line in entry[2].split("\n"):
        field = re.fullmatch(r"  ([a-z]+) = \{(.*)\},?", line)
        assert field is not None, line
        assert field[1] not in fields
        depth = 0
        for character in field[2]:
            depth += {"{": 1, "}": -1}.get(character, 0)
            assert depth >= 0, line
        assert depth == 0, line
        fields[field[1]] = field[2]
    return entry[1], fields


def untex(value: str) -> str:
    """What TeX prints. Raises AssertionError on what it would run."""
    value = re.sub(r"^\{(.*)\}$", r"\1", value)
    printed, at = [], 0
    token = re.compile(r"\\(text[a-z]+)\{\}|\\([&%$#_])|([^\\{}&%$#_~^])")
    while at < len(value):
        found = token.match(value, at)
        assert found is not None, value[at:]
        printed.append(NAMES[found[1]] if found[1] else found[2] or found[3])
        at = found.end()
    return "".join(printed)


class TestWhatIsTold:
    def test_in_words(self):
        assert cited().text() == (
            "Syndicat d’Ys, « Ys et les Landes », Réciprocités ville-campagne, "
            f"version du 29 novembre 2026. {URL}. Licence Ouverte 2.0.\n"
        )

    def test_in_ris(self):
        assert read_ris(cited().ris()) == {
            "TY": ["ELEC"],
            "AU": ["Syndicat d’Ys"],
            "TI": ["Ys et les Landes"],
            "T2": ["Réciprocités ville-campagne"],
            "PB": ["Syndicat d’Ys"],
            "PY": ["2026"],
            "DA": ["2026/11/29"],
            "ET": ["Version du 29 novembre 2026"],
            "UR": [URL],
            "LA": ["fr"],
            "N1": ["Licence : Licence Ouverte 2.0"],
            "ER": [""],
        }

    def test_in_bibtex(self):
        key, fields = read_bibtex(cited().bibtex())

        assert key == "reciprocites-contrat-123"
        assert fields == {
            "author": "{Syndicat d’Ys}",
            "title": "{Ys et les Landes}",
            "year": "2026",
            "month": "11",
            "date": "2026-11-29",
            "howpublished": "Réciprocités ville-campagne",
            "url": URL,
            "note": "Version du 29 novembre 2026. Licence Ouverte 2.0",
            "langid": "french",
        }

    def test_no_author_is_made_up_where_the_publisher_is_not_told(self):
        nobody = cited(author="")

        assert nobody.text().startswith("« Ys et les Landes », Réciprocités ville-campagne, ")
        assert "author" not in read_bibtex(nobody.bibtex())[1]
        assert read_bibtex(nobody.bibtex())[1]["howpublished"] == "Réciprocités ville-campagne"
        assert "AU" not in read_ris(nobody.ris())
        assert read_ris(nobody.ris())["PB"] == ["Réciprocités ville-campagne"]
        for told in (nobody.text(), nobody.bibtex(), nobody.ris()):
            assert "non renseigné" not in told


class TestHostileTexts:
    @pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
    def test_each_form_gives_back_what_a_person_reads(self, text: str):
        hostile = cited(author=text, title=text, licence=text)

        ris = read_ris(hostile.ris())
        assert (ris["TI"], ris["AU"]) == ([seen(text)], [seen(text)])
        fields = read_bibtex(hostile.bibtex())[1]
        assert (untex(fields["title"]), untex(fields["author"])) == (seen(text), seen(text))
        assert hostile.text().count("\n") == 1
        assert seen(text) in hostile.text()

    @given(st.text(max_size=60))
    def test_whatever_is_typed(self, text: str):
        hostile = cited(author=text, title=f"a{text}", licence=text)

        hostile.text().encode()
        assert read_ris(hostile.ris())["TI"] == [seen(f"a{text}")]
        fields = read_bibtex(hostile.bibtex())[1]
        assert untex(fields["title"]) == seen(f"a{text}")
        untex(fields["note"])


@pytest.mark.django_db
class TestTheFiles:
    def test_they_tell_the_publisher_the_title_and_the_address_of_that_version(self, client):
        page = factories.contract(title="Ys {et} les Landes")
        Publisher.objects.update_or_create(
            site_id=Publisher.of_the_site().site_id or page.get_site().pk,
            defaults={"name": "Syndicat d’Ys"},
        )
        shown = ReadPage(client, page.url)
        links = {link.get_text(): link["href"] for link in shown.soup.select("#citer a")}

        ris, bib = client.get(links["RIS"]), client.get(links["BibTeX"])

        assert shown.text("#citer h2 + p").startswith("Syndicat d’Ys, « Ys {et} les Landes »")
        address = f"http://testserver{links['RIS'].removesuffix('citation.ris')}"
        assert address in shown.text("#citer h2 + p")
        told = read_ris(ris.content.decode())
        assert (told["AU"], told["UR"]) == (["Syndicat d’Ys"], [address])
        assert untex(read_bibtex(bib.content.decode())[1]["title"]) == "Ys {et} les Landes"
        assert ris["Content-Type"].startswith("application/x-research-info-systems")
        assert bib["Content-Type"].startswith("application/x-bibtex")
        assert ris["Content-Disposition"] == (
            f'attachment; filename="reciprocites-contrat-{page.live_revision_id}.ris"'
        )
        assert ris["X-Robots-Tag"] == "noindex"
        assert client.get(links["texte"]).content.decode().startswith("Syndicat d’Ys, ")

    def test_those_of_an_old_version_tell_its_title_and_its_address(self, client):
        page = factories.contract(title="Avant")
        number = page.live_revision_id
        changed = ContractPage.objects.get(pk=page.pk)
        changed.title = "Après"
        changed.save_revision().publish()
        day = page.last_published_at.astimezone().date().isoformat()

        told = read_ris(
            client.get(f"{page.url}versions/{day}-{number}/citation.ris").content.decode()
        )

        assert told["TI"] == ["Avant"]
        assert told["UR"] == [f"http://testserver{page.url}versions/{day}-{number}/"]

    def test_where_the_publisher_is_not_set_the_page_names_the_site_alone(self, client):
        page = factories.contract()

        told = ReadPage(client, page.url).text("#citer h2 + p")
        assert told.startswith("« ")
        assert "Réciprocités ville-campagne" in told
