"""Texts without the marks that office programs leave in them and that nobody sees.

A line break stays a break, a bullet a bullet, a space between words a space; letters of any script,
emoji in sequences, and the no-break spaces of French typography stay as they are.
"""

from __future__ import annotations

import re

# Vertical tab (Word's line break), column break, form feed, NEL, and Unicode's two separators.
_BREAKS = re.compile("\r\n?|[\v\x0e\f\x85\u2028\u2029]")
# Unit separators of old files stand between words; a tab of an office list does too.
_BLANKS = re.compile("[\t\x1c\x1d]+")
_NON_BREAKING_HYPHEN = "\x1e"  # Word's own

_TAGS = "\U000e0020-\U000e007f"
# What Word puts where a list or an automatic correction used a symbol font, by what it looked like.
_SYMBOLS = {
    "\uf02d": "–",
    "\uf04a": "☺",
    "\uf04b": "😐",
    "\uf04c": "☹",
    "\uf071": "❑",
    "\uf076": "❖",
    "\uf0a7": "▪",
    "\uf0a8": "◻",
    "\uf0b7": "•",
    "\uf0d8": "➢",
    "\uf0df": "←",
    "\uf0e0": "→",
    "\uf0e8": "➔",
    "\uf0fb": "✗",
    "\uf0fc": "✓",
}
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U000fffff\U00100000-\U0010ffff"
_UNKNOWN_BULLET = re.compile(rf"(?m)^([^\S\n]*)[{_PRIVATE}]")

# Controls; soft hyphen; directions; zero widths, byte order marks, fillers; what stands for a
# picture; halves of characters; code points that are none. Joiners and tags have rules of their own.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u180e\u200b\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff0-\ufffc\ufffe\uffff\ufdd0-\ufdef"
    "\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e001f"
    "\U000e0080-\U000e00ff]"
)
_PRIVATE_USE = re.compile(f"[{_PRIVATE}]")

_EMOJI = "\u203c-\u3299\U0001f000-\U0001fbff"
# Arabic and the scripts of India and of its neighbours join or part their letters with them.
_JOINING = "\u0600-\u1cff\ua840-\uabff"
_JOINERS = re.compile(
    f"((?<=[{_EMOJI}\ufe0f\U000e007f])\u200d(?=[{_EMOJI}])"
    f"|(?<=[{_JOINING}])[\u200c\u200d](?=[{_JOINING}]))"
    "|[\u200c\u200d]"
)
# The flags of nations without a code of their own end in a sequence of tags.
_TAG_RUNS = re.compile(f"(\U0001f3f4[{_TAGS}]+)|[{_TAGS}]")

_SUSPECT = re.compile(
    f"{_UNSEEN.pattern}|{_PRIVATE_USE.pattern}|[\t\r\u200c\u200d\u2028\u2029{_TAGS}]"
)

# What nearly every text is made of, none of it suspect: read some twenty times as fast.
_PLAIN = re.compile("[\n -~\xa0-\xac\xae-\u034e\u2010-\u2027\u202f-\u205f\u20a0-\u20bf]*")

_HTML_TAG = re.compile(r"(<[^<>]*>)")


def clean_lines(text: str) -> str:
    """A text of several lines, parted by « \\n »."""
    if _PLAIN.fullmatch(text) or not _SUSPECT.search(text):
        return text
    text = _BLANKS.sub(" ", _BREAKS.sub("\n", text)).replace(_NON_BREAKING_HYPHEN, "-")
    text = _TAG_RUNS.sub(r"\1", _UNSEEN.sub("", text))
    for private, seen in _SYMBOLS.items():
        text = text.replace(private, seen)
    text = _PRIVATE_USE.sub("", _UNKNOWN_BULLET.sub(r"\1•", text))
    return _JOINERS.sub(r"\1", text)


def clean_line(text: str) -> str:
    """A text of one line: a break in it becomes a space."""
    return re.sub(r"[^\S\n]*\n\s*", " ", clean_lines(text))


def clean_html(html: str) -> str:
    """A rich text: breaks between its words become `<br/>`, its tags hold none."""
    if _PLAIN.fullmatch(html) or not _SUSPECT.search(html):
        return html
    parts = _HTML_TAG.split(html)
    return "".join(clean_line(part) if part.startswith("<") else _broken(part) for part in parts)


def _broken(words: str) -> str:
    """The line feeds of HTML are spaces: the other breaks alone are marked."""
    lines = _BREAKS.split(re.sub("\r\n?", "\n", words))
    return "<br/>".join(clean_lines(line) for line in lines)
