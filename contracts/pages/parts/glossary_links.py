"""Where the texts of a page lead to the glossary: the first time that each term is written in it.

Prose alone is linked (what a fiche tells in sentences), in reading order: no heading, no table, no
text in which an editor puts links. A page has MOST_LINKS of them at most: beyond, links tire the
eye more than they explain, and a page has its budget of elements.
"""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from search.answers.expansions import Entry, Lexicon, lexicon
from search.query.synonyms import Wording, is_acronym
from search.text.analysis import EXACT_MARK, Term, terms

MOST_LINKS = 12

# The words of a term stand together: « des services, les équipements » is an enumeration.
_PAUSE = re.compile(r"[.,!?;:]\s|\n")
_PAUSE_OF_A_LIST = re.compile(r"[.!?;:]\s|\n")
_LINK = re.compile(r"</?a\b[^>]*>")


class TermLinks:
    """Links the terms in the texts of one page, given in reading order.

    `own` is the address of a term that the page is about, never linked there. Whoever has just
    read the token of the state of the index gives it, and spares a query.
    """

    def __init__(self, *, own: str = "", token: str = "") -> None:
        self._lexicon: Lexicon = lexicon(token)
        self._linked = {own}
        self._left = MOST_LINKS

    def linked(self, text: str) -> str:
        """The text with its links, as safe HTML; the very text, still to escape, without any."""
        if not self._left:
            return text
        parts: list[str] = []
        done = 0
        for start, end, url in self._found(text):
            parts += [escape(text[done:start]), _link(url, text[start:end])]
            done = end
        if not parts:
            return text
        parts.append(escape(text[done:]))
        return mark_safe("".join(parts))  # noqa: S308 - escaped above

    def _found(self, text: str) -> list[tuple[int, int, str]]:
        """(start, end, address) of each part of the text to link, in order."""
        written = [term for term in terms(text) if term.stem]
        words = [term.exact for term in written]
        found: list[tuple[int, int, str]] = []
        at = 0
        while at < len(words) and self._left:
            size = 1
            for wording, entry in self._lexicon.index.starting_at(words, at):
                run = written[at : at + len(wording.keys)]
                if not _is_written(wording, run, text):
                    continue
                size = len(run)
                if self._is_first(entry):
                    found.append(
                        (run[0].start, _closed(run[0].start, run[-1].end, text), entry.rule.url)
                    )
                break  # what is linked already is not linked elsewhere at its second mention
            at += size
        return found

    def _is_first(self, entry: Entry) -> bool:
        if entry.rule.url in self._linked:
            return False
        self._linked.add(entry.rule.url)
        self._left -= 1
        return True


def _is_written(wording: Wording, run: list[Term], text: str) -> bool:
    """Whether a text means the term: an acronym in capitals (COB, and no « cob »), and words that
    nothing parts, but the commas of a term that has some (« SEM, SPL, SCIC »)."""
    pause = _PAUSE_OF_A_LIST if "," in wording.text else _PAUSE
    return not pause.search(text, run[0].start, run[-1].end) and all(
        is_acronym(text[term.start : term.end])
        for key, term in zip(wording.keys, run, strict=True)
        if key.startswith(EXACT_MARK)
    )


def _closed(start: int, end: int, text: str) -> int:
    """The end of a link, behind the bracket that it opens: « pôle d’équilibre (PETR) »."""
    opened = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if opened and text.startswith(")", end) else end


def _link(url: str, words: str) -> SafeString:
    return format_html('<a class="term" href="{}">{}</a>', url, words)


def without_links(text: str) -> str:
    """What `TermLinks.linked` was given."""
    return unescape(_LINK.sub("", text)) if isinstance(text, SafeString) else text
