"""An error that nobody foresaw, told without its own words, which may name a person."""

from __future__ import annotations

import traceback
from pathlib import Path


def told(error: Exception) -> str:
    """« IntegrityError (registrations.py:310) »: what it is, and where."""
    frames = traceback.extract_tb(error.__traceback__)
    where = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    return f"{type(error).__name__}{where}"
