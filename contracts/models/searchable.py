"""A name that the first migrations import; nothing else does."""


class Searchable:
    """Nothing. It stood among the bases of pages when the migrations that create them were written;
    what is found of a page is in contracts.index.documents."""
