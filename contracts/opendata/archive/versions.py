"""The archives that are kept, by their day: a file, and beside it what is told of it, written last.

No other module knows where they are.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import tempfile
from collections.abc import Iterator
from dataclasses import asdict, dataclass

from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from contracts.opendata.archive.package import NAME, write

_FOLDER = "donnees"
_TOLD = re.compile(rf"{NAME}-(\d{{4}}-\d\d-\d\d)\.json")
KEPT_NIGHTS = 31  # then one a month, the first that there is


@dataclass(frozen=True)
class Version:
    """The archive of a day: `rows` are how many each of its tables has, by its code."""

    day: dt.date
    sha256: str
    size: int
    rows: dict[str, int]

    @property
    def file_name(self) -> str:
        return f"{NAME}-{self.day.isoformat()}.zip"

    def open(self) -> File:
        return default_storage.open(f"{_FOLDER}/{self.file_name}")


def versions() -> list[Version]:
    """The newest first."""
    if not default_storage.exists(_FOLDER):
        return []
    _, names = default_storage.listdir(_FOLDER)
    return sorted(_told(names), key=lambda one: one.day, reverse=True)


def _told(names: list[str]) -> Iterator[Version]:
    for name in names:
        if match := _TOLD.fullmatch(name):
            try:
                with default_storage.open(f"{_FOLDER}/{name}") as file:
                    told = json.load(file)
            except FileNotFoundError:
                continue  # forgotten meanwhile
            yield Version(**{**told, "day": dt.date.fromisoformat(match[1])})


def of_day(day: str) -> Version | None:
    return next((one for one in versions() if one.day.isoformat() == day), None)


def keep(day: dt.date) -> bool:
    """Make the archive of a day; False when there is one, or when another clock has just made
    it."""
    if of_day(day.isoformat()):
        return False
    with tempfile.TemporaryFile() as file:
        rows = write(file, day)
        size = file.tell()
        file.seek(0)
        version = Version(day, hashlib.file_digest(file, "sha256").hexdigest(), size, rows)
        file.seek(0)
        path = f"{_FOLDER}/{version.file_name}"
        saved = default_storage.save(path, File(file))
    if saved != path:
        default_storage.delete(saved)
        return False
    told = json.dumps({**asdict(version), "day": day.isoformat()})
    default_storage.save(_beside(version), ContentFile(told))
    return True


def forget(today: dt.date) -> int:
    """Those of long ago, but the first of each month; how many went."""
    kept = versions()
    first = {(one.day.year, one.day.month): one.day for one in kept}
    old = [
        one
        for one in kept
        if (today - one.day).days > KEPT_NIGHTS and first[one.day.year, one.day.month] != one.day
    ]
    for one in old:
        default_storage.delete(_beside(one))
        default_storage.delete(f"{_FOLDER}/{one.file_name}")
    return len(old)


def _beside(version: Version) -> str:
    return f"{_FOLDER}/{version.file_name.removesuffix('zip')}json"
