"""The panels of rows in the form of a page: closed, a row is one line; open, it shows the fields that
are nearly always filled, and folds the others under « Préciser »."""

from __future__ import annotations

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, Panel, PanelGroup


class RowsPanel(InlinePanel):
    """Its `attrs` tell the script what a closed row says: `data-rows` names the fields. Wagtail takes
    no comment in a row: its buttons, two icons for each field, are left out."""

    @cached_property
    def child_edit_handler(self) -> Any:
        handler = super().child_edit_handler
        _leave_comments_out(handler)
        return handler


def _leave_comments_out(panel: Panel) -> None:
    if isinstance(panel, FieldPanel):
        panel.disable_comments = True
    elif isinstance(panel, PanelGroup):
        for child in panel.children:
            _leave_comments_out(child)


class SeldomPanel(MultiFieldPanel):
    """Fields that few rows fill. Those of a row that fills one, or in which one is wrong, are open."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "contracts/admin/writing/seldom.html"

        @property
        def names(self) -> str:
            return ", ".join(_lower(field.label) for field in self._fields)

        @property
        def is_open(self) -> bool:
            return any(field.errors or self._is_filled(field) for field in self._fields)

        @property
        def _fields(self) -> list[Any]:
            return _fields_of(self)

        def _is_filled(self, field: Any) -> bool:
            """With something else than what a new row has there."""
            ordinary = self.instance._meta.get_field(field.name).get_default()
            empty = (None, "", False)
            value = field.value()
            return value != ordinary and not (value in empty and ordinary in empty)


def _fields_of(panel: Any) -> list[Any]:
    found = []
    for child in panel.visible_children:
        if hasattr(child, "bound_field"):
            found.append(child.bound_field)
        else:
            found += _fields_of(child)
    return found


def _lower(label: str) -> str:
    return str(label)[:1].lower() + str(label)[1:]
