"""A column that follows another one of its row."""

from __future__ import annotations

from typing import Any

from django.db import models


class DerivedKeyField(models.CharField):
    """The key of another column of the row, written with it. No editor sees it; it is neither in
    the revisions of a row nor in what tells the loader that an editor changed the row."""

    def __init__(self, *args: Any, source: str = "name", **kwargs: Any) -> None:
        self.source = source
        kwargs |= {"editable": False, "serialize": False, "db_index": True, "blank": True}
        super().__init__(*args, **kwargs)

    def derived(self, text: str) -> str:
        raise NotImplementedError

    def deconstruct(self) -> tuple[str, str, Any, dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        for always in ("editable", "serialize", "db_index", "blank"):
            kwargs.pop(always, None)
        return name, path, args, {**kwargs, "source": self.source}

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        key = self.derived(getattr(model_instance, self.source))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key
