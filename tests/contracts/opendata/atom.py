"""What RFC 4287 asks of a feed, in our own words: each rule names its section."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"

Element = ElementTree.Element

_TEXTS = ("title", "subtitle", "summary", "rights")
_PERSONS = ("author", "contributor")
_LINK_RELATIONS = {
    "alternate",
    "self",
    "related",
    "enclosure",
    "via",
    "next",
    "previous",
    "license",
}
# How many times each element may stand in its parent: at least, at most.
_OF_A_FEED = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "author": (0, None),
    "category": (0, None),
    "contributor": (0, None),
    "generator": (0, 1),
    "icon": (0, 1),
    "link": (0, None),
    "logo": (0, 1),
    "rights": (0, 1),
    "subtitle": (0, 1),
    "entry": (0, None),
}
_OF_AN_ENTRY = {
    "id": (1, 1),
    "title": (1, 1),
    "updated": (1, 1),
    "author": (0, None),
    "category": (0, None),
    "content": (0, 1),
    "contributor": (0, None),
    "link": (0, None),
    "published": (0, 1),
    "rights": (0, 1),
    "source": (0, 1),
    "summary": (0, 1),
}


def faults_of(root: Element) -> list[str]:
    """Everything that the standard forbids, and what readers of feeds count on besides."""
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag} (4.1.1)"]
    entries = root.findall(f"{ATOM}entry")
    found = [*_counted(root, _OF_A_FEED, "4.1.1"), *_constructs(root), *_links(root)]
    if "self" not in _relations(root):
        found.append("the feed has no link to itself (4.1.1)")
    for entry in entries:
        found += [*_counted(entry, _OF_AN_ENTRY, "4.1.2"), *_constructs(entry), *_links(entry)]
        has_content = entry.find(f"{ATOM}content") is not None
        if not has_content and "alternate" not in _relations(entry):
            found.append("an entry without content has no alternate link (4.1.2)")
        if not any(one.find(f"{ATOM}author") is not None for one in (root, entry)):
            found.append("nobody is the author of an entry (4.1.2)")
    names = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    found += [
        f"two entries are called {name} (4.2.6)" for name, times in names.items() if times > 1
    ]
    return found


def _counted(
    parent: Element, allowed: dict[str, tuple[int, int | None]], section: str
) -> list[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in parent)
    found = [f"{name} has no place here ({section})" for name in counts.keys() - allowed.keys()]
    for name, (least, most) in allowed.items():
        if counts[name] < least or (most is not None and counts[name] > most):
            found.append(f"{counts[name]} {name} ({section})")
    return found


def _constructs(parent: Element) -> list[str]:
    found = []
    for child in parent:
        name, text = child.tag.removeprefix(ATOM), (child.text or "").strip()
        if name in _TEXTS:
            if child.get("type", "text") not in {"text", "html", "xhtml"}:
                found.append(f"the type of {name} is {child.get('type')} (3.1.1)")
            if child.get("type", "text") == "text" and len(child):
                found.append(f"{name} is a text and holds elements (3.1.1.1)")
        elif name in {"updated", "published"} and not _is_date(text):
            found.append(f"{text!r} is no moment (3.3)")
        elif name == "id" and not urlsplit(text).scheme:
            found.append(f"{text!r} is no IRI (4.2.6)")
        elif name in _PERSONS and not child.findtext(f"{ATOM}name"):
            found.append("a person has no name (3.2.1)")
        elif name == "category" and not child.get("term"):
            found.append("a category has no term (4.2.2.1)")
    return found


def _links(parent: Element) -> list[str]:
    found = []
    kinds = Counter()
    for link in parent.findall(f"{ATOM}link"):
        address, relation = link.get("href", ""), link.get("rel", "alternate")
        if urlsplit(address).scheme not in {"http", "https"}:
            found.append(f"{address!r} is not absolute (4.2.7.1)")
        if relation not in _LINK_RELATIONS and not urlsplit(relation).scheme:
            found.append(f"{relation} is no relation (4.2.7.2)")
        if relation == "alternate":
            kinds[link.get("type"), link.get("hreflang")] += 1
    return found + [f"two alternates of one kind: {kind}" for kind, n in kinds.items() if n > 1]


def _relations(parent: Element) -> set[str]:
    return {link.get("rel", "alternate") for link in parent.findall(f"{ATOM}link")}


def _is_date(text: str) -> bool:
    """RFC 3339, hence with a zone."""
    try:
        return "T" in text and dt.datetime.fromisoformat(text).tzinfo is not None
    except ValueError:
        return False
