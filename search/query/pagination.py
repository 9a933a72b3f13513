"""Pagination of a list: the page shown, and the addresses of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

# How many pages are linked on each side of the current one.
_NEIGHBOURS = 2


@dataclass(frozen=True)
class PageLink:
    """A page to go to; `number` is None for the gap between two distant pages."""

    number: int | None
    url: str
    current: bool = False


@dataclass(frozen=True)
class Pagination:
    """`current` is always a page that exists: the last one when a further one was asked for. The
    results from `start` to `end` are shown, counted as slices are, of a `total`."""

    current: int
    last: int
    start: int
    end: int
    total: int
    links: tuple[PageLink, ...]
    previous_url: str | None
    next_url: str | None

    @classmethod
    def of(cls, page: int, *, size: int, total: int, url: Callable[[int], str]) -> Pagination:
        """The pages of `size` among `total` results, each at `url(page)`."""
        last = max(1, -(-total // size))
        current = min(page, last)
        near = range(current - _NEIGHBOURS, current + _NEIGHBOURS + 1)
        links: list[PageLink] = []
        before = 0
        for number in sorted({1, last, *near} & set(range(1, last + 1))):
            if number > before + 1:
                links.append(PageLink(number=None, url=""))
            links.append(PageLink(number, url(number), current=number == current))
            before = number
        return cls(
            current=current,
            last=last,
            start=(current - 1) * size,
            end=min(current * size, total),
            total=total,
            links=tuple(links),
            previous_url=url(current - 1) if current > 1 else None,
            next_url=url(current + 1) if current < last else None,
        )

    @property
    def first(self) -> int:
        """The rank of the first result shown, as readers count."""
        return self.start + 1

    @property
    def is_needed(self) -> bool:
        return self.last > 1
