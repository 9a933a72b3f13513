"""What is wrong with the files of the catalogue, all of it told at once."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(frozen=True)
class FileFault:
    """One fault of one file: where it is, what is wrong, what to do."""

    file: str
    path: str
    message: str

    def __str__(self) -> str:
        place = f"{self.file} › {self.path}" if self.path else self.file
        return f"{place} : {self.message}"


class CatalogueFaults(Exception):
    """Everything that is wrong with the files, all of it at once."""

    def __init__(self, faults: list[FileFault]):
        self.faults = faults
        super().__init__(
            f"{len(faults)} faute{'s' if len(faults) > 1 else ''} dans les fichiers du catalogue :\n"
            + "\n".join(f"- {fault}" for fault in faults)
        )


@dataclass
class Reader:
    """Collects the faults of one file, and the references to check once all files are read."""

    file: str
    faults: list[FileFault] = field(default_factory=list)
    references: list[tuple[str, str, str]] = field(default_factory=list)  # family, key, path

    def fault(self, path: str, message: str) -> None:
        self.faults.append(FileFault(self.file, path, message))

    def is_unreadable(self, pattern: str) -> bool:
        """Whether something at a place that the pattern matches, or an item there, has a fault."""
        place = re.compile(rf"(?:{pattern})(?:\[\d+\])?")
        return any(place.fullmatch(fault.path) for fault in self.faults)
