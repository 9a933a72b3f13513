"""The import of redirects takes the files that their export writes, and gives back the same ones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from wagtail.contrib.redirects import base_formats, views
from wagtail.contrib.redirects.models import Redirect
from wagtail.log_actions import log
from wagtail.models import Page, Site

from contracts.tables.csv_file import read_csv


class CSV:
    """A file as exported, or as a French spreadsheet saves it. Wagtail names a format by its class."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, data: bytes | str) -> base_formats.Dataset:
        """`data` is a text when the command `import_redirects` opened the file."""
        return base_formats.Dataset(read_csv(data if isinstance(data, bytes) else data.encode()))


class TSV(CSV):
    pass


def install() -> None:
    """Called once, at start: Wagtail has no setting for either."""
    ours = {format_.__name__: format_ for format_ in (CSV, TSV)}
    base_formats.DEFAULT_FORMATS[:] = [
        ours.get(format_.__name__, format_) for format_ in base_formats.DEFAULT_FORMATS
    ]
    views.create_redirects_from_dataset = create_redirects


def create_redirects(dataset: base_formats.Dataset, config: dict[str, Any]) -> dict[str, Any]:
    """Make the redirects of the lines; what was made and what was refused, as Wagtail's import
    page shows it. `config` has the columns and the answers of its form: a line that tells its own
    type or site goes before them."""
    read = _Reader(dataset.headers, config)
    errors = []
    for line in dataset:
        cells = read.cells(line)
        form = views.RedirectForm(read.data(cells))
        if not form.is_valid():
            told = views.to_readable_errors(form.errors.as_text())
            errors.append([cells[config["from_index"]], cells[config["to_index"]], told])
            continue
        with transaction.atomic():
            log(instance=form.save(), action="wagtail.create")
    return {
        "errors": errors,
        "errors_count": len(errors),
        "successes": len(dataset) - len(errors),
        "total": len(dataset),
    }


class _Reader:
    """What the form of a redirect is given for a line."""

    def __init__(self, headers: Sequence[Any], config: dict[str, Any]):
        self.config = config
        self.width = len(headers)
        headings = views.IndexView.export_headings
        names = list(headers)
        self.type_at, self.site_at = (
            names.index(headings[name]) if headings[name] in names else None
            for name in ("get_is_permanent_display", "site")
        )
        self.types = {
            Redirect(is_permanent=permanent).get_is_permanent_display(): permanent
            for permanent in (True, False)
        }
        self.sites: dict[str, Site | None] = {str(site): site for site in Site.objects.all()}
        self.sites[""] = None

    def cells(self, line: Sequence[Any]) -> list[str]:
        """As many as there are headings: a line may end before them."""
        texts = ["" if cell is None else str(cell).strip() for cell in line]
        return texts + [""] * (self.width - len(texts))

    def data(self, cells: list[str]) -> dict[str, Any]:
        def known(at: int | None, values: dict[str, Any], otherwise: Any) -> Any:
            return otherwise if at is None else values.get(cells[at], otherwise)

        site = known(self.site_at, self.sites, self.config["site"])
        return {
            "old_path": cells[self.config["from_index"]],
            "is_permanent": known(self.type_at, self.types, self.config["permanent"]),
            "site": site and site.pk,
            **_target(cells[self.config["to_index"]], site),
        }


def _target(address: str, site: Site | None) -> dict[str, Any]:
    """A page of the site stays a page, which may move; other paths are completed by its host."""
    site = site or Site.objects.filter(is_default_site=True).first()
    if site is None or not address.startswith(("/", f"{site.root_url}/")):
        return {"redirect_link": address}
    path = urlsplit(address).path
    url_path = f"{site.root_page.url_path}{path.strip('/')}".rstrip("/") + "/"
    page = Page.objects.filter(url_path=url_path).first()
    if page is not None and not urlsplit(address).query:
        return {"redirect_page": page.pk}
    return {"redirect_link": f"{site.root_url}{address}" if address.startswith("/") else address}
