"""One case in a process of its own: prints one JSON object.

    python -m scripts.bench.run_case MODULE.CASE SIZE

The environment names the settings, the database and the search server. The memory is that of this
process, or of the largest that it started. What is said while it works
goes to the error output. A case that would take all the memory ends alone.
"""

import json
import resource
import sys
from importlib import import_module

import django

_SELF, _CHILDREN = resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN


def main(function: str, size: int) -> None:
    module, _, name = function.rpartition(".")
    django.setup()
    import_module("kb.wsgi")  # the state in which a process of the site answers
    # Its models can be imported from now on only.
    result = getattr(import_module(f"scripts.bench.{module}"), name)(size)
    peaks = (resource.getrusage(who).ru_maxrss for who in (_SELF, _CHILDREN))
    peak = max(peaks) / 1000
    print(json.dumps({**result, "memory_mb": round(peak)}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
