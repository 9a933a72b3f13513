"""Rows of a page that keep the order an editor gave them."""

from __future__ import annotations

from wagtail.models import Orderable


class Ordered(Orderable):
    """Only the admin's forms number rows: what a program writes has no position, and PostgreSQL
    gives equals back in any order. They are read in the order in which they were written."""

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]
