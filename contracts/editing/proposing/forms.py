"""What somebody types to propose an experience."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from contracts.editing.proposing import files, links
from contracts.editing.proposing.models import Proposal, ProposalFile
from contracts.editing.proposing.places import places_meant
from contracts.public_forms.fields import AddressField, LineField, TextField
from contracts.public_forms.forms import StampedForm
from contracts.tables.archive import FileRefused
from contracts.values.dates.partial_date import PartialDate

KEEP = "garder"
AS_TYPED = "tel-quel"
FOLDED = ("organisation", "start", "partners", "cost", "obstacle", "attachment")
_TYPED = (
    *("name", "email", "title", "place", "done", "gave", "source"),
    *("organisation", "start", "partners", "cost", "obstacle"),
)


class ProposalForm(StampedForm):
    """The whole form, or what is typed of it so far when the button to keep it was pressed: an
    address to send the link to is then all that it asks.

    `proposal` is the draft that is taken up again, if it is one.
    """

    FORM = "proposition"
    autocomplete = {
        "name": "name",
        "email": "email",
        "organisation": "organization",
        "title": "off",
        "place": "off",
        "source": "off",
        "start": "off",
    }

    # In the order of the page, which the summary of faults follows.
    field_order = (
        "title",
        "place",
        "choice",
        "done",
        "gave",
        "source",
        "start",
        "partners",
        "cost",
        "obstacle",
        "organisation",
        "attachment",
        "name",
        "email",
        "consent",
    )

    name = LineField(label="Votre nom", max_length=200, missing="Écrivez votre nom.")
    email = AddressField(
        label="Votre courriel",
        max_length=254,
        help_text="Le lien pour reprendre ou suivre votre proposition y est envoyé.",
        error_messages={
            "required": "Écrivez votre adresse de courriel : le lien de suivi y est envoyé."
        },
    )
    title = LineField(
        label="Titre de l’expérience",
        min_length=3,
        max_length=200,
        missing="Donnez un titre en quelques mots, par exemple « Le bois des Monts chauffe la ville ».",
    )
    place = LineField(
        label="Territoire",
        max_length=200,
        missing="Écrivez le nom ou le code postal du territoire.",
        help_text="Commune, intercommunalité, département… : son nom ou son code postal.",
    )
    choice = forms.CharField(label="Lequel ?", required=False, widget=forms.RadioSelect)
    done = TextField(
        label="Ce qui a été fait",
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Dites ce qui a été fait."},
    )
    gave = TextField(
        label="Ce que cela a donné",
        max_length=5000,
        help_text="Résultats, chiffres, effets ; ou ce qui n’a pas marché.",
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": "Dites ce que cela a donné, même si c’est peu."},
    )
    source = LineField(
        label="Source ou lien",
        max_length=800,
        help_text="Une adresse, ou le titre d’un document : rien n’est publié sans source.",
        missing="Donnez une source : une adresse, ou le titre d’un document.",
    )
    organisation = LineField(label="Votre structure", required=False, max_length=200)
    start = LineField(
        label="Début",
        required=False,
        max_length=60,
        help_text="Même incomplet : 2019, mars 2019, 4/3/2019.",
    )
    partners = TextField(
        label="Avec qui",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    cost = TextField(
        label="Coût et moyens",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    obstacle = TextField(
        label="Ce qui a coincé",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    attachment = forms.FileField(
        label="Un fichier",
        required=False,
        widget=forms.FileInput(attrs={"accept": files.ACCEPTED}),
        help_text=f"PDF, DOCX, ODT, JPEG ou PNG, {files.LARGEST // 1024 // 1024} Mo au plus. Seules "
        "les personnes qui publient le site le voient.",
        error_messages={"empty": "Ce fichier est vide : choisissez-en un autre, ou aucun."},
    )
    kept = LineField(required=False, widget=forms.HiddenInput)
    without_file = forms.BooleanField(label="Ne plus joindre ce fichier", required=False)
    consent = forms.BooleanField(
        label="J’accepte que ce texte soit relu, corrigé et publié sous Licence Ouverte 2.0, sans "
        "mon nom ni mon courriel.",
        error_messages={"required": "Cochez la case : rien n’est publié sans votre accord."},
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        sent: MultiValueDict[str, UploadedFile] | None = None,
        proposal: Proposal | None = None,
    ):
        self.proposal = proposal
        file = getattr(proposal, "file", None)
        known = {name: getattr(proposal, name) for name in _TYPED} if proposal else {}
        super().__init__(self.FORM, data, files=sent, initial=known)
        self.fields["place"].widget.attrs.update(
            {"data-suggestions": reverse("place_suggestions"), "data-fills": ""}
        )
        for name in ("without_file", "consent"):
            self.fields[name].widget.attrs.pop("class")
        if file is not None:
            self.initial["kept"] = links.file_token(file)
        self.keeps = data is not None and data.get("action") == KEEP
        self.place_key = ""
        self.asks_place = False

    def full_clean(self) -> None:
        """What is kept needs an address alone; what is shown again is the whole form, with what it
        asks to be sent."""
        required = {name: field.required for name, field in self.fields.items()}
        if self.keeps:
            for name, field in self.fields.items():
                field.required = name == "email"
        super().full_clean()
        for name, field in self.fields.items():
            field.required = required[name]

    def clean_start(self) -> str:
        start: str = self.cleaned_data["start"]
        if start and not self.keeps:
            try:
                PartialDate.parse(start)
            except ValueError as error:
                raise ValidationError(str(error)) from error
        return start

    def clean_attachment(self) -> files.SentFile | None:
        uploaded = self.cleaned_data["attachment"]
        if not uploaded:
            return None
        try:
            return files.read(uploaded)
        except FileRefused as refused:
            raise ValidationError(str(refused)) from refused

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("place") and not self.keeps:
            self._find_place(cleaned["place"], cleaned.get("choice", ""))
        return cleaned

    def _find_place(self, typed: str, choice: str) -> None:
        """One place that is so called is meant; of several, or of none, the person is asked."""
        places = places_meant(typed)
        chosen = [one for one in places if one.key == choice] or list(places)
        if len(chosen) == 1:
            self.cleaned_data["place"], self.place_key = chosen[0].label, chosen[0].key
        elif choice != AS_TYPED:
            self.add_error(
                "place",
                "Plusieurs lieux répondent à ce nom : choisissez le vôtre dans la liste."
                if places
                else "Le site ne connaît pas ce nom : corrigez-le, ou gardez-le tel quel.",
            )
        if len(places) != 1:
            keep = "Aucun de ceux-là : garder" if places else "Garder"
            radios: Any = self.fields["choice"].widget
            radios.choices = [
                *((one.key, one.label) for one in places),
                (AS_TYPED, f"{keep} « {typed} »"),
            ]
            self.asks_place = True

    @property
    def file(self) -> ProposalFile | None:
        """The file that came before, and that is still to go with the proposal."""
        if self.data.get("without_file"):
            return None
        token = self.data.get("kept", "") if self.is_bound else self.initial.get("kept", "")
        return links.read_file(token, self.proposal) if token else None

    def keep_file(self, file: ProposalFile) -> None:
        """Have the form, which comes back with faults, remember a file that came with it."""
        self.data["kept"] = links.file_token(file)

    @property
    def is_unfolded(self) -> bool:
        """Whether what is optional is open: something is there, or to be mended there."""
        return any(self[name].errors or self[name].value() for name in FOLDED) or bool(self.file)

    def number_drawn(self) -> uuid.UUID:
        """Of the form as it was shown first. Raises ValueError when it is not valid."""
        if self.number is None:
            raise ValueError("The form is not valid.")
        return self.number

    def values(self) -> dict[str, Any]:
        """The columns of the proposal, once the form is valid."""
        return {name: self.cleaned_data[name] for name in _TYPED} | {"place_key": self.place_key}
