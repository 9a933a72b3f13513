"""Measures the real content of the catalogue, without a database.

    make content

Prints the longest sentences, the words that nothing explains, how far the goals are reached (those
of scripts/content/goals.py, whose floors the tests hold) and what leads nowhere.
"""

from __future__ import annotations

import os
import sys


def main() -> int:
    os.environ["DJANGO_SETTINGS_MODULE"] = "kb.settings.test"
    os.environ["DATABASE_URL"] = "sqlite://:memory:"
    import django

    django.setup()
    from contracts.catalogue.faults import CatalogueFaults
    from contracts.catalogue.files import read_catalogue
    from scripts.content.report import printed

    try:
        catalogue = read_catalogue()
    except CatalogueFaults as faults:
        print(faults)
        return 1
    print("\n".join(printed(catalogue)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
