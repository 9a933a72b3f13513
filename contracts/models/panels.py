"""The panels of fiches, grouped by what an editor thinks about."""

from typing import Any

from django.forms import CheckboxInput, CheckboxSelectMultiple, ModelForm, TextInput
from modelcluster.forms import BaseChildFormSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    MultiFieldPanel,
    Panel,
    TitleFieldPanel,
)
from wagtail.admin.widgets import SlugInput

from contracts.models.rows.panels import RowsPanel, SeldomPanel

# Fills the address of the page while the title is typed.
TITLE = TitleFieldPanel("title", placeholder=False, classname="")

# What the browser drops and `contracts.values.slugs` does not: « L’œuvre » is « l-oeuvre ».
_AS_OUR_SLUGS = [("[’']", "-"), ("[œŒ]", "oe"), ("[æÆ]", "ae")]

SOURCED = FieldRowPanel([FieldPanel("source"), FieldPanel("second_source"), FieldPanel("locator")])


def sourced_row(*seldom: Panel) -> tuple[Panel, Panel]:
    """The end of a row: its source, and what few rows fill. One row in six has a second source."""
    others = FieldRowPanel([FieldPanel("second_source"), FieldPanel("locator")])
    return FieldPanel("source"), SeldomPanel([*seldom, others])


def gist(*others: Panel) -> Panel:
    return MultiFieldPanel(
        [
            FieldPanel("gist"),
            FieldRowPanel([FieldPanel("source"), FieldPanel("second_source")]),
            *others,
            FieldPanel("themes", widget=CheckboxSelectMultiple),
            FieldPanel("tags"),
        ],
        heading="L’essentiel",
    )


# What the script says a row in, once it is closed: names of its fields, « a>b » from one to the
# other, « a+b » side by side. `data-told` is what stands before a value, or for a ticked box.
_FACT_LINE = (
    "attribute label number_value+unit date_value text_value as_of origin>destination source "
    "retained"
)
_COMMITMENT_LINE = "object giver>receiver reciprocal theme quantity+unit state exchange"


def _facts(*seldom: Panel) -> Panel:
    return RowsPanel(
        "facts",
        heading="Faits et chiffres",
        label="fait",
        attrs={"data-rows": _FACT_LINE, "data-facts": True},
        help_text="Une ligne par source. Quand des sources divergent, mettez toutes les valeurs et "
        "retenez-en une.",
        panels=[
            FieldRowPanel([FieldPanel("attribute"), FieldPanel("label")]),
            FieldRowPanel([FieldPanel("number_value"), FieldPanel("unit")]),
            FieldRowPanel([FieldPanel("date_value"), FieldPanel("source")]),
            SeldomPanel(
                [
                    FieldRowPanel([FieldPanel("text_value"), FieldPanel("as_of")]),
                    *seldom,
                    FieldRowPanel(
                        [
                            FieldPanel("retained", widget=CheckboxInput({"data-told": "retenue"})),
                            FieldPanel("note"),
                            FieldPanel("locator"),
                        ]
                    ),
                ]
            ),
        ],
    )


FACTS = _facts()
FACTS_AND_FLOWS = _facts(FieldRowPanel([FieldPanel("origin"), FieldPanel("destination")]))

COMMITMENTS = RowsPanel(
    "commitments",
    heading="Qui donne quoi ?",
    label="engagement",
    attrs={"data-rows": _COMMITMENT_LINE, "data-ledger": True},
    panels=[
        FieldRowPanel(
            [
                FieldPanel("giver"),
                FieldPanel("receiver"),
                FieldPanel("reciprocal", widget=CheckboxInput({"data-told": "Ensemble"})),
            ]
        ),
        FieldPanel("object"),
        FieldPanel("theme"),
        FieldRowPanel([FieldPanel("quantity"), FieldPanel("unit")]),
        FieldRowPanel(
            [
                FieldPanel("state"),
                FieldPanel("exchange", widget=TextInput({"data-told": "contrepartie"})),
            ]
        ),
        *sourced_row(
            FieldPanel("nature"),
            FieldRowPanel([FieldPanel("start"), FieldPanel("end")]),
        ),
    ],
)


class _StatementForms(BaseChildFormSet):
    """Offers the headings of this kind of page, and the one that a row has already."""

    def add_fields(self, form: ModelForm, index: int | None) -> None:
        super().add_fields(form, index)
        offered = {"", *self.instance.sections, form.instance.section}
        if self.instance.sections:
            field: Any = form.fields["section"]
            field.choices = [choice for choice in field.choices if choice[0] in offered]


class _StatementsPanel(RowsPanel):
    def get_form_options(self) -> dict[str, Any]:
        options: dict[str, Any] = super().get_form_options()
        options["formsets"][self.relation_name]["formset"] = _StatementForms
        return options


STATEMENTS = _StatementsPanel(
    "statements",
    heading="Ce que disent les sources, rubrique par rubrique",
    label="élément",
    attrs={"data-rows": "section text source"},
    panels=[FieldPanel("section"), FieldPanel("text"), FieldPanel("tags"), *sourced_row()],
)

MILESTONES = RowsPanel(
    "milestones",
    heading="Calendrier",
    label="étape datée",
    attrs={"data-rows": "date text state source"},
    panels=[
        FieldRowPanel([FieldPanel("date"), FieldPanel("state")]),
        FieldPanel("text"),
        *sourced_row(),
    ],
)

LINKS = RowsPanel(
    "outgoing_links",
    heading="Liens vers d’autres fiches",
    label="lien",
    attrs={"data-rows": "type target reason"},
    help_text="Un lien se voit des deux côtés : inutile de le refaire dans l’autre fiche.",
    panels=[FieldRowPanel([FieldPanel("type"), FieldPanel("target")]), FieldPanel("reason")],
)

PICTURE = FieldPanel("picture")

REVIEW = MultiFieldPanel(
    [FieldPanel("stand_in"), FieldPanel("review_on"), FieldPanel("licence")], heading="Relecture"
)

PROMOTE = [
    MultiFieldPanel(
        [
            FieldPanel(
                "slug",
                widget=SlugInput(formatters=_AS_OUR_SLUGS),
                heading="Fin de l’adresse de la page",
                help_text="Faite à partir du titre. Lettres sans accent, chiffres et tirets ; "
                "laissée vide, elle est refaite à partir du titre.",
            ),
            FieldPanel(
                "seo_title",
                heading="Titre dans les moteurs de recherche",
                help_text="Seulement s’il doit différer du titre de la page.",
            ),
            FieldPanel(
                "search_description",
                heading="Résumé dans les moteurs de recherche",
                help_text="Une ou deux phrases, 160 caractères au plus.",
            ),
        ],
        heading="Adresse et moteurs de recherche",
    ),
]
