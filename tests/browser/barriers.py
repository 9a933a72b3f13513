"""What axe finds on a page as it stands."""

from __future__ import annotations

from typing import Any, Literal

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# What a scheme of colours can change. Everything else is the same in light and in dark.
_RULES_OF_COLOURS = ("color-contrast", "link-in-text-block")
# A colour that is still changing is not the one that a person reads.
_SETTLED = "() => Promise.allSettled(document.getAnimations().map(one => one.finished))"

_axe = Axe()


def barriers(
    page: Page,
    colours: Literal["light", "dark"] = "light",
    *,
    within: str | None = None,
) -> str:
    """Barriers in a scheme of colours, as a report; nothing when there is none. `within` is a CSS
    selector. Every rule is asked in light; in dark, those of colours."""
    page.emulate_media(color_scheme=colours)
    page.evaluate(_SETTLED)
    options: dict[str, Any] = {"resultTypes": ["violations"]}
    if colours == "dark":
        options["runOnly"] = {"type": "rule", "values": list(_RULES_OF_COLOURS)}
    # Its script is long: a page is given it once.
    if page.evaluate("() => window.axe === undefined"):
        page.evaluate(_axe.axe_script)
    found = page.evaluate(
        "([context, options]) => axe.run(context || document, options)", [within, options]
    )
    results = AxeResults(found)
    return str(results.generate_report()) if results.violations_count else ""
