"""Texts as cells of a spreadsheet: none is run as a formula, none breaks the file."""

from __future__ import annotations

from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

# A cell that starts so would be run; the wide signs are those of other keyboards.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
_CONTROLS = ("\t", "\r", "\n")


def harmless(text: str) -> str:
    """The text of a cell that no spreadsheet takes for a formula, also after spaces."""
    risky = text.startswith(_CONTROLS) or text.lstrip().startswith(_FORMULA_SIGNS)
    return f"'{text}" if risky else text


def writable(text: str) -> str:
    """Without the control characters that the format of a workbook refuses."""
    return str(ILLEGAL_CHARACTERS_RE.sub("", text))
