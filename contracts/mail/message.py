"""What is said to one person, before it becomes text and HTML."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Detail:
    """A line of what to know: a label, then what it says."""

    label: str
    lines: tuple[str, ...]
    url: str = ""


@dataclass(frozen=True)
class MailAction:
    """Something to do, at an address that is written whole."""

    label: str
    url: str


@dataclass(frozen=True)
class Attachment:
    """A text in UTF-8 that goes beside the message: « text/calendar; method=PUBLISH » has the
    subtype « calendar » and one parameter."""

    content: bytes
    filename: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class MailItem:
    """One of several things that are told, at an address that is written whole."""

    title: str
    url: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class MailSection:
    """What is told under one heading; `url` may be empty, `notes` come after the items."""

    heading: str
    url: str
    items: tuple[MailItem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Message:
    """`to` is the address of the person, as it was given: it may be no address. `reply_to` may be
    empty. `reason` is the sentence at the foot that says why they get this message. `stop_url`, of
    what is sent again and again, takes the POST by which a mail program stops it (RFC 8058)."""

    subject: str
    heading: str
    paragraphs: tuple[str, ...]
    sections: tuple[MailSection, ...] = ()
    details: tuple[Detail, ...] = ()
    actions: tuple[MailAction, ...] = ()
    notes: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    name: str = ""
    to: str = ""
    reply_to: str = ""
    reason: str = ""
    stop_url: str = ""
