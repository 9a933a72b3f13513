"""The panels of fiches, grouped by what an editor thinks about."""

from django.forms import CheckboxSelectMultiple
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
    TitleFieldPanel,
)
from wagtail.admin.widgets import SlugInput

# Fills the address of the page while the title is typed.
TITLE = TitleFieldPanel("title", placeholder=False)

# What the browser drops and `contracts.values.slugs` does not: « L’œuvre » is « l-oeuvre ».
_AS_OUR_SLUGS = [("[’']", "-"), ("[œŒ]", "oe"), ("[æÆ]", "ae")]

SOURCED = FieldRowPanel([FieldPanel("source"), FieldPanel("second_source"), FieldPanel("locator")])


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


def _facts(*others: Panel) -> Panel:
    return InlinePanel(
        "facts",
        heading="Faits et chiffres",
        label="fait",
        help_text="Une ligne par source. Quand des sources divergent, mettez toutes les valeurs et "
        "retenez-en une.",
        panels=[
            FieldRowPanel([FieldPanel("attribute"), FieldPanel("label")]),
            FieldRowPanel(
                [
                    FieldPanel("date_value"),
                    FieldPanel("number_value"),
                    FieldPanel("unit"),
                    FieldPanel("text_value"),
                ]
            ),
            *others,
            FieldRowPanel([FieldPanel("as_of"), FieldPanel("retained"), FieldPanel("note")]),
            FieldRowPanel([FieldPanel("source"), FieldPanel("locator")]),
        ],
    )


FACTS = _facts()
FACTS_AND_FLOWS = _facts(FieldRowPanel([FieldPanel("origin"), FieldPanel("destination")]))

STATEMENTS = InlinePanel(
    "statements",
    heading="Ce que disent les sources, rubrique par rubrique",
    label="élément",
    panels=[FieldPanel("section"), FieldPanel("text"), SOURCED, FieldPanel("tags")],
)

MILESTONES = InlinePanel(
    "milestones",
    heading="Calendrier",
    label="étape datée",
    panels=[
        FieldRowPanel([FieldPanel("date"), FieldPanel("state")]),
        FieldPanel("text"),
        SOURCED,
    ],
)

LINKS = InlinePanel(
    "outgoing_links",
    heading="Liens vers d’autres fiches",
    label="lien",
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
