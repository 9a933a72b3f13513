"""Plain data and a Typst template become an accessible PDF or a picture: the one module that calls
Typst, here or apart.

Data reach the template as JSON, never as source. Fonts are those of the repository and those that
Typst itself holds, so that a paper is the same everywhere. A template stands beside the code that
fills it, and begins with `#import "/papers/typst/frame.typ": *`: Typst reads no file outside the
folder `contracts`, which is its root.
"""

from __future__ import annotations

import io
import json
import subprocess
import sys
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import typst
from PIL import Image

_ROOT = Path(__file__).parent.parent
_FONTS = Path(__file__).parent / "typst" / "fonts"
_APART = Path(__file__).with_name("apart.py")
# A hundred fiches take some seconds.
_LONGEST_APART = 120
_STANDARD: Final = "ua-1"
_TRIAL = b'#set document(title: "x")\n#set text(font: "Public Sans", lang: "fr")\n#sys.inputs.text'
_COMMON = frozenset(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | set("ŒœŸ’‘“”–—…€\u202f")
_MISSING = "□"
# Each rare character is tried for some milliseconds: a paper full of them does not last for ever.
_MOST_TRIED = 500


class PaperFailed(Exception):
    """A paper could not be made. The message is for the logs, not for a reader."""


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF that this file of Typst makes of plain data, in French, tagged; its title is
    `document_title`. Raises PaperFailed, which names the template."""
    return _compiled(template, data, format="pdf", pdf_standards=_STANDARD)


def typeset_long(template: Path, data: Mapping[str, Any]) -> bytes:
    """The same, for a paper of a hundred pages: in processes that end, so that this one keeps none
    of what Typst takes. The template is set twice: with an empty input `places`, the value at its
    label of this name tells where its anchors stand, and this is then the input. Raises
    PaperFailed."""
    text = _text(data)
    places = _apart(template, {"data": text, "places": ""}, asked="places")
    return _apart(template, {"data": text, "places": places.decode()})


def picture(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PNG that this file of Typst, of one page, makes of plain data: a point is a pixel.
    Raises PaperFailed, which names the template."""
    drawn = Image.open(io.BytesIO(_compiled(template, data, format="png", ppi=72)))
    out = io.BytesIO()
    # Few colours: a third of the weight.
    drawn.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue()


def _compiled(template: Path, data: Mapping[str, Any], **options: Any) -> bytes:
    try:
        return typst.compile(
            template,
            root=_ROOT,
            font_paths=_fonts(),
            sys_inputs={"data": _text(data)},
            **options,
        )
    except typst.TypstError as error:
        raise PaperFailed(f"{template.stem}: {error}") from error


def _apart(template: Path, inputs: Mapping[str, str], asked: str = "") -> bytes:
    order = {
        "template": str(template),
        "root": str(_ROOT),
        "fonts": str(_FONTS),
        "inputs": inputs,
        "standard": _STANDARD,
        "asked": asked,
    }
    try:
        done = subprocess.run(  # noqa: S603 - a file of this folder, with what it is given
            [sys.executable, "-I", str(_APART)],
            input=json.dumps(order).encode(),
            capture_output=True,
            timeout=_LONGEST_APART,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise PaperFailed(f"{template.stem}: {error}") from error
    if done.returncode:
        said = done.stderr.decode(errors="replace") or f"ended with code {done.returncode}"
        raise PaperFailed(f"{template.stem}: {said}")
    return done.stdout


def digest(template: Path, data: Mapping[str, Any]) -> str:
    """The name of what `typeset` makes of this: another one for other data, another template or
    another Typst. A template that sets the date of its document always makes the same file."""
    made_of = (
        version("typst").encode(),
        (_ROOT / "papers" / "typst" / "frame.typ").read_bytes(),
        template.read_bytes(),
        json.dumps(data, sort_keys=True).encode(),
    )
    return sha256(b"\0".join(made_of)).hexdigest()


def _normalised(value: Any) -> Any:
    """Composed letters, and nothing invisible: no control, no mark that turns the line around."""
    if isinstance(value, Mapping):
        return {key: _normalised(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_normalised(one) for one in value]
    if isinstance(value, str):
        text = unicodedata.normalize("NFC", value.replace("\n", " "))
        return "".join(one for one in text if not unicodedata.category(one).startswith("C"))
    return value


def _text(data: Mapping[str, Any]) -> str:
    """What a template reads, without a character that no font has."""
    text = json.dumps(_normalised(data), ensure_ascii=False)
    return text.translate({ord(one): _instead_of(one) for one in _missing(text)})


def _missing(text: str) -> set[str]:
    """The characters that no font has: an export that must be readable aloud refuses them."""
    rare = sorted(set(text) - _COMMON)
    tried = {one for one in rare[:_MOST_TRIED] if _has_a_glyph(one)}
    return set(rare) - tried


def _instead_of(character: str) -> str:
    """A sign for a letter, so that the name is seen to lack one; a pictogram says nothing."""
    return "" if unicodedata.category(character).startswith("S") else _MISSING


@lru_cache(maxsize=4_096)
def _has_a_glyph(character: str) -> bool:
    try:
        typst.compile(
            _TRIAL,
            font_paths=_fonts(),
            sys_inputs={"text": character},
            format="pdf",
            pdf_standards=_STANDARD,
        )
    except typst.TypstError:
        return False
    return True


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[_FONTS])
