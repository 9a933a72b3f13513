"""What the browser is given to write pages with."""

from __future__ import annotations

from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join

_SCRIPTS = ("writing", "rows", "ledger", "windows", "choices", "tags")


def script() -> str:
    """Hook `insert_editor_js`."""
    return render_to_string("contracts/admin/writing/choices.html") + format_html_join(
        "",
        '<script type="module" src="{}"></script>',
        ((static(f"kb/js/{name}.js"),) for name in _SCRIPTS),
    )


def styles() -> str:
    """Hook `insert_global_admin_css`."""
    return format_html('<link rel="stylesheet" href="{}">', static("kb/css/desk.css"))
