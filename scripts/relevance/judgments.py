"""The judged queries, as values: those that the ranking was tuned on, of which whole questions and
sentences stand apart, and those held out, which tell whether it is better or only fitted. How they
were judged is said in each file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

TUNED = Path(__file__).parent / "queries.yaml"
SENTENCES = Path(__file__).parent / "sentences.yaml"
HELD_OUT = Path(__file__).parent / "held_out.yaml"
GRADES = (3, 2, 1)
_PROPOSED_KINDS = frozenset({"mot courant", "nom de lieu", "intention"})
PUBLICS = frozenset({"elus", "agents", "citoyens"})


@dataclass(frozen=True)
class Judged:
    """A query and what it is worth to find: `grades` gives, by address of a page without its outer
    slashes, 3 for the answer, 2 for what is good to have, 1 for what is acceptable."""

    q: str
    public: str
    kind: str
    grades: Mapping[str, int]
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.public not in PUBLICS:
            raise ValueError(f"« {self.q} »: unknown public {self.public}")
        if max(self.grades.values(), default=0) < 2:
            raise ValueError(f"« {self.q} » has no answer, nor anything good")

    @property
    def is_of_proposals(self) -> bool:
        """Whether what is proposed above the results is a part of the answer."""
        return self.kind in _PROPOSED_KINDS


def load(queries: Path) -> list[Judged]:
    """Every judged query, in the order of the file."""
    judged = []
    for entry in yaml.safe_load(queries.read_text(encoding="utf-8")):
        unknown = set(entry) - {"q", "public", "kind", "filters", *GRADES}
        if unknown:
            raise ValueError(f"« {entry.get('q')} »: unknown keys {sorted(map(str, unknown))}")
        grades: dict[str, int] = {}
        for grade in GRADES:
            for address in entry.get(grade, ()):
                if address in grades:
                    raise ValueError(f"« {entry['q']} »: {address} is graded twice")
                grades[address] = grade
        filters = {name: tuple(codes) for name, codes in entry.get("filters", {}).items()}
        judged.append(Judged(entry["q"], entry["public"], entry["kind"], grades, filters))
    return judged
