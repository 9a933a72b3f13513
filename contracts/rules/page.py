"""Ask every rule of a page in memory: the entry point of loaders and imports.

Build the page (`page.parties = [Party(…)]`, nothing saved), call `faults_of(page)`, and tell each
`Fault`: `child` is the very row that was put on the page, so that the caller can say from which
line of its input that row came; `field` is the name of a field of that row. A caller that could
not read some of its input drops the faults whose field or `rests_on` it left empty for that reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from modelcluster.models import ClusterableModel, get_all_child_relations

from contracts.rules.publication import Fault


def faults_of(page: Any) -> list[Fault]:
    """The faults of the page and of its rows, in a draft already, then at publication.

    No row is read from the database for a page without a key whose rows were all assigned.
    """
    return [*draft_faults(page), *page.publication_faults()]


def draft_faults(page: Any) -> list[Fault]:
    """What is wrong already in a draft, of the page and of its rows."""
    rows = (page, *rows_of(page))
    return [fault for row in rows if hasattr(row, "faults") for fault in row.faults()]


def rows_of(cluster: ClusterableModel) -> Iterator[Any]:
    """The rows of a page, and the rows of those."""
    for relation in get_all_child_relations(cluster):
        for row in getattr(cluster, relation.get_accessor_name()).all():
            yield row
            if isinstance(row, ClusterableModel):
                yield from rows_of(row)
