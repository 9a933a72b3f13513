"""What cannot be told from its ground when the reader's system imposes its colours."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

from contracts.drawings.palette import SURFACE

# Letters, then marks of a drawing (WCAG 1.4.3 and 1.4.11).
_LETTERS, _MARKS = 4.5, 3.0

_UNSEEN = Path(__file__).with_suffix(".js").read_text()


def unseen(page: Page) -> dict[str, list[str]]:
    """Words and marks that the imposed colours hide, by the scheme that the reader prefers."""
    faults = {}
    for colours in ("light", "dark"):
        page.emulate_media(forced_colors="active", color_scheme=colours)
        if found := page.evaluate(_UNSEEN, [_LETTERS, _MARKS, SURFACE]):
            faults[colours] = found
    page.emulate_media(forced_colors="none")
    return faults
