"""The form that copies a page. It makes no alias: one page would stand at two addresses, and what
lives beside the page (the seats of a session) would not follow."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms.pages import CopyForm

_NO_ALIAS = (
    "Une page n’a pas d’alias sur ce site : elle serait publiée à deux adresses. Faites-en une "
    "copie, ou un lien vers elle."
)


class CopyWithoutAliasForm(CopyForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

    def clean(self) -> Any:
        cleaned = super().clean()
        if "alias" in self.data:
            # On a field: the page of this form shows no other fault.
            self.add_error("new_title", _NO_ALIAS)
        return cleaned
