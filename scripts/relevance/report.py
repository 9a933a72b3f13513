"""What judged queries find, printed: measures, by kind of query, and the queries without answer."""

from __future__ import annotations

from collections import defaultdict

from scripts.relevance.judgments import HELD_OUT, SENTENCES, TUNED, load
from scripts.relevance.reader import Seen, mean_ndcg, mean_reciprocal_rank, read

GOAL = 0.95
SHOWN_INSTEAD = 3


def measured(engine: str, *, details: bool) -> bool:
    """Ask every query and tell what was reached: whether both goals were, where it was tuned."""
    tuned = [read(judged) for judged in load(TUNED)]
    _tell(f"{engine}, requêtes qui ont servi au réglage", tuned, details=details)
    sentences = [read(judged) for judged in load(SENTENCES)]
    _tell(f"{engine}, questions et phrases du réglage", sentences, details=details)
    held_out = [read(judged) for judged in load(HELD_OUT)]
    _tell(f"{engine}, requêtes mises à part", held_out, details=details)
    return mean_ndcg(tuned) >= GOAL and all(one.is_answered for one in tuned)


def _tell(title: str, seen: list[Seen], *, details: bool) -> None:
    failures = [one for one in seen if not one.is_answered]
    print(
        f"\n{title} : {len(seen)}\n"
        f"  nDCG@10 {mean_ndcg(seen):.3f} (but : {GOAL}), MRR {mean_reciprocal_rank(seen):.3f}, "
        f"{len(failures)} sans réponse parmi les trois premières (but : aucune)"
    )
    _tell_kinds(seen)
    for one in failures:
        _tell_failure(one)
    if details:
        for one in sorted(seen, key=lambda one: one.ndcg):
            if one.ndcg < GOAL and one.is_answered:
                _tell_order(one)


def _tell_kinds(seen: list[Seen]) -> None:
    kinds: dict[str, list[Seen]] = defaultdict(list)
    for one in seen:
        kinds[one.judged.kind].append(one)
    for kind, ones in kinds.items():
        answered = sum(one.is_answered for one in ones)
        print(f"  {kind:<14} nDCG@10 {mean_ndcg(ones):.3f}, {answered}/{len(ones)} avec réponse")


def _tell_failure(one: Seen) -> None:
    first = ", ".join(one.addresses[:SHOWN_INSTEAD]) or "rien"
    print(f"  SANS RÉPONSE « {one.judged.q} » : {first}\n    au lieu de {', '.join(one.answers)}")


def _tell_order(one: Seen) -> None:
    print(f"  {one.ndcg:.2f} « {one.judged.q} » ({one.results} résultats)")
    for page in one.addresses[:10]:
        print(f"       {one.judged.grades.get(page, '·')} {page}")
