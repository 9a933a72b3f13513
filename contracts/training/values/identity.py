"""Who is the same person: a mailbox (`contracts.mail.addresses`) and a folded name."""

from __future__ import annotations

from typing import Protocol

from search.text.analysis import letters


class NamedPerson(Protocol):
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...


def name_key(person: NamedPerson) -> str:
    """Letters and digits alone, without accents, in either order of the two names: « O’Brien-Le
    Guénanff » is « obrienleguenanff ». Two élus who share mairie@… are two people."""
    names = (person.first_name, person.last_name)
    return " ".join(sorted(letters(name) or name.strip() for name in names))
