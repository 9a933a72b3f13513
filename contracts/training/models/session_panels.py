"""What an editor fills in for a session, in the order of the form."""

from __future__ import annotations

from typing import Any

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    MultipleChooserPanel,
    PageChooserPanel,
)

from contracts.models import panels
from contracts.training.rules.controller import controller_faults

_FICHES = ["contracts.ContractPage", "contracts.CaseStudyPage", "contracts.ToolPage"]


class RegistrationNotePanel(HelpPanel):
    """Where seats are given and registration opened, for who looks for them in the form of the
    page, and what forbids to open it."""

    class BoundPanel(HelpPanel.BoundPanel):
        def get_context_data(self, parent_context: Any = None) -> Any:
            session, user = self.instance, self.request.user
            return {
                **super().get_context_data(parent_context),
                "session": session,
                "is_open": bool(session.pk and session.state.online),
                "faults": [*controller_faults(session)],
                "may_open": bool(session.pk and user.has_perm("training.manage_registrations")),
            }


SESSION_PANELS = [
    panels.TITLE,
    panels.gist(),
    InlinePanel(
        "dates",
        heading="Quand",
        label="date",
        panels=[FieldRowPanel([FieldPanel("day"), FieldPanel("starts_at"), FieldPanel("ends_at")])],
    ),
    MultiFieldPanel(
        [
            FieldPanel("place"),
            FieldPanel("access"),
            FieldRowPanel([FieldPanel("place_territory"), FieldPanel("zone")]),
            FieldPanel("remote_link"),
            FieldPanel("venue_accessibility"),
            FieldPanel("needs_contact"),
        ],
        heading="Où",
    ),
    InlinePanel(
        "why", heading="Pourquoi cette session ?", panels=[FieldPanel("text"), panels.SOURCED]
    ),
    InlinePanel(
        "audiences",
        heading="Une session pour qui ?",
        panels=[FieldPanel("public"), FieldPanel("text")],
    ),
    InlinePanel(
        "programme",
        heading="Programme",
        label="point",
        panels=[
            FieldPanel("title"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("remote")]),
            FieldPanel("text"),
            InlinePanel(
                "speakers",
                heading="Intervenantes et intervenants",
                label="intervenant",
                panels=[
                    FieldRowPanel([FieldPanel("name"), FieldPanel("tentative")]),
                    FieldRowPanel([FieldPanel("role"), FieldPanel("organisation")]),
                ],
            ),
            MultipleChooserPanel(
                "presented",
                chooser_field_name="fiche",
                panels=[PageChooserPanel("fiche", _FICHES)],
                heading="Fiches présentées",
                label="fiche",
                help_text="Contrats, expériences ou outils : chaque fiche le dira.",
            ),
        ],
    ),
    MultiFieldPanel(
        [
            RegistrationNotePanel(template="training/admin/registration_note.html"),
            FieldRowPanel(
                [
                    FieldPanel("registration_opens"),
                    FieldPanel("registration_deadline"),
                    FieldPanel("registration_how"),
                ]
            ),
            FieldPanel("prerequisites"),
            FieldPanel("price"),
            FieldPanel("membership"),
            FieldPanel("membership_document"),
            FieldPanel("organiser"),
            FieldRowPanel(
                [
                    FieldPanel("contact_name"),
                    FieldPanel("contact_email"),
                    FieldPanel("contact_phone"),
                ]
            ),
        ],
        heading="S’inscrire, participer",
    ),
    InlinePanel("practical", heading="En pratique", panels=[FieldPanel("text"), panels.SOURCED]),
    InlinePanel("partners", heading="Partenaires", panels=[FieldPanel("name"), panels.SOURCED]),
    MultiFieldPanel(
        [
            InlinePanel(
                "return_notes",
                heading="Ce qui s’est dit, ce qui a été demandé",
                label="élément",
                help_text="Le retour se publie une fois la session finie. Il est votre propre "
                "récit : la page le dit, et rien de cela ne va dans la liste des conditions du "
                "site, où chaque ligne a sa source.",
                panels=[
                    FieldRowPanel(
                        [
                            FieldPanel("kind"),
                            PageChooserPanel("fiche", _FICHES),
                        ]
                    ),
                    FieldPanel("text"),
                    FieldPanel("answer"),
                ],
            ),
            InlinePanel(
                "materials",
                heading="Supports",
                label="support",
                panels=[
                    FieldPanel("title"),
                    FieldRowPanel([FieldPanel("document"), FieldPanel("url")]),
                    FieldPanel("rights"),
                ],
            ),
        ],
        heading="Retour de session, une fois qu’elle a eu lieu",
    ),
    panels.FACTS,
    panels.STATEMENTS,
    panels.LINKS,
]
