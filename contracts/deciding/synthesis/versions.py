"""Where the text of each fiche of a dossier is read as it was: the end of its documents."""

from __future__ import annotations

from collections.abc import Iterator

from contracts.deciding.documents.blocks import Block, HeadingBlock
from contracts.deciding.documents.writing import bullets, line, linked, soft, strong, text
from contracts.deciding.synthesis.values import Synthesis


def version_blocks(synthesis: Synthesis) -> Iterator[Block]:
    """Where the text of each fiche is read as it was."""
    yield HeadingBlock(1, "Fiches et versions")
    if not synthesis.fiches:
        yield text(soft("Aucune fiche."))
        return
    yield bullets(
        line(
            strong(one.sheet.title),
            f" – {one.kind}, {one.version or 'sans version datée'}\u00a0: ",
            linked(one.address),
        )
        for one in synthesis.fiches
    )
