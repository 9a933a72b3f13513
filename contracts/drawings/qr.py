"""An address as a QR code: the least dense that a phone reads from paper."""

from __future__ import annotations

import segno
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe


def qr(text: str, said: str) -> SafeString:
    """The drawing, which `said` tells in words: on white, whatever the colours around it."""
    code = segno.make(text, error="m", micro=False)
    drawn = code.svg_inline(
        border=2, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None
    )
    told = f'<svg role="img" aria-label="{escape(said)}" '
    return mark_safe(told + drawn.removeprefix("<svg "))  # noqa: S308 - numbers, words escaped
