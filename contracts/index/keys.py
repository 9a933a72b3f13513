"""The keys of the catalogue's documents: « page:12 », and what they name."""

_PAGE = "page"
_TERRITORY = "territory"
_TERM = "term"

# What the keys of pages, and those of territories, begin with.
PAGES = f"{_PAGE}:"
TERRITORIES = f"{_TERRITORY}:"


def page_key(pk: int) -> str:
    return f"{_PAGE}:{pk}"


def territory_key(pk: int) -> str:
    return f"{_TERRITORY}:{pk}"


def term_key(pk: int) -> str:
    return f"{_TERM}:{pk}"


def pk_of(key: str) -> int:
    """The primary key of what a key names: 12 for « page:12 »."""
    return int(key.partition(":")[2])
