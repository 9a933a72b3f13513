"""The files of a dossier, each read back by a library that did not write it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import fields, is_dataclass, replace
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contracts.deciding.documents.blocks import (
    BoxBlock,
    GridBlock,
    GridCell,
    GridRow,
    HeadingBlock,
    Line,
    ListBlock,
    Paper,
    Span,
    TextBlock,
    plain,
    set_in_french,
)
from contracts.deciding.documents.docx_file import as_docx
from contracts.deciding.documents.odt_file import as_odt
from contracts.deciding.documents.pdf_file import as_pdf
from contracts.deciding.synthesis import deliberation
from contracts.deciding.synthesis.note import note_paper
from contracts.deciding.synthesis.papers import PAPERS, paper
from contracts.deciding.synthesis.reading import synthesis_of
from contracts.deciding.synthesis.values import Synthesis
from contracts.models import CaseStudyPage, ContractPage, ToolPage
from contracts.papers import typesetting
from contracts.values.clean_text import clean_line
from contracts.values.vocabulary import Attribute, CommitmentState, Nature, Section
from tests import factories
from tests.contracts.deciding.read_document import ReadDocx, ReadOdt
from tests.contracts.deciding.read_paper import ReadPaper, bare
from tests.contracts.deciding.test_note import HOSTILE, full_contract, letters
from tests.contracts.deciding.test_synthesis import dossier, entry, full_contract_of_others, read
from tests.programs import opened_by_libreoffice
from tests.property_profiles import share_of_examples

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

DAY = dt.date(2026, 12, 1)
WRITERS = {"docx": (as_docx, ReadDocx), "odt": (as_odt, ReadOdt)}
MODEL = "Modèle sans valeur juridique"
SHORT_ONES = {name: text for name, text in HOSTILE.items() if len(text) < 1_000}
# Of the values of a dossier, those that no reader sees as they are.
UNTOUCHED = {"address", "anchor", "url", "shape", "side", "words", "heading", "number"}

any_text = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=80)


def two_contracts() -> Synthesis:
    return read(
        entry(full_contract(), "À voir avec le préfet."),
        full_contract_of_others(),
        factories.case_study(title="Une scierie"),
        factories.tool(title="Un guide"),
    )


def cells(made: Paper) -> list[list[list[str]]]:
    """The words of each table, its head first."""
    return [
        [
            [" ".join(plain(cell.lines).split()) for cell in row.cells]
            for row in (block.head, *block.rows)
        ]
        for block in made.blocks
        if isinstance(block, GridBlock)
    ]


def lines(made: Paper) -> list[str]:
    """The words of each line, in the order of the document."""
    found: list[Line] = [*made.lines]
    for block in made.blocks:
        match block:
            case TextBlock() | BoxBlock():
                found.append(block.line)
            case ListBlock():
                found += [item.line for item in block.items]
            case GridBlock():
                for row in (block.head, *block.rows):
                    found += [line for cell in row.cells for line in cell.lines]
    return [plain([line]) for line in found]


def headings(made: Paper) -> list[tuple[int, str]]:
    return [
        (block.level, " ".join(block.text.split()))
        for block in made.blocks
        if isinstance(block, HeadingBlock)
    ]


class TestTheSameInEveryFormat:
    @settings(
        max_examples=share_of_examples(0.06),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(
        st.lists(
            st.lists(
                st.tuples(
                    letters,
                    st.sampled_from(["city", "country", "both"]),
                    st.one_of(st.none(), st.integers(1, 999_999)),
                    st.sampled_from(["", *CommitmentState]),
                    st.booleans(),
                ),
                max_size=5,
            ),
            min_size=1,
            max_size=3,
        )
    )
    def test_words_and_numbers_of_generated_contracts_are_those_of_one_reading(self, contracts):
        synthesis = read(*map(_generated, contracts))
        made = note_paper(synthesis)
        told = _entries(synthesis)
        assert len(told) == sum(map(len, contracts))

        for write, reader in WRITERS.values():
            found = reader(write(made, DAY))
            assert found.tables == cells(made)
            assert found.headings == headings(made)
        on_paper = ReadPaper(as_pdf(made, DAY)).bare
        for words in (one for entry_of in told for one in entry_of):
            assert bare(words) in on_paper
        for table in cells(made):
            for row in table:
                for cell in row:
                    assert bare(cell) in on_paper

    @pytest.mark.parametrize("name", WRITERS)
    def test_each_line_of_the_document_is_a_paragraph(self, name):
        made = note_paper(two_contracts())
        write, reader = WRITERS[name]
        found = reader(write(made, DAY)).paragraphs
        for line in lines(made):
            assert line in found

    def test_libreoffice_opens_them_and_reads_the_same_words(self, tmp_path):
        made = note_paper(two_contracts())
        read_back = {}
        for name, (write, _reader) in WRITERS.items():
            folder = tmp_path / name
            folder.mkdir()
            file = folder / f"note.{name}"
            file.write_bytes(write(made, DAY))
            text = opened_by_libreoffice(file, "txt:Text (encoded):UTF8", folder).read_text("utf-8")
            read_back[name] = bare(text)
            for line in lines(made):
                assert bare(line) in read_back[name], line

    def test_libreoffice_sets_their_pages(self, tmp_path):
        made = note_paper(two_contracts())
        file = tmp_path / "note.docx"
        file.write_bytes(as_docx(made, DAY))
        printed = ReadPaper(opened_by_libreoffice(file, "pdf", tmp_path).read_bytes())

        for line in lines(made):
            assert bare(line) in printed.bare, line
        assert f"page 1 / {len(printed.pages)}" in " ".join(printed.pages[0].split())


class TestHostileTexts:
    @pytest.mark.parametrize("text", SHORT_ONES.values(), ids=SHORT_ONES)
    def test_any_text_anywhere_is_written_as_it_is(self, text):
        synthesis = _everywhere(read(full_contract(), full_contract_of_others()), text)
        for written in (note_paper, deliberation.deliberation_paper):
            made = written(synthesis)
            assert bare(text) in ReadPaper(as_pdf(made, DAY)).bare
            for write, reader in WRITERS.values():
                assert bare(text) in bare(reader(write(made, DAY)).text)

    def test_a_word_of_ten_thousand_letters_is_written_whole(self):
        word = HOSTILE["no space"]
        synthesis = read(entry(full_contract(), word), full_contract_of_others(), title=word)
        made = note_paper(synthesis)

        note = ReadPaper(as_pdf(made, DAY))
        assert note.text.count("a") > 20_000
        assert len(note.pages) < 40
        for write, reader in WRITERS.values():
            assert word in reader(write(made, DAY)).text

    @settings(
        max_examples=share_of_examples(0.6),
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
    @given(any_text)
    def test_every_character_that_is_read_stays_in_files_to_edit(self, text):
        text = clean_line(text)  # as every text is when it is kept
        made = set_in_french(
            Paper("Type", f"t{text}", text, (), (TextBlock((Span(f"a{text}b"),)),), marking=text)
        )
        expected = plain([made.blocks[0].line])  # type: ignore[union-attr]
        assert set(text) - {"'", *" \u00a0\u202f"} <= set(expected)
        for write, reader in WRITERS.values():
            assert expected in reader(write(made, DAY)).paragraphs

    def test_an_address_that_is_none_does_not_break_a_file(self):
        synthesis = two_contracts()
        broken = "javascript:alert('é \" <b>') \\\\ % ☂"
        sources = tuple(replace(one, address=broken) for one in synthesis.sources)
        made = note_paper(replace(synthesis, sources=sources))
        for write, reader in WRITERS.values():
            assert any("%C3%A9" in link for link in reader(write(made, DAY)).links)


class TestTheNote:
    def test_the_pdf_is_tagged_titled_in_french_with_its_headings_in_order(self):
        made = note_paper(two_contracts())
        note = ReadPaper(as_pdf(made, DAY))

        assert note.reader.metadata.title == "Note de synthèse\u00a0: Le bois du pays"
        assert note.root["/Lang"] == "fr-FR"
        assert note.root["/MarkInfo"]["/Marked"]
        assert note.root["/ViewerPreferences"]["/DisplayDocTitle"]
        assert b"pdfuaid:part" in note.root["/Metadata"].get_data()
        levels = [int(name[2:]) for name, _ in note.tags if re.fullmatch(r"/H\d", name)]
        assert levels == [1, *(level + 1 for level, _text in headings(made))]
        assert all(after - before <= 1 for before, after in pairwise(levels))
        for font in note.fonts:
            assert {"/FontFile2", "/FontFile3"} & set(font["/FontDescriptor"])
        assert f"page 1 / {len(note.pages)}" in " ".join(note.pages[0].split())

    def test_its_tables_have_heads_and_captions(self):
        made = note_paper(two_contracts())
        note = ReadPaper(as_pdf(made, DAY))
        tables = [block for block in made.blocks if isinstance(block, GridBlock)]

        assert len(note.tagged("/Table")) == len(tables) == 1
        groups = sum(len(row.cells) == 1 for table in tables for row in table.rows)
        heads = sum(len(table.head.cells) for table in tables)
        assert len(note.tagged("/TH")) == heads + groups
        assert len(note.tagged("/Caption")) == len(tables)
        for write, reader in WRITERS.values():
            found = reader(write(made, DAY))
            assert found.captions == ["Les fiches côte à côte"]
            assert found.repeated_rows == len(tables)

    def test_a_contract_that_is_not_compared_has_its_own_ledger(self):
        made = note_paper(read(full_contract()))
        [table] = [block for block in made.blocks if isinstance(block, GridBlock)]
        assert table.caption.replace("\u202f", " ") == "Qui donne quoi ? – Ys et les Landes"

    def test_the_same_dossier_makes_the_same_pdf(self):
        made = note_paper(two_contracts())
        assert as_pdf(made, DAY) == as_pdf(made, DAY)

    @pytest.mark.parametrize(("fiches", "is_told"), [(10, False), (11, True)])
    def test_over_ten_fiches_it_begins_with_a_summary(self, fiches, is_told):
        made = note_paper(read(*(factories.tool() for _rank in range(fiches))))

        assert bool(made.summarised) == is_told
        assert ("Sommaire" in ReadPaper(as_pdf(made, DAY)).text) == is_told
        for write, reader in WRITERS.values():
            found = reader(write(made, DAY))
            assert ("Sommaire" in found.paragraphs) == is_told
            assert "fiche_1" in found.places
            assert ("#fiche_1" in found.links) == is_told

    @pytest.mark.parametrize("name", WRITERS)
    def test_what_the_reader_wrote_is_said_to_be_theirs(self, name):
        write, reader = WRITERS[name]
        found = reader(write(note_paper(two_contracts()), DAY))
        text = found.text.replace("\u00a0", " ")
        theirs = text.index("Ce que dit la personne qui a composé ce dossier")
        asked = text.index("Ce qui est demandé au conseil")
        assert asked < text.index("[à compléter : ce que le conseil") < theirs
        assert (
            theirs < text.index("Ys et les Landes : À voir avec le préfet.") < text.index("Objet")
        )

    @pytest.mark.parametrize("name", WRITERS)
    def test_what_is_asked_of_the_council_stands_line_by_line_and_is_not_to_be_filled(self, name):
        write, reader = WRITERS[name]
        asked = read(full_contract(), asked="Approuver le contrat.\n\nDésigner deux élus.")
        found = reader(write(note_paper(asked), DAY)).paragraphs
        start = found.index("Ce qui est demandé au conseil")
        assert found[start + 1 : start + 4] == [
            "Approuver le contrat.",
            "Désigner deux élus.",
            "Objet",
        ]
        assert "ce que le conseil est invité" not in " ".join(found)
        assert "Approuver le contrat." in ReadPaper(as_pdf(note_paper(asked), DAY)).text

    @pytest.mark.parametrize("name", WRITERS)
    def test_its_numbers_lead_to_its_sources_and_its_addresses_to_the_web(self, name):
        synthesis = two_contracts()
        write, reader = WRITERS[name]
        found = reader(write(note_paper(synthesis), DAY))

        inside = {link[1:] for link in found.links if link.startswith("#")}
        assert inside == {f"source_{one.number}" for one in synthesis.sources}
        assert inside <= found.places
        assert {one.address for one in synthesis.sources} <= found.links
        assert {one.address for one in synthesis.fiches} <= found.links

    @pytest.mark.parametrize(("letters", "drawn"), [(20, 1), (600, 1), (5_000, 0)])
    def test_its_address_is_drawn_for_a_phone_unless_it_is_too_dense(self, letters, drawn):
        address = f"http://testserver/dossier/?d=a{'X' * letters}"
        note = ReadPaper(as_pdf(note_paper(read(full_contract(), address=address)), DAY))
        figures = [figure["/Alt"] for figure in note.tagged("/Figure")]
        assert figures == ["Code QR\u00a0: l’adresse qui rouvre ce dossier"] * drawn
        told = "Dossier en ligne : non figé, ce lien le rouvre (gardez ce fichier)"
        assert (told in " ".join(note.text.split())) is (letters > 20)

    def test_a_long_one_set_apart_leads_where_a_short_one_does(self, monkeypatch):
        made = replace(note_paper(two_contracts()), summary=True)
        apart = ReadPaper(as_pdf(made, DAY))
        monkeypatch.setattr(typesetting, "typeset_long", typesetting.typeset)
        here = ReadPaper(as_pdf(made, DAY))

        assert apart.text == here.text
        assert apart.links_inside == here.links_inside
        numbers = [span for one in _lines_of(made) for span in one if span.anchor]
        assert len(numbers) > 3
        assert len(here.links_inside) >= len(numbers) + len(made.summarised)
        assert [name for name, _ in apart.tags] == [name for name, _ in here.tags]

    @pytest.mark.parametrize("name", WRITERS)
    def test_no_line_is_empty(self, name):
        write, reader = WRITERS[name]
        assert all(reader(write(note_paper(two_contracts()), DAY)).paragraphs)

    def test_files_to_edit_say_their_title_and_their_language(self):
        made = note_paper(two_contracts())
        docx, odt = ReadDocx(as_docx(made, DAY)), ReadOdt(as_odt(made, DAY))

        core = "".join(docx.part("docProps/core.xml").itertext())
        assert "Note de synthèse\u00a0: Le bois du pays" in core
        assert "fr-FR" in core
        languages = docx.part("word/styles.xml").xpath(
            "//*[local-name()='lang']/@*[local-name()='val']"
        )
        assert set(languages) == {"fr-FR"}
        assert odt.mimetype == "application/vnd.oasis.opendocument.text"
        assert "Note de synthèse\u00a0: Le bois du pays" in odt.meta
        assert "fr-FR" in odt.meta
        assert odt.languages == {"fr-FR"}

    def test_a_row_that_no_page_may_hold_may_be_cut_and_the_others_may_not(self):
        def row(words: str) -> GridRow:
            return GridRow((GridCell(((Span("Thème"),),)), GridCell(((Span(words),),))))

        short, long = row("mot " * 20), row("mot " * 3_000)
        table = GridBlock("Un tableau", row("Tête"), (short, long), (1, 2))
        made = set_in_french(Paper("Note", "Titre", "", (), (table,)))

        assert (short.is_long, long.is_long) == (False, True)
        assert ReadPaper(as_pdf(made, DAY)).text.count("mot") == 3_020


class TestTheDeliberation:
    @pytest.mark.parametrize("name", WRITERS)
    def test_it_is_a_model_at_its_head_and_at_its_foot(self, name):
        write, reader = WRITERS[name]
        found = reader(write(deliberation.deliberation_paper(two_contracts()), DAY))

        assert found.text.count(MODEL) == 2
        assert found.around.count(MODEL) == 2
        assert found.paragraphs[-1].startswith(MODEL)

    def test_it_has_visas_recitals_and_articles(self):
        found = ReadOdt(as_odt(deliberation.deliberation_paper(two_contracts()), DAY))

        first = [text for level, text in found.headings if level == 1]
        assert first == [
            "Vu",
            "Considérant",
            "L’assemblée délibère",
            "Vote",
            "Sources",
            "Fiches et versions",
        ]
        articles = [text for level, text in found.headings if level == 2]
        assert [text.split(" –")[0] for text in articles] == [f"Article {n}" for n in range(1, 7)]

    def test_it_states_facts_of_the_fiches_alone_each_with_its_source(self):
        synthesis = two_contracts()
        made = deliberation.deliberation_paper(synthesis)
        stated = _after(made, "Considérant")
        known = {bare(item) for item in _all_told(synthesis)}

        assert stated
        for line in stated:
            assert line.startswith("que ")
            assert line.endswith("\u202f;")
            words = re.sub(r"\s", " ", re.sub(r"\s\[[^\]]*\]", "", line)).removesuffix(" ;")
            if "parti" in words or "lieu" in words or "renseigne" in words:
                continue
            announced, _colon, told = words.partition(" : ")
            assert announced
            for one in told.split(" ; "):
                assert bare(one.partition(" (")[0].strip("« »")) in " ".join(known), line
            assert "[" in line or "bilan" in line, line

    def test_a_fiche_is_stated_in_five_sentences_at_most_each_side_in_one(self):
        page = full_contract()
        stated = _after(deliberation.deliberation_paper(read(page)), "Considérant")
        words = [re.sub(r"\s", " ", one) for one in stated]
        assert words[0].startswith(
            "que Métropole d’Ys et Pays des Landes sont parties à ce contrat, date de signature : "
            "4 novembre 2016 ["
        )
        assert words[1].startswith("que Métropole d’Ys donne : « Un technicien »")
        assert words[2].startswith("que Pays des Landes donne : ")
        assert "20 000 tonnes par an" in words[2]
        assert words[3].startswith("que les parties donnent ensemble : « Une fête par an »")
        assert "Douze chaufferies au bois." in words[4]
        assert len(words) == 5

    def test_it_leaves_to_fill_what_nobody_knows(self):
        text = plain(
            [*_lines_of(deliberation.deliberation_paper(read(full_contract(), council=None)))]
        ).replace("\u00a0", " ")

        for what in ("nom de l’assemblée", "date de la séance", "numéro", "décision proposée"):
            assert f"[à compléter : {what}" in text
        assert "code général" not in text
        assert "décide" not in text

    def test_its_object_quotes_what_is_asked_and_stays_to_be_written(self):
        asked = read(full_contract(), asked="Approuver le contrat.\nDésigner deux élus.")
        blocks = deliberation.deliberation_paper(asked).blocks
        start = next(rank for rank, one in enumerate(blocks) if "Objet" in getattr(one, "text", ""))
        article, announced, items, following = blocks[start + 1 : start + 5]
        assert "décision proposée" in plain([article.line])
        assert plain([announced.line]).startswith("Ce qui est demandé au conseil, selon qui a")
        assert [plain([item.line]) for item in items.items] == [
            "Approuver le contrat.",
            "Désigner deux élus.",
        ]
        assert following.text.startswith("Article 2")

    def test_the_day_of_the_council_is_that_of_its_session(self):
        made = deliberation.deliberation_paper(read(full_contract()))
        assert "Séance du 10 décembre 2026" in plain(made.lines)

    def test_contributions_that_sources_call_no_commitment_are_said_so(self):
        city, country = factories.territory(level="epci"), factories.territory()
        page = factories.contract(
            city=city,
            country=country,
            commitments=[
                factories.commitment(city, country, nature=Nature.DECLARED, object="Un bus"),
                factories.commitment(city, country, object="Un train"),
            ],
        )
        made = deliberation.deliberation_paper(read(page))
        stated = " ".join(_after(made, "Considérant"))
        assert "apport mentionné par la source, qui n’en fait pas un engagement" in stated
        assert "sans parler d’engagement" not in stated

    @pytest.mark.parametrize(
        ("gist", "is_said"),
        [
            ("La ville et le pays s’entendent ; nous n’avons trouvé aucun bilan.", False),
            ("La ville et le pays nouent des liens.", True),
        ],
    )
    def test_the_words_of_the_site_are_not_put_in_the_mouth_of_the_assembly(self, gist, is_said):
        page = factories.case_study(
            gist=gist, statements=[factories.statement(Section.RESULT, text=f"Depuis : {gist}")]
        )
        told = " ".join(_after(deliberation.deliberation_paper(read(page)), "Considérant"))
        assert (gist in told) is is_said
        assert "nous n’avons" not in told

    def test_what_no_source_calls_a_commitment_is_not_stated_as_one(self):
        city, country = factories.territory(level="epci"), factories.territory()
        page = factories.contract(
            city=city,
            country=country,
            commitments=[
                factories.commitment(city, country, nature=Nature.DECLARED, object=given)
                for given in ("Un bus", "Un train")
            ],
        )
        synthesis = read(page)
        stated = _after(deliberation.deliberation_paper(synthesis), "Considérant")
        assert "que d’après des sources qui ne parlent pas d’engagement, " in stated[1]
        assert (
            "cité par les sources, sans parler d’engagement"
            in _after(note_paper(synthesis), "Objet").pop()
        )

    def test_its_visas_hold_no_bracket_within_brackets(self):
        page = full_contract()
        for address in ("http://testserver/dossier/?f=ys", f"http://testserver/?d=a{'X' * 300}"):
            made = deliberation.deliberation_paper(read(page, address=address))
            last = _after(made, "Vu")[-1]
            assert "la note de synthèse « Le bois du pays »" in re.sub(r"\s", " ", last)
            assert "(" not in last

    @pytest.mark.parametrize(
        "address", ["", "http://testserver/dossier/?f=ys", f"http://testserver/?d=a{'X' * 300}"]
    )
    def test_its_visas_all_end_alike(self, address):
        made = deliberation.deliberation_paper(read(full_contract(), address=address))
        visas = _after(made, "Vu")
        assert len(visas) == 3
        assert {one[-2:] for one in visas} == {"\u202f;"}

    def test_it_says_how_many_take_part_when_some_have_no_place(self):
        page = factories.case_study(
            places=[factories.territory(name=name) for name in ("Is", "Ys")],
            facts=[factories.fact(Attribute.PARTIES, number_value=3)],
        )
        [first, *_] = _after(deliberation.deliberation_paper(read(page)), "Considérant")
        assert re.sub(r"\s", " ", first).startswith(
            "que Is et Ys sont les lieux de cette expérience, nombre de parties : 3 ["
        )

    def test_its_sources_are_those_that_it_cites_numbered_in_a_row(self):
        synthesis = two_contracts()
        made = deliberation.deliberation_paper(synthesis)
        listed = [
            item
            for block in made.blocks
            if isinstance(block, ListBlock)
            for item in block.items
            if item.anchor
        ]
        assert [item.number for item in listed] == list(range(1, len(listed) + 1))
        assert 0 < len(listed) < len(synthesis.sources)
        first = next(
            number for one in _after(made, "Considérant") for number in re.findall(r"\[(\d+)", one)
        )
        assert first == "1"
        assert " …" not in " ".join(map(str, lines(made)))

    def test_a_long_address_is_not_spelt_on_paper_and_still_leads_there(self):
        address = f"http://testserver/dossier/?d=a{'X' * 300}"
        synthesis = read(full_contract(), address=address)
        for written in (note_paper, deliberation.deliberation_paper):
            made = written(synthesis)
            assert "X" * 100 not in " ".join(lines(made))
            assert address in ReadDocx(as_docx(made, DAY)).links


class TestTheOffer:
    def test_each_file_has_a_label_that_says_its_format_and_a_name(self):
        asked = dossier(full_contract())
        assert list(PAPERS) == [
            "note-de-synthese.pdf",
            "note-de-synthese.docx",
            "note-de-synthese.odt",
            "deliberation.docx",
            "deliberation.odt",
        ]
        for name, kind in PAPERS.items():
            ending = name.rpartition(".")[2]
            assert ending.upper() in kind.label
            assert kind.file_name(asked).endswith(f" - Le bois du pays.{ending}")
            content = paper(name, asked)
            assert content.startswith(b"%PDF" if ending == "pdf" else b"PK")

    def test_a_title_of_ten_thousand_letters_has_a_short_name(self):
        asked = dossier(full_contract(), title="a" * 10_000)
        for name, kind in PAPERS.items():
            assert len(kind.file_name(asked)) < 150
            assert paper(name, asked)

    def test_an_empty_dossier_makes_a_file_too(self):
        for name in PAPERS:
            assert paper(name, dossier())

    def test_another_name_is_unknown(self):
        with pytest.raises(KeyError):
            paper("note.exe", dossier())


# The real catalogue comes last (tests/conftest.py).


@pytest.mark.parametrize("name", PAPERS)
def test_two_contracts_an_experience_and_a_tool_of_the_catalogue(catalogue, name):
    pages = [
        ContractPage.objects.get(slug="brest-metropole-centre-ouest-bretagne"),
        ContractPage.objects.get(slug="grenoble-alpes-metropole-belledonne"),
        CaseStudyPage.objects.live().order_by("slug").first(),
        ToolPage.objects.live().order_by("slug").first(),
    ]
    asked = dossier(*pages)
    content = paper(name, asked)
    found: Any = {"pdf": ReadPaper, "docx": ReadDocx, "odt": ReadOdt}[name.rpartition(".")[2]](
        content
    )

    for page in pages:
        assert bare(page.title) in bare(found.text)
    assert bare("Aucun bilan public n’a été trouvé") in bare(found.text)
    assert len(content) < 450_000


def test_contracts_of_which_no_commitment_is_known_say_so(catalogue):
    pages = [
        page
        for page in ContractPage.objects.live().order_by("slug")
        if not page.commitments.exists()
    ][:6]
    others = [CaseStudyPage.objects.live().first(), ToolPage.objects.live().first()]
    assert pages
    made = note_paper(synthesis_of(dossier(*pages, *others)))
    text = ReadPaper(as_pdf(made, DAY)).text
    assert text.count("Apports de chacun : non renseignés") == len(pages)


def _generated(given_lines: list[tuple[str, str, int | None, str, bool]]) -> ContractPage:
    city, country = factories.territory(level="epci"), factories.territory()
    theme = factories.theme()
    ways = {"city": (city, country), "country": (country, city), "both": (None, None)}
    return factories.contract(
        city=city,
        country=country,
        commitments=[
            factories.commitment(
                *ways[way],
                object=f"x{text}",
                theme=theme if themed else None,
                quantity=quantity,
                unit="tonnes" if quantity else "",
                state=state,
            )
            for text, way, quantity, state, themed in given_lines
        ],
    )


def _entries(synthesis: Synthesis) -> list[tuple[str, ...]]:
    """What is given, its quantity, its state."""
    return [
        (item.text, *item.details)
        for fiche in synthesis.fiches
        for row in fiche.sheet.sections[0].rows
        for cell in row.cells
        for item in cell.items
        if not item.absent
    ]


def _all_told(synthesis: Synthesis) -> list[str]:
    """What the parts and the sections of the fiches tell, and what they say of what they do not
    know."""
    found = [item.text for one in synthesis.parts for told in one.told for item in told.items]
    for fiche in synthesis.fiches:
        found.append(fiche.sheet.gist.text)
        for section in fiche.sheet.sections:
            found += [section.absent, section.remark]
            found += [item.text for item in section.items]
            found += [
                item.text for row in section.rows for cell in row.cells for item in cell.items
            ]
    return found


def _after(made: Paper, heading: str) -> list[str]:
    """The items that stand below a heading of the first level."""
    found: list[str] = []
    here = False
    for block in made.blocks:
        if isinstance(block, HeadingBlock) and block.level == 1:
            here = block.text == heading
        elif here and isinstance(block, ListBlock):
            found += [plain([item.line]) for item in block.items]
    return found


def _lines_of(made: Paper) -> list[Line]:
    found = [*made.lines]
    for block in made.blocks:
        if isinstance(block, TextBlock | BoxBlock):
            found.append(block.line)
        elif isinstance(block, ListBlock):
            found += [item.line for item in block.items]
    return found


def _everywhere(value: Any, text: str, name: str = "") -> Any:
    """Every text of people replaced."""
    if name in UNTOUCHED:
        return value
    if isinstance(value, tuple):
        return tuple(_everywhere(one, text, name) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(
            value,
            **{
                one.name: _everywhere(getattr(value, one.name), text, one.name)
                for one in fields(value)
            },
        )
    return text if isinstance(value, str) and value else value
