"""The rules of HTML that browsers forgive and assistive technologies do not."""

from __future__ import annotations

import re
from collections import Counter
from html.parser import HTMLParser


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


VOID = _names("area base br col embed hr img input link meta source track wbr")
# What may stand directly inside these elements, and nothing else.
CHILDREN = {
    "ul": {"li"},
    "ol": {"li"},
    "dl": {"dt", "dd", "div"},
    "table": {"caption", "colgroup", "thead", "tbody", "tfoot", "tr"},
    "thead": {"tr"},
    "tbody": {"tr"},
    "tr": {"th", "td"},
    "select": {"option", "optgroup"},
}
PARENTS = {
    "li": {"ul", "ol"},
    "dt": {"dl", "div"},
    "dd": {"dl", "div"},
    "tr": {"thead", "tbody", "tfoot", "table"},
    "summary": {"details"},
    "legend": {"fieldset"},
    "figcaption": {"figure"},
    "caption": {"table"},
}
BLOCKS = _names(
    "address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 "
    "header main nav ol p section table ul"
)
# These take words and what stands among words.
PHRASING_ONLY = _names("p h1 h2 h3 h4 dt summary span a b em strong small label button")
INTERACTIVE = _names("a button input select textarea label details")
REFERENCES = ("aria-labelledby", "aria-describedby", "aria-controls", "for", "form", "headers")
ATTRIBUTES_FORBIDDEN = re.compile(r"^(style|on\w+|hx-.*)$")


class MarkupReader(HTMLParser):
    """Collects the faults of one page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []
        self.ids: Counter[str] = Counter()
        self.wanted: list[tuple[str, str]] = []
        self.headings: list[int] = []
        self.landmarks: Counter[str] = Counter()
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attributes}
        self._check_attributes(tag, attributes, given)
        if "svg" not in self._open:
            self._check_place(tag, given)
        if re.fullmatch(r"h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag in {"main", "header", "footer"}:
            self.landmarks[tag] += 1
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            around = self._open[-1] if self._open else "nothing"
            self._fault(f"</{tag}> closes <{around}>")
            return
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if data.strip() and self._open and self._open[-1] in CHILDREN:
            self._fault(f"words directly inside <{self._open[-1]}>: {data.strip()[:30]}")

    def close(self) -> None:
        super().close()
        self.faults += [f"never closed: <{tag}>" for tag in self._open]
        self.faults += [f"the id {name} is used twice" for name, n in self.ids.items() if n > 1]
        self.faults += [
            f"{attribute} names {name}, which is not there"
            for attribute, name in self.wanted
            if name not in self.ids
        ]
        if self.headings.count(1) != 1:
            self.faults.append(f"{self.headings.count(1)} first-level headings")
        for before, after in zip(self.headings, self.headings[1:], strict=False):
            if after > before + 1:
                self.faults.append(f"a heading of level {after} follows one of level {before}")
        if self.landmarks["main"] != 1:
            self.faults.append(f"{self.landmarks['main']} main")

    def _check_attributes(
        self, tag: str, attributes: list[tuple[str, str | None]], given: dict[str, str]
    ) -> None:
        names = [name for name, _ in attributes]
        for name in names:
            if ATTRIBUTES_FORBIDDEN.match(name):
                self._fault(f"<{tag}> has {name}")
            if names.count(name) > 1:
                self._fault(f"<{tag}> has {name} twice")
        if "id" in given:
            self.ids[given["id"]] += 1
            if not given["id"] or re.search(r"\s", given["id"]):
                self._fault(f"the id {given['id']!r} is empty or has a space")
        for name in REFERENCES:
            self.wanted += [(name, target) for target in given.get(name, "").split()]
        href = given.get("href", "")
        if tag == "a" and href.startswith("#") and len(href) > 1:
            self.wanted.append(("href", href[1:]))
        for name in ("href", "src", "action"):
            if re.search(r"\s", given.get(name, "")) or (name in given and not given[name]):
                self._fault(f"<{tag}> has a {name} that is empty or has a space")
        if tag == "img" and "alt" not in given:
            self._fault("an image without alt")
        if tag == "script" and "src" not in given and given.get("type") != "application/ld+json":
            self._fault("a script inside the page")
        if tag == "style" and "svg" not in self._open:
            self._fault("a style sheet inside the page")
        if given.get("role") == "status" and re.fullmatch(r"h[1-6]", tag):
            self._fault("a heading that is a status")

    def _check_place(self, tag: str, given: dict[str, str]) -> None:
        parent = self._open[-1] if self._open else ""
        if parent in CHILDREN and tag not in CHILDREN[parent] | {"script", "template"}:
            self._fault(f"<{tag}> inside <{parent}>")
        if tag in PARENTS and parent not in PARENTS[tag]:
            self._fault(f"<{tag}> inside <{parent}>")
        if tag in BLOCKS and any(around in PHRASING_ONLY for around in self._open[-3:]):
            holder = next(around for around in self._open[-3:] if around in PHRASING_ONLY)
            if not (holder == "a" or (holder == "summary" and tag in {"h2", "h3", "h4"})):
                self._fault(f"<{tag}> inside <{holder}>")
        if tag in INTERACTIVE - {"label", "details"}:
            for around in ("a", "button"):
                if around in self._open:
                    self._fault(f"<{tag}> inside <{around}>")

    def _fault(self, text: str) -> None:
        line, _ = self.getpos()
        self.faults.append(f"line {line}: {text}")


def faults_of(page: str) -> list[str]:
    reader = MarkupReader()
    reader.feed(page)
    reader.close()
    if not page.startswith("<!doctype html>"):
        reader.faults.append("no doctype")
    if '<html lang="fr">' not in page:
        reader.faults.append("the language is not said to be French")
    return reader.faults
