"""Events of the catalogue, sent inside the transaction that causes them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from typing import Any

from django.db import models, transaction
from django.dispatch import Signal
from wagtail.models import Page

# Sent by rows and pages once saved with their children, before the commit: whoever listens writes
# in the same transaction, so that a crash cannot separate the content from its index.
content_changed = Signal()

# Sent by the form of a page once what was said beside it is saved: `page`, `user`, and `changes`
# (lists of `new_comments`, `resolved_comments`, and of pairs (comment, replies) in `new_replies`).
commented = Signal()

Around = Callable[[Page], AbstractContextManager[None]]
_around_saves: list[Around] = []


def around_saves(around: Around) -> None:
    """Have the content of each page saved inside `around(page)`, in the transaction of the save.
    Called in `ready()`: what it needs of Wagtail cannot be imported before models are loaded."""
    if around not in _around_saves:
        _around_saves.append(around)


@contextmanager
def saving(page: Page) -> Iterator[None]:
    """The block in which a page is derived, checked, saved and announced."""
    with ExitStack() as stack:
        for around in _around_saves:
            stack.enter_context(around(page))
        yield


class AnnouncedModel(models.Model):
    """A row whose change concerns the index: a renamed theme is on many fiches."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            content_changed.send(sender=type(self), instance=self)
