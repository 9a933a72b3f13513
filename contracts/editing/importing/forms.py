"""What a person sends and chooses for an import."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from contracts.columns.table import FicheTables
from contracts.editing.importing.plan import Decision, PlanLine
from contracts.tables.archive import MAX_FILE

KEEP, TAKE, EACH = "garder", "prendre", "chacune"
SHOWN = 200  # conflicts that are shown side by side
_KEPT = [(KEEP, "Garder la fiche de la base"), (TAKE, "Prendre le fichier")]


class FileForm(forms.Form):
    """The file, and what its lines are."""

    kind = forms.ChoiceField(label="Genre des fiches")
    file = forms.FileField(
        label="Fichier",
        help_text="XLSX, ODS ou CSV pour un tableau ; DOCX ou ODT pour le texte d’une expérience. "
        f"{MAX_FILE // 1024 // 1024} Mo au plus.",
        error_messages={
            "required": "Choisissez un fichier.",
            "empty": "Le fichier est vide : choisissez celui que vous avez rempli.",
        },
    )

    def __init__(self, *args: Any, kinds: Sequence[FicheTables], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [(one.code, one.main.name) for one in kinds]
        accepted = ".xlsx,.ods,.csv,.docx,.odt"
        self.fields["file"].widget.attrs["accept"] = accepted

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MAX_FILE:
            raise forms.ValidationError(
                f"Le fichier dépasse {MAX_FILE // 1024 // 1024} Mo : partagez-le en plusieurs."
            )
        return file


class ChoicesForm(forms.Form):
    """Of each fiche that was also changed by hand, which side wins; the base, unless told."""

    every = forms.ChoiceField(
        label="Pour toutes les fiches à choisir",
        choices=[
            (EACH, "Choisir fiche par fiche"),
            (KEEP, "Garder toutes les fiches de la base"),
            (TAKE, "Prendre le fichier pour toutes"),
        ],
        initial=EACH,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, plan: Sequence[PlanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.conflicts = [line for line in plan if line.action == Decision.CONFLICT]
        for line in self.conflicts[:SHOWN]:
            self.fields[f"fiche-{line.key}"] = forms.ChoiceField(
                label="Que faire ?",
                choices=_KEPT,
                initial=KEEP,
                required=False,
                widget=forms.RadioSelect,
            )

    def taken(self) -> list[str]:
        """The keys of the fiches in which the file wins."""
        every = self.cleaned_data["every"] or EACH
        if every != EACH:
            return [line.key for line in self.conflicts] if every == TAKE else []
        return [
            line.key
            for line in self.conflicts
            if self.cleaned_data.get(f"fiche-{line.key}") == TAKE
        ]

    def compared(self) -> list[tuple[PlanLine, Any]]:
        """Each conflict that is shown, with its field."""
        return [(line, self[f"fiche-{line.key}"]) for line in self.conflicts[:SHOWN]]
