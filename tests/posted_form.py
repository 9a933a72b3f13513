"""What a browser would post of a page's form: read from its HTML, to be changed and sent back."""

from __future__ import annotations

from html.parser import HTMLParser


class _FormReader(HTMLParser):
    def __init__(self, form_id: str):
        super().__init__()
        self.form_id = form_id
        self.values: dict[str, list[str]] = {}
        self._inside = False
        self._textarea: str | None = None
        self._text = ""
        self._select: str | None = None
        self._option_seen = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self._inside = given.get("id") == self.form_id
        name = given.get("name")
        if not self._inside and given.get("form") != self.form_id:
            return
        if tag == "input" and name and given.get("type") not in {"submit", "button", "file"}:
            if given.get("type") not in {"checkbox", "radio"} or "checked" in given:
                self._add(name, given.get("value") or ("on" if "checked" in given else ""))
        elif tag == "textarea" and name:
            self._textarea, self._text = name, ""
        elif tag == "select" and name:
            self._select, self._option_seen = name, "multiple" in given
        elif tag == "option" and self._select and ("selected" in given or not self._option_seen):
            if "selected" in given and not self._option_seen:
                self.values.pop(self._select, None)
            self._add(self._select, given.get("value") or "")
            self._option_seen = True

    def handle_data(self, data: str) -> None:
        if self._textarea:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._inside = False
        elif tag == "textarea" and self._textarea:
            self._add(self._textarea, self._text.removeprefix("\n"))
            self._textarea = None
        elif tag == "select":
            self._select = None

    def _add(self, name: str, value: str) -> None:
        self.values.setdefault(name, []).append(value)


def form_values(html: str, form_id: str = "page-edit-form") -> dict[str, list[str]]:
    """The fields of a form as they stand, templates of rows to add left out."""
    reader = _FormReader(form_id)
    reader.feed(html)
    return {name: values for name, values in reader.values.items() if "__prefix__" not in name}
