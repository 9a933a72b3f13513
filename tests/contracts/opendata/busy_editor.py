"""A process that publishes for as long as it is let to: contracts change, go and come back.

    python -m tests.contracts.opendata.busy_editor

Makes the contracts, says « ready », then works until its input is closed and says how often.
"""

from __future__ import annotations

import select
import sys

import django

CONTRACTS = 6


def main() -> None:
    # The models can be imported from now on only.
    from contracts.models import ContractPage
    from tests import factories

    for number in range(CONTRACTS):
        factories.contract(
            title=f"Contrat {number} : état 0",
            gist="état 0",
            commitments=[factories.commitment(None, None, object=f"Objet {number}")],
        )
    pages = list(ContractPage.objects.order_by("pk").values_list("pk", flat=True))
    print("ready", flush=True)  # noqa: T201
    turns = 0
    while not select.select([sys.stdin], [], [], 0)[0]:
        turns += 1
        page = ContractPage.objects.get(pk=pages[turns % CONTRACTS])
        if page.live and turns % 3 == 0:
            page.unpublish()
        else:
            page.title = f"{page.title.partition(' : ')[0]} : état {turns}"
            page.gist = f"état {turns}"
            page.save_revision().publish()
    print(turns, flush=True)  # noqa: T201


if __name__ == "__main__":
    django.setup()
    main()
