"""What was loaded from the files of the catalogue, so that an editor's change is never undone."""

from django.db import models


class LoadedFixture(models.Model):
    """One fiche or snippet of the files, as it was when the loader last wrote it.

    `file_digest` is that of the file's content; `row_digest` that of the database's content right
    after. A row whose digest has changed since belongs to its editor; a row that is gone was
    deleted by its editor. Both are left alone.
    """

    key = models.CharField(max_length=200, unique=True)
    object_id = models.BigIntegerField()
    file_digest = models.CharField(max_length=64)
    row_digest = models.CharField(max_length=64)

    class Meta:
        verbose_name = "contenu chargé"
        verbose_name_plural = "contenus chargés"

    def __str__(self) -> str:
        return self.key
