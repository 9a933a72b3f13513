"""Blocks as an accessible PDF: one template sets them all."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path
from typing import Any

from contracts.deciding.documents.blocks import (
    Block,
    BoxBlock,
    GridBlock,
    HeadingBlock,
    ListBlock,
    Paper,
    TextBlock,
)
from contracts.drawings import palette
from contracts.drawings.qr import on_paper
from contracts.papers import typesetting

_TEMPLATE = Path(__file__).parent / "typst" / "paper.typ"
_CODE = "Code QR\u00a0: l’adresse qui rouvre ce dossier"
_KINDS: dict[type[Block], str] = {
    HeadingBlock: "heading",
    TextBlock: "text",
    ListBlock: "list",
    GridBlock: "grid",
    BoxBlock: "box",
}


def as_pdf(paper: Paper, day: dt.date | None) -> bytes:
    """`day` is the date of the file. Raises PaperFailed."""
    set_by = typesetting.typeset_long if paper.summary else typesetting.typeset
    return set_by(_TEMPLATE, _data(paper, day))


def digest(paper: Paper, day: dt.date | None) -> str:
    """The name of what `as_pdf` makes of the same."""
    return typesetting.digest(_TEMPLATE, _data(paper, day))


def _block(block: Block) -> dict[str, Any]:
    data = {"kind": _KINDS[type(block)], **asdict(block)}
    if isinstance(block, GridBlock):
        for row, made in zip(block.rows, data["rows"], strict=True):
            made["is_long"] = row.is_long
    return data


def _code(address: str) -> dict[str, Any] | None:
    drawn = on_paper(address) if address else None
    return {**asdict(drawn), "said": _CODE} if drawn else None


def _data(paper: Paper, day: dt.date | None) -> dict[str, Any]:
    return {
        "document_title": paper.document_title,
        "type": paper.type,
        "title": paper.title,
        "lines": [list(map(asdict, line)) for line in paper.lines],
        "blocks": list(map(_block, paper.blocks)),
        "marking": paper.marking,
        "running_head": paper.running_head,
        "summary": paper.summary,
        "wide": paper.wide,
        "code": _code(paper.address),
        "day": [day.year, day.month, day.day] if day else None,
        "colours": {
            "city": palette.CITY,
            "countryside": palette.COUNTRYSIDE,
            "ink": palette.INK,
            "soft": palette.INK_SOFT,
        },
    }
