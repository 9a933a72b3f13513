"""The usual measures of a ranking. All are between 0 and 1; 1 is best."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence


def ndcg(seen: Sequence[str], grades: Mapping[str, int], *, at: int = 10) -> float:
    """Discounted gain of the first `at` over that of the best order: a page of grade g at rank r
    brings (2^g - 1) / log2(r + 1)."""
    best = _gain(sorted(grades.values(), reverse=True)[:at])
    return _gain([grades.get(page, 0) for page in seen[:at]]) / best if best else 0.0


def reciprocal_rank(seen: Sequence[str], answers: Collection[str]) -> float:
    """1 over the rank of the first answer; 0 when there is none."""
    for rank, page in enumerate(seen, start=1):
        if page in answers:
            return 1 / rank
    return 0.0


def success(seen: Sequence[str], answers: Collection[str], *, at: int = 3) -> bool:
    """Whether one of the answers is among the first `at`."""
    return any(page in answers for page in seen[:at])


def _gain(grades: Sequence[int]) -> float:
    return sum((2**grade - 1) / math.log2(rank + 1) for rank, grade in enumerate(grades, start=1))
