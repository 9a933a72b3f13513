"""What a zipped office file must be before anything reads it: bounded, plain, of its own contents.

Nothing here interprets the file: parts are unzipped by pieces and counted, and their XML is passed
through the parser for what no reader may meet (entities, links to elsewhere).
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.parsers import expat

MAX_FILE = 10 * 1024 * 1024  # bytes, as sent
MAX_UNZIPPED = 60 * 1024 * 1024  # bytes of XML of all parts together
MAX_RATIO = 200  # of one part above a megabyte
_MAX_PARTS = 2_000
_MAX_DEPTH = 200  # of elements; office programs stay below 50
_PIECE = 64 * 1024
_OLD_OFFICE = bytes.fromhex("d0cf11e0a1b11ae1")  # also how an office file with a password begins
_EXTERNAL = re.compile(rb"""TargetMode\s*=\s*["']External["']""")
_LINK_KINDS = re.compile(rb"""relationships/(hyperlink)["']""")


class FileRefused(Exception):
    """A file that is not read: why, and the cure, in French."""


class Archive:
    """The parts of a file, none of which is too large or dangerous. Raises FileRefused.

    `read` gives the bytes of a part.
    """

    def __init__(self, content: bytes):
        if not content:
            raise FileRefused("Le fichier est vide : choisissez celui que vous avez rempli.")
        if len(content) > MAX_FILE:
            raise FileRefused(
                f"Le fichier dépasse {MAX_FILE // 1024 // 1024} Mo : partagez-le en plusieurs."
            )
        if content.startswith(_OLD_OFFICE):
            raise FileRefused(
                "Le fichier est protégé par un mot de passe, ou d’un ancien format (.xls, .doc) : "
                "enregistrez-le sans mot de passe, au format actuel."
            )
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(content))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise FileRefused(_BROKEN) from error
        self.names = [one.filename for one in self._zip.infolist()]
        self._check()

    def read(self, name: str) -> bytes:
        return b"".join(self._pieces(self._zip.getinfo(name)))

    def has(self, ending: str) -> bool:
        return any(name.lower().endswith(ending) for name in self.names)

    def _check(self) -> None:
        if len(self.names) > _MAX_PARTS or len(set(self.names)) != len(self.names):
            raise FileRefused(_BOMB)
        if self.has("vbaproject.bin") or any(name.startswith("Basic/") for name in self.names):
            raise FileRefused("Le fichier contient des macros : enregistrez-le sans elles.")
        if any("externallinks/" in name.lower() for name in self.names):
            raise FileRefused(_LINKED)
        total = 0
        for part in self._zip.infolist():
            if part.flag_bits & 1:
                raise FileRefused("Le fichier est protégé par un mot de passe : ôtez-le.")
            size, content = 0, []
            is_xml = part.filename.lower().endswith((".xml", ".rels"))
            for piece in self._pieces(part):
                size += len(piece)
                if is_xml:
                    content.append(piece)
                if size > 1024 * 1024 and size > MAX_RATIO * max(part.compress_size, 1):
                    raise FileRefused(_BOMB)
                if total + size > MAX_UNZIPPED:
                    raise FileRefused(_BOMB)
            total += size
            if is_xml and content:  # LibreOffice leaves empty parts
                self._check_xml(part.filename, b"".join(content))

    def _check_xml(self, name: str, content: bytes) -> None:
        if name == "META-INF/manifest.xml" and b"encryption-data" in content:
            raise FileRefused("Le fichier est protégé par un mot de passe : ôtez-le.")
        if name.endswith(".rels"):
            for link in re.findall(rb"<[^<>]*>", content):
                if _EXTERNAL.search(link) and not _LINK_KINDS.search(link):
                    raise FileRefused(_LINKED)
        check_xml(content)

    def _pieces(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        try:
            with self._zip.open(part) as file:
                while piece := file.read(_PIECE):
                    yield piece
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
            ValueError,
        ) as error:
            raise FileRefused(_BROKEN) from error


_BROKEN = (
    "Le fichier ne se lit pas : il est abîmé, ou d’un autre format que son nom ne le dit. "
    "Ouvrez-le, puis enregistrez-le à nouveau."
)
_BOMB = "Décompressé, le fichier est démesuré : partagez-le en plusieurs."
_LINKED = (
    "Le fichier va chercher des contenus ailleurs (liens vers d’autres fichiers) : rompez ces "
    "liaisons, puis enregistrez-le."
)
_ENTITIES = "Le fichier contient des déclarations XML qui ne sont pas acceptées (DOCTYPE, entités)."


def broken() -> FileRefused:
    return FileRefused(_BROKEN)


def check_xml(content: bytes, **handlers: object) -> None:
    """Parse a part, which may hold no document type, no entity, no absurd depth.

    `handlers` are those of expat, by their names there. Raises FileRefused.
    """
    parser = expat.ParserCreate()
    depth = 0
    start_of, end_of = (
        handlers.pop("StartElementHandler", None),
        handlers.pop("EndElementHandler", None),
    )

    def refuse(*_arguments: object) -> None:
        raise FileRefused(_ENTITIES)

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        depth += 1
        if depth > _MAX_DEPTH:
            raise broken()
        if callable(start_of):
            start_of(name, attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        if callable(end_of):
            end_of(name)

    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    for name, handler in handlers.items():
        setattr(parser, name, handler)
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        raise broken() from error
