"""What the form of a dossier sends: all that is typed, and what the button that was pressed does."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest

from django.http import QueryDict
from django.urls import reverse

from contracts.deciding.dossier.address import (
    PACKED,
    DamagedAddress,
    DossierAddress,
    pasted,
    unpacked,
)
from contracts.deciding.dossier.choice import (
    ASKED,
    LONGEST_ASKED,
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_FICHES,
    DossierChoice,
    PickedFiche,
)
from contracts.public_forms.forms import FormFault
from contracts.values.clean_text import clean_line
from contracts.values.dates.typed_dates import read_day
from search.query.address import read_text
from search.query.form import MAX_QUERY_LENGTH, TICKED

FULL = (
    f"Un dossier a {MOST_FICHES} fiches au plus : retirez-en d’abord, ou commencez-en un autre. "
    "Ce qui dépasse n’a pas été ajouté."
)
_MOST_DIGITS = 10  # of the number of a page
_NO_ADDRESS = (
    "Ce n’est pas l’adresse d’un dossier, ou il en manque la fin. Ouvrez votre dossier et copiez son "
    "adresse en entier."
)
_FROZEN = (
    "C’est l’adresse d’un dossier figé : ouvrez-le, choisissez « Rouvrir pour mettre à jour », puis "
    "copiez l’adresse de la page qui s’ouvre."
)


@dataclass(frozen=True)
class DossierEdits:
    """`choice` is the dossier after the button; `day` is the date as it was typed; `anchor` names the
    part of the page that is to be seen then."""

    choice: DossierChoice
    faults: tuple[FormFault, ...] = ()
    day: str = ""
    searched: str = ""
    anchor: str = ""

    @classmethod
    def from_querydict(cls, data: QueryDict) -> DossierEdits:
        choice, day, faults = _typed(data)
        action, _, target = data.get("action", "").partition("-")
        number = int(target) if _is_number(target) else 0
        searched = read_text(data.get("chercher", ""), MAX_QUERY_LENGTH)
        address = data.get("adresse", "").strip()
        anchor = ""
        # By what is filled in, too: Enter in a field presses the first button of the form.
        if action in _CHANGES:
            choice, anchor, searched = _CHANGES[action](choice, number), f"fiche-{number}", ""
        elif address or (action == "joindre" and not searched):
            searched = ""
            try:
                choice = choice.joined_to(pasted(address))
            except DamagedAddress:
                faults.append(_wrong_address(address))
        elif searched:
            anchor = "ajouter"
        elif action == "garder":
            anchor = "garde"
        if choice.too_many:
            choice = replace(choice, pages=choice.pages[:MOST_FICHES])
            faults.append(FormFault(FULL))
        return cls(choice, tuple(faults), day, searched, anchor)

    @property
    def address(self) -> DossierAddress:
        return DossierAddress(self.choice, searched=self.searched)

    @property
    def url(self) -> str:
        """Where the browser goes on."""
        return self.address.search_url + (f"#{self.anchor}" if self.anchor else "")


_CHANGES: dict[str, Callable[[DossierChoice, int], DossierChoice]] = {
    "monter": lambda choice, pk: choice.moved(pk, -1),
    "descendre": lambda choice, pk: choice.moved(pk, 1),
    "retirer": lambda choice, pk: choice.without(pk),
    "ajouter": lambda choice, pk: choice.with_pages([pk]),
}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _MOST_DIGITS


def _typed(data: QueryDict) -> tuple[DossierChoice, str, list[FormFault]]:
    """The dossier as it was on the screen, its date as it was typed, and what is wrong with them."""
    if PACKED in data:
        try:
            return unpacked(data.get(PACKED, "")), "", []
        except DamagedAddress:
            return DossierChoice(), "", [FormFault(_NO_ADDRESS)]
    faults = []
    day = clean_line(data.get("date", ""))
    council: dt.date | None = None
    if day:
        try:
            council = read_day(day)
        except ValueError as error:
            faults.append(
                FormFault(f"{error} Écrivez le jour comme 12/12/2026.", "Date du conseil", "date")
            )
    rows = zip_longest(data.getlist(TICKED), data.getlist("note"), fillvalue="")
    pages = (PickedFiche(int(pk), note) for pk, note in rows if _is_number(pk))
    choice = DossierChoice.of(pages, data.get("titre", ""), council, data.get("demande", ""))
    faults += _too_long(choice)
    return choice, day, faults


def _too_long(choice: DossierChoice) -> Iterator[FormFault]:
    if len(choice.title) > LONGEST_TITLE:
        yield FormFault(_shorten(choice.title, LONGEST_TITLE), "Titre", "titre")
    if len(choice.asked) > LONGEST_ASKED:
        yield FormFault(_shorten(choice.asked, LONGEST_ASKED), ASKED, "demande")
    for rank, page in enumerate(choice.pages, start=1):
        if len(page.note) > LONGEST_NOTE:
            yield FormFault(
                _shorten(page.note, LONGEST_NOTE), f"Note de la fiche {rank}", f"note-{page.pk}"
            )


def _shorten(text: str, most: int) -> str:
    return f"Raccourcissez ce texte : {most} caractères au plus, il en a {len(text)}."


def _wrong_address(text: str) -> FormFault:
    frozen = f"{reverse('dossier')}fige/" in text
    return FormFault(_FROZEN if frozen else _NO_ADDRESS, "Adresse du dossier", "adresse")
