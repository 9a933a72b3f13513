"""TEMPORARY, until the branch of pages is merged: drop this file at the merge."""

from __future__ import annotations

import typst

from contracts.training.models import TrainingSessionPage


def attendance_sheet(page: TrainingSessionPage) -> bytes:
    source = b'#set page(paper: "a4")\nFeuille d\'emargement'
    return bytes(typst.compile(source))
