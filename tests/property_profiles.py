"""How many examples property tests try: `short` in `make test`, `long` in `make test-long`.

No deadline for one example: on a machine that does something else, it fails without a fault.
"""

from hypothesis import settings

SHORT, LONG = "short", "long"
settings.register_profile(SHORT, max_examples=50, deadline=None)
settings.register_profile(LONG, max_examples=1_000, deadline=None, derandomize=False)


def share_of_examples(share: float) -> int:
    """Examples of a costly test: this share, between 0 and 1, of those of the current profile."""
    return max(1, round(settings().max_examples * share))
