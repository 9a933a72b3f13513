"""An address that is copied out of a paper opens: it is there letter for letter, within the margins."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from contracts.deciding.documents.blocks import (
    GridBlock,
    GridCell,
    GridRow,
    ListBlock,
    ListItem,
    Paper,
    Span,
    TextBlock,
    set_in_french,
)
from contracts.deciding.documents.docx_file import as_docx
from contracts.deciding.documents.odt_file import as_odt
from contracts.deciding.documents.pdf_file import as_pdf
from contracts.deciding.documents.writing import line, linked
from contracts.models import Source
from tests.contracts.deciding.read_document import ReadDocx, ReadOdt
from tests.contracts.deciding.read_paper import ReadPaper
from tests.property_profiles import share_of_examples

DAY = dt.date(2026, 12, 1)
SIDE = 19 / 25.4 * 72  # points: the margin of a page that stands upright
HAIR = 1  # point

parts = st.text("abcxyzABC0123456789-._~%", min_size=1, max_size=70)
addresses = st.builds(
    lambda host, path, asked: f"https://{host}/{'/'.join(path)}{asked}",
    st.from_regex(r"[a-z0-9]{1,30}(\.[a-z]{2,20}){1,2}(:[0-9]{2,5})?", fullmatch=True),
    st.lists(parts, max_size=6),
    st.one_of(st.just(""), parts.map("?d={}&page=2#ici".format)),
)


def everywhere(*written: str) -> Paper:
    """A paper with each address in a text, in a list of sources and in a narrow cell."""

    def row(words: Span | str) -> GridRow:
        return GridRow((GridCell((line("Adresse"),)), GridCell((line(words),))))

    return set_in_french(
        Paper(
            "Note",
            "Adresses",
            "",
            (),
            (
                *(TextBlock(line("Voir (", linked(one), ").")) for one in written),
                ListBlock(
                    tuple(
                        ListItem(line("Un titre – ", linked(one)), rank, f"source_{rank}")
                        for rank, one in enumerate(written, 1)
                    )
                ),
                GridBlock("Un tableau", row("Où"), tuple(map(row, map(linked, written))), (2, 1)),
            ),
        )
    )


def shown(paper: ReadPaper) -> str:
    """Its text without the ends of lines; what stands where no letter is stays."""
    return "".join("".join(paper.pages).split())


def edges(reader: PdfReader) -> list[tuple[float, float]]:
    """Where each part of an address begins and ends across the page, in points."""
    links = [one.get_object() for page in reader.pages for one in page.get("/Annots", ())]
    return [(float(one["/Rect"][0]), float(one["/Rect"][2])) for one in links if "/A" in one]


@settings(max_examples=share_of_examples(0.3))
@example("http://127.0.0.1:8040/dossier/?d=aeJx" + "aB" * 60)
@example("https://www.ys.fr/contrat-de-reciprocite-entre-la-ville-et-la-campagne-de-l-ouest.pdf")
@example("https://ys.fr/l'eau-d'ici?page=1;b=2")
@given(addresses)
def test_an_address_is_read_as_it_was_written_and_stays_within_the_margins(address):
    paper = ReadPaper(as_pdf(everywhere(address), DAY))
    width = float(paper.reader.pages[0].mediabox.width)

    assert shown(paper).count(address) == 3
    assert not [one for one in shown(paper) if unicodedata.category(one) == "Cf"]
    for begins, ends in edges(paper.reader):
        assert begins >= SIDE - HAIR
        assert ends <= width - SIDE + HAIR


@settings(max_examples=share_of_examples(0.3))
@given(addresses)
def test_an_address_stands_whole_in_files_to_edit(address):
    made = everywhere(address)
    for text in (ReadDocx(as_docx(made, DAY)).text, ReadOdt(as_odt(made, DAY)).text):
        assert text.count(address) == 3


def test_a_line_of_an_address_never_ends_with_a_hyphen():
    """A reader of PDF takes it for that of a cut word, and leaves it out of what is copied."""
    address = f"https://ys.fr/{'de-la-ville-et-' * 30}fin"
    paper = ReadPaper(as_pdf(everywhere(address), DAY))
    lines = [one.strip() for page in paper.pages for one in page.splitlines()]
    assert not [one for one in lines if one.endswith("-")]


# The real catalogue comes last (tests/conftest.py).


@pytest.mark.django_db
@pytest.mark.any_engine
def test_every_address_of_the_catalogue_is_read_as_it_was_written(catalogue):
    known = sorted(set(Source.objects.exclude(url="").values_list("url", flat=True)))
    assert len(known) > 100
    paper = ReadPaper(as_pdf(everywhere(*known), DAY))
    text = shown(paper)
    assert [one for one in known if text.count(one) < 3] == []
    width = float(paper.reader.pages[0].mediabox.width)
    assert max(ends for _begins, ends in edges(paper.reader)) <= width - SIDE + HAIR
