"""The text of an experience, written in Word or LibreOffice: which part of it is which of a fiche.

Nothing of the text is lost: what stands under no heading that is known is kept in the section
before it, with its heading.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import mammoth
from bs4 import BeautifulSoup
from bs4 import Tag as HtmlTag
from odfdo import Document, Element

from contracts.columns.fiches import STATEMENTS
from contracts.columns.table import LONGEST_KEY
from contracts.editing.importing.records import Place, Record, Records
from contracts.models import CaseStudyPage, Statement
from contracts.tables.archive import Archive, FileRefused, broken
from contracts.values.clean_text import clean_lines
from contracts.values.slugs import numbered_slug
from contracts.values.vocabulary import Section
from search.text.analysis import fold

GIST = "gist"
_MOST_BLOCKS = 3_000
_MOST_TEXT = 300_000  # characters
_GIST_LENGTH = range(40, 401)
_LONGEST_TITLE = 255
_STYLES = "p[style-name='Title'] => h1.title:fresh\np[style-name='Subtitle'] => p:fresh"
_NUMBERED = re.compile(r"^(?:[0-9]+(?:[.\-][0-9]+)*|[ivx]+|[a-z])[.)°\-]+\s*|^[0-9]+\s+")
_SENTENCE = re.compile(r"(?<=[.!?…])\s+")

# What people call the sections of an experience, folded, besides their own names.
_CALLED: dict[str, str] = {
    **dict.fromkeys(("resume", "en bref", "en une phrase", "l essentiel", "synthese"), GIST),
    **dict.fromkeys(("situation", "origine", "historique", "contexte local"), Section.CONTEXT),
    **dict.fromkeys(
        ("probleme", "enjeux", "enjeu", "besoins", "constat", "problematique"), Section.PROBLEM
    ),
    **dict.fromkeys(
        ("actions", "action", "deroulement", "description", "demarche", "mise en oeuvre", "projet"),
        Section.ACTION,
    ),
    **dict.fromkeys(("resultat", "bilan", "effets", "impacts", "evaluation"), Section.RESULT),
    **dict.fromkeys(("cout", "budget", "financement", "financements"), Section.COST),
    **dict.fromkeys(("moyen", "ressources", "moyens humains", "moyens mobilises"), Section.MEANS),
    **dict.fromkeys(("partenaires", "partenariat", "pilotage", "acteurs"), Section.GOVERNANCE),
    **dict.fromkeys(
        ("freins", "frein", "difficultes", "obstacles", "limites", "points de vigilance"),
        Section.OBSTACLE,
    ),
    **dict.fromkeys(
        ("facteurs de reussite", "cles de reussite", "leviers", "conditions"), Section.CONDITION
    ),
    **dict.fromkeys(
        ("transposer", "transposition", "transferabilite", "reproductibilite", "conseils"),
        Section.TRANSFER,
    ),
}


@dataclass(frozen=True)
class Block:
    """A paragraph (`level` 0) or a heading, 1 being the highest; `is_title` is that of the text."""

    text: str
    level: int = 0
    is_title: bool = False


def read_document(content: bytes, name: str) -> Records:
    """One experience. Raises FileRefused."""
    archive = Archive(content)
    is_word = name.lower().endswith(".docx")
    if ("word/document.xml" if is_word else "content.xml") not in archive.names:
        raise broken()
    if not is_word and b"opendocument.text" not in (
        archive.read("mimetype") if "mimetype" in archive.names else b""
    ):
        raise broken()
    try:
        blocks = list(_word(content) if is_word else _libreoffice(content))
    except (
        AttributeError,
        KeyError,
        IndexError,
        LookupError,
        OSError,
        RecursionError,
        SyntaxError,  # of lxml, for a part that is no XML
        TypeError,
        ValueError,
        zipfile.BadZipFile,
    ) as error:  # what the readers raise for a part that is missing or made otherwise
        raise broken() from error
    images = sum(one.lower().startswith(("word/media/", "pictures/")) for one in archive.names)
    if len(blocks) > _MOST_BLOCKS or sum(len(one.text) for one in blocks) > _MOST_TEXT:
        raise FileRefused("Le texte est trop long pour une fiche : envoyez-le fiche par fiche.")
    if not blocks:
        raise FileRefused("Le document ne contient aucun texte : choisissez celui de la fiche.")
    return _records(blocks, images)


def _word(content: bytes) -> Iterator[Block]:
    html = mammoth.convert_to_html(
        io.BytesIO(content),
        style_map=_STYLES,
        convert_image=mammoth.images.img_element(lambda _image: {"src": ""}),
    ).value
    for element in BeautifulSoup(html, "html.parser").find_all(True, recursive=False):
        yield from _of_html(element)


def _of_html(element: HtmlTag) -> Iterator[Block]:
    if element.name in {"ul", "ol", "table", "thead", "tbody", "li"}:
        within = element.find_all(True, recursive=False)
        if element.name == "li" and not any(one.name in {"ul", "ol", "p"} for one in within):
            yield from _block(element.get_text(""))
            return
        if element.name == "li":
            own = "".join(str(one) for one in element.find_all(string=True, recursive=False))
            yield from _block(own)
        for one in within:
            if one.name in {"ul", "ol", "li", "p", "tr", "thead", "tbody", "table"}:
                yield from _of_html(one)
            else:
                yield from _block(one.get_text(""))
    elif element.name == "tr":
        cells = element.find_all(["td", "th"], recursive=False)
        yield from _block(" | ".join(" ".join(cell.get_text(" ").split()) for cell in cells))
    else:
        level = int(element.name[1]) if re.fullmatch(r"h[1-6]", element.name) else 0
        for line_break in element.find_all("br"):
            line_break.replace_with("\n")
        is_title = "title" in (element.get("class") or [])
        yield from _block(element.get_text(""), level, is_title=is_title)


def _libreoffice(content: bytes) -> Iterator[Block]:
    yield from _of_odf(Document(io.BytesIO(content)).body)


# Parts of the text that are no text: who changed what, and what the office program counts.
_UNREAD = {"text:tracked-changes", "office:forms", "text:sequence-decls", "office:annotation"}


def _of_odf(parent: Element) -> Iterator[Block]:
    for element in parent.children:
        tag = element.tag
        if tag in _UNREAD:
            continue
        if tag in {"text:h", "text:p"}:
            level = int(element.get_attribute("text:outline-level") or 1) if tag == "text:h" else 0
            style = str(element.get_attribute("text:style-name") or "")
            is_title = style == "Title"
            yield from _block(str(element), 1 if is_title else min(level, 6), is_title=is_title)
        elif tag == "table:table-row":
            cells = [" ".join(_text_of(cell).split()) for cell in element.children]
            yield from _block(" | ".join(cell for cell in cells if cell))
        else:
            yield from _of_odf(element)


def _text_of(element: Element) -> str:
    return " ".join(block.text for block in _of_odf(element))


def _block(text: str, level: int = 0, *, is_title: bool = False) -> Iterator[Block]:
    text = " ".join(clean_lines(text).split())
    if text:
        yield Block(text, level, is_title)


def _records(blocks: list[Block], images: int) -> Records:
    title_at = _title_at(blocks)
    title = blocks[title_at].text
    shown = title[:_LONGEST_TITLE]
    line = Place("", title_at, unit="paragraphe")
    record = Record(
        # Also when the title is written otherwise: the address of the fiche is made of it.
        numbered_slug(shown, LONGEST_KEY, lambda _slug: False),
        line,
        lines=[line],
        data={"title": shown},
        keys={"title", STATEMENTS},
        sections=set(CaseStudyPage.sections),
    )
    record.places["title"] = line
    reading = _SectionReader(record)
    for number, block in enumerate(blocks):
        if number != title_at:
            reading.read(block, Place("", number, unit="paragraphe"))
        elif shown != title:
            reading.tell(title, line)
    reading.end()
    notes = []
    if reading.unknown:
        named = ", ".join(f"« {heading} »" for heading in dict.fromkeys(reading.unknown))
        notes.append(f"Titres qui ne sont pas d’une rubrique, gardés dans le texte : {named}.")
    if images:
        many = images > 1
        notes.append(
            f"{images} image{'s' if many else ''} du document "
            f"{'ne sont pas reprises' if many else 'n’est pas reprise'} : "
            "une expérience n’a pas encore d’image."
        )
    return Records([record], notes, [])


def _title_at(blocks: list[Block]) -> int:
    """The title that is marked so, else the first highest heading that names no section, else the
    first text."""
    for number, block in enumerate(blocks):
        if block.is_title:
            return number
    for number, block in enumerate(blocks):
        if block.level == 1 and _section(block.text) is None:
            return number
    return 0


def _section(heading: str) -> str | None:
    """The section that a heading opens, or GIST; None when it is none that is known."""
    asked = " ".join(_NUMBERED.sub("", fold(heading).strip()).replace("’", " ").split()).rstrip(
        " :."
    )
    for section in CaseStudyPage.sections:
        if asked in {fold(str(section.label)), section.value}:
            return section
    return _CALLED.get(asked)


class _SectionReader:
    """Blocks put under the section that is open."""

    def __init__(self, record: Record):
        self.record = record
        self.section: str = Section.CONTEXT
        self.heading = ""  # not known, to be kept with the text below it
        self.heading_place = record.line
        self.gist: list[tuple[str, Place]] = []
        self.is_gist = True  # what follows the title
        self.unknown: list[str] = []
        record.data[STATEMENTS] = []

    def read(self, block: Block, place: Place) -> None:
        if not block.level:
            self._read_text(block.text, place)
            return
        self._keep_heading()
        section = _section(block.text)
        self.is_gist = section == GIST
        if section is None:
            self.heading, self.heading_place = block.text, place
            self.unknown.append(block.text)
        elif section != GIST:
            self.section = section

    def end(self) -> None:
        self._keep_heading()
        text = " ".join(text for text, _place in self.gist)
        if len(text) in _GIST_LENGTH:
            self.record.data[GIST] = text
            self.record.keys.add(GIST)
            self.record.places[GIST] = self.gist[0][1]
            return
        told, self.record.data[STATEMENTS] = self.record.data[STATEMENTS], []
        for text, place in self.gist:
            self.section = Section.CONTEXT
            self.tell(text, place)
        self.record.data[STATEMENTS] += told

    def tell(self, text: str, place: Place) -> None:
        """As many statements as the length of one asks."""
        statements = self.record.data[STATEMENTS]
        for part in parts_of(text, Statement._meta.get_field("text").max_length or len(text)):
            statements.append({"section": str(self.section), "text": part})
            self.record.places[f"{STATEMENTS}[{len(statements)}]"] = place

    def _read_text(self, text: str, place: Place) -> None:
        if self.is_gist:
            self.gist.append((text, place))
            return
        if self.heading:
            text, self.heading = f"{self.heading} : {text}", ""
        self.tell(text, place)

    def _keep_heading(self) -> None:
        if self.heading:
            self.tell(self.heading, self.heading_place)
        self.heading = ""


def parts_of(text: str, longest: int) -> Iterator[str]:
    """The text in parts that are short enough, cut between sentences, else between words."""
    part = ""
    for sentence in _SENTENCE.split(text):
        for piece in _pieces(sentence, longest):
            if part and len(part) + 1 + len(piece) > longest:
                yield part
                part = ""
            part = f"{part} {piece}" if part else piece
    if part:
        yield part


def _pieces(sentence: str, longest: int) -> Iterator[str]:
    while len(sentence) > longest:
        at = sentence.rfind(" ", 0, longest)
        at = at if at > 0 else longest
        yield sentence[:at]
        sentence = sentence[at:].strip()
    yield sentence
