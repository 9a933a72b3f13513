"""Each icon of the admin is drawn once: the form of a long contract has some 2 800 of them, of which
their template alone took a quarter of the time that the form takes."""

from __future__ import annotations

from typing import Any

from django.template.base import Node
from wagtail.admin.templatetags.wagtailadmin_tags import register

_MOST = 1_000  # kinds of icons, with their classes


class _Drawn(Node):
    def __init__(self, node: Any, drawn: dict[Any, str]) -> None:
        self._node = node
        self._drawn = drawn

    def render(self, context: Any) -> Any:
        values, named = self._node.get_resolved_arguments(context)
        key = (*values, *sorted(named.items()))
        if key in self._drawn:
            return self._drawn[key]
        html = self._node.render(context)
        if len(self._drawn) < _MOST and "title" not in named:  # a title is of one place
            self._drawn[key] = html
        return html


def install() -> None:
    """Called once, at start, before any template of the admin is read."""
    compiled = register.tags["icon"]
    drawn: dict[Any, str] = {}
    register.tags["icon"] = lambda parser, token: _Drawn(compiled(parser, token), drawn)
