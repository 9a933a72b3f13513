"""Plain data become a PDF that can be read aloud, whatever was typed."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from contracts.papers.typesetting import PaperFailed, typeset, typeset_long
from contracts.training.papers import attendance
from tests.property_profiles import share_of_examples

pytestmark = pytest.mark.sqlite

TEMPLATE = Path(attendance.__file__).parent / "typst" / "attestation.typ"


def data(text: str) -> dict[str, Any]:
    return {
        "document_title": f"Attestation : {text}",
        "organiser": text,
        "person": text,
        "standing": text,
        "title": text,
        "lines": [{"label": "Lieu", "texts": [text]}],
        "issued": text,
    }


@settings(max_examples=share_of_examples(0.8))
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_any_text_makes_a_paper(text):
    assert typeset(TEMPLATE, data(text)).startswith(b"%PDF")


def test_a_paper_has_a_title_a_language_and_a_structure():
    reader = PdfReader(io.BytesIO(typeset(TEMPLATE, data("Ys"))))
    root = reader.trailer["/Root"]
    assert reader.metadata.title == "Attestation : Ys"
    assert root["/Lang"] == "fr-FR"
    assert "/StructTreeRoot" in root


def test_a_paper_that_cannot_be_made_says_so_by_name():
    with pytest.raises(PaperFailed, match=r"^attestation: "):
        typeset(TEMPLATE, {"document_title": "sans le reste"})


def test_typst_reads_no_template_outside_the_folder_of_the_code(tmp_path):
    elsewhere = tmp_path / "elsewhere.typ"
    elsewhere.write_text('#set document(title: "x")\nx')
    with pytest.raises(RuntimeError, match="contained in project root"):
        typeset(elsewhere, data("x"))


def test_a_paper_set_apart_that_cannot_be_made_says_so_by_name():
    with pytest.raises(PaperFailed, match=r"^attestation: .*organiser"):
        typeset_long(TEMPLATE, {"document_title": "sans le reste"})
