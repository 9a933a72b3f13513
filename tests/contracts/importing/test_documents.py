"""The text of an experience in Word or LibreOffice: each part finds its section, none is lost."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from odfdo import Document, Header, List
from odfdo import Table as OdfTable

from contracts.editing.importing.documents import Block, _records, read_document
from contracts.editing.importing.records import Record
from contracts.tables.archive import FileRefused
from tests.contracts.importing.files import docx, odt, with_part, xlsx

pytestmark = pytest.mark.sqlite

GIST = "Le bois des forêts du pays alimente les chaufferies de la métropole."
BLOCKS = [
    ("Title", "Le bois du pays chauffe la ville"),
    ("", GIST),
    ("1", "1. Contexte"),
    ("", "Les forêts du pays sont grandes."),
    ("", "La ville veut du bois."),
    ("1", "Coûts :"),
    ("", "Personne ne les a dits."),
    ("2", "Une annexe"),
    ("", "Le plan des chaufferies."),
    ("1", "Facteurs de réussite"),
    ("", "Une animatrice à mi-temps."),
    ("1", "À suivre"),
]
TOLD = [
    ("contexte", "Les forêts du pays sont grandes."),
    ("contexte", "La ville veut du bois."),
    ("cout", "Personne ne les a dits."),
    ("cout", "Une annexe : Le plan des chaufferies."),
    ("condition", "Une animatrice à mi-temps."),
    ("condition", "À suivre"),
]


def read(content: bytes, name: str) -> Record:
    [record] = read_document(content, name).fiches
    return record


def statements(record: Record) -> list[tuple[str, str]]:
    return [(one["section"], one["text"]) for one in record.data["statements"]]


@pytest.mark.parametrize("write", [docx, odt])
def test_headings_lead_to_the_sections_of_a_fiche(write):
    records = read_document(write(BLOCKS), f"fiche.{write.__name__}")
    [record] = records.fiches
    assert record.key == "le-bois-du-pays-chauffe-la-ville"
    assert (record.data["title"], record.data["gist"]) == (BLOCKS[0][1], GIST)
    assert statements(record) == TOLD
    assert records.notes == [
        "Titres qui ne sont pas d’une rubrique, gardés dans le texte : « Une annexe », "
        "« À suivre »."
    ]


def test_lists_and_tables_are_kept_too():
    cell = "<w:tc><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:tc>".format
    table = f"<w:tbl><w:tr>{cell('2016')}{cell('12 km')}</w:tr></w:tbl>"
    record = read(docx(BLOCKS[:3], more=table), "fiche.docx")
    assert statements(record) == [("contexte", "2016 | 12 km")]
    document = Document("text")
    document.body.clear()
    for block in (Header(1, "Titre"), Header(1, "Moyens"), List(["Une chargée", "Un budget"])):
        document.body.append(block)
    table = OdfTable("T", width=2, height=1)
    table.set_value("A1", "2016")
    table.set_value("B1", "12 km")
    document.body.append(table)
    file = io.BytesIO()
    document.save(file)
    told = [("moyens", "Une chargée"), ("moyens", "Un budget"), ("moyens", "2016 | 12 km")]
    assert statements(read(file.getvalue(), "fiche.odt")) == told


def test_images_are_counted_and_said_to_be_left():
    content = with_part(docx(BLOCKS), "word/media/image1.png", b"\x89PNG")
    assert (
        read_document(content, "fiche.docx")
        .notes[-1]
        .startswith("1 image du document n’est pas reprise")
    )


def test_a_short_text_after_the_title_is_no_gist_but_is_kept():
    record = read(docx([("Title", "Titre"), ("", "Trop court."), *BLOCKS[2:4]]), "fiche.docx")
    assert "gist" not in record.data
    assert statements(record)[0] == ("contexte", "Trop court.")


def test_a_long_paragraph_becomes_several_statements_cut_between_sentences():
    sentences = [f"Voici la phrase numéro {number}, qui en dit assez long." for number in range(60)]
    record = read(docx([*BLOCKS[:3], ("", " ".join(sentences))]), "fiche.docx")
    texts = [text for _section, text in statements(record)]
    assert all(len(text) <= 1200 and text.endswith(".") for text in texts)
    assert " ".join(texts) == " ".join(sentences)


@given(
    st.lists(
        st.builds(
            Block,
            st.text(st.characters(categories=["L", "N", "P", "Zs"]), min_size=1, max_size=2000)
            .map(lambda text: " ".join(text.split()))
            .filter(bool),
            st.integers(0, 6),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_no_word_of_a_text_is_lost_but_the_headings_that_name_a_section(blocks):
    [record] = _records(blocks, 0).fiches
    data = record.data
    kept = [data["title"], data.get("gist", ""), *(text for _, text in statements(record))]
    assert all(len(text) <= 1200 for text in kept[2:])
    words = "".join("".join(kept).split())
    for block in blocks:
        for word in block.text.split():
            assert word[:200] in words or block.level


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "x.docx", "est vide"),
        (xlsx({"Une": [["a"]]}), "x.docx", "ne se lit pas"),
        (xlsx({"Une": [["a"]]}), "x.odt", "ne se lit pas"),
        (docx([]), "x.docx", "aucun texte"),
        (odt([]), "x.odt", "aucun texte"),
        (docx([("", "mot " * 80_000)]), "x.docx", "trop long"),
        (docx([("", "mot")] * 4000), "x.docx", "trop long"),
        (with_part(docx(BLOCKS), "word/vbaProject.bin", b"\x00"), "x.docx", "macros"),
        (with_part(docx(BLOCKS), "word/document.xml", b"<a"), "x.docx", "ne se lit pas"),
        (
            with_part(docx(BLOCKS), "word/document.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a/>'),
            "x.docx",
            "DOCTYPE",
        ),
        (with_part(odt(BLOCKS), "content.xml", b"<!DOCTYPE a><a/>"), "x.odt", "DOCTYPE"),
        # Read by one parser, refused by another.
        (with_part(odt(BLOCKS), "content.xml", b"<a xmlns:b=' http://c'/>"), "x.odt", "se lit pas"),
        (with_part(docx(BLOCKS), "word/a.xml", b"<a>" + b" " * 99_000_000), "x.docx", "démesuré"),
    ],
)
def test_a_document_that_is_not_one_is_refused(content, name, told):
    with pytest.raises(FileRefused, match=told):
        read_document(content, name)
