"""What people who tried the site typed, and did not find: each stands for a kind."""

import pytest

from scripts.relevance.judgments import Judged
from scripts.relevance.reader import read
from tests.contracts.conftest import catalogue, real_catalogue  # noqa: F401 (fixtures)

BREST = "contrats/brest-metropole-centre-ouest-bretagne"


@pytest.mark.parametrize(
    ("q", "first"),
    [
        ("qu’ont convenu Brest et le Centre Bretagne", BREST),
        ("qu’ont convenu Nantes et le Pays de Retz", "contrats/nantes-metropole-pays-de-retz"),
        ("résultats du contrat Brest Centre Bretagne", BREST),
        ("circuits cours", "glossaire/circuit-court"),
    ],
)
@pytest.mark.usefixtures("catalogue")
def test_what_was_meant_comes_first(q, first):
    assert read(Judged(q, "elus", "phrase", {first: 3})).addresses[0] == first
