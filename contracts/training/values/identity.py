"""Who is the same person: a normalised e-mail address and a folded name."""

from __future__ import annotations

import unicodedata
from typing import Protocol

from search.text.analysis import letters


class NamedPerson(Protocol):
    @property
    def first_name(self) -> str: ...
    @property
    def last_name(self) -> str: ...


def email_key(address: str) -> str:
    """« Mairie@Ys.FR » is « mairie@ys.fr »: no mailbox of today tells them apart."""
    return unicodedata.normalize("NFKC", address).strip().casefold()


def name_key(person: NamedPerson) -> str:
    """Letters and digits alone, without accents, in either order of the two names: « O’Brien-Le
    Guénanff » is « obrienleguenanff ». Two élus who share mairie@… are two people."""
    names = (person.first_name, person.last_name)
    return " ".join(sorted(letters(name) or name.strip() for name in names))
