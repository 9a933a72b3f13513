"""Compiles the French words of the admin, which replace those of Wagtail: python -m scripts.messages

The compiled file is kept beside its text, for a machine that runs the site has no tool to make it.
"""

from __future__ import annotations

from pathlib import Path

import polib

TEXT = Path(__file__).parent.parent / "kb/locale/fr/LC_MESSAGES/django.po"
COMPILED = TEXT.with_suffix(".mo")


def main() -> None:
    polib.pofile(str(TEXT)).save_as_mofile(str(COMPILED))


if __name__ == "__main__":
    main()
