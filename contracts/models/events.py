"""Events of the catalogue, sent inside the transaction that causes them."""

from typing import Any

from django.db import models, transaction
from django.dispatch import Signal

# Sent by rows and pages once saved with their children, before the commit: whoever listens writes
# in the same transaction, so that a crash cannot separate the content from its index.
content_changed = Signal()


class AnnouncedModel(models.Model):
    """A row whose change concerns the index: a renamed theme is on many fiches."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        with transaction.atomic():
            super().save(*args, **kwargs)
            content_changed.send(sender=type(self), instance=self)
