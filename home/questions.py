"""A question that an elected official asks, and its short answer made of sourced facts."""

from __future__ import annotations

from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.fields import StreamField

from contracts.models import panels
from contracts.models.base import FichePage
from contracts.rules.fiche import gist_faults, row_faults
from contracts.rules.guide import Part
from contracts.rules.publication import Fault
from contracts.rules.words.everyday_words import EverydayWordsField, shape_faults, shared_faults
from contracts.values.choice_list import ChoiceListField
from home.blocks import AnswerBlock, source_faults
from home.site_pages import SitePageCode

MOST_WORDS = 120


class QuestionPart(models.TextChoices):
    """Under which heading a question is listed, in this order."""

    MEANING = "comprendre", "De quoi s’agit-il ?"
    STARTING = "commencer", "Se lancer"
    MEANS = "moyens", "Avec quels moyens ?"
    AFTERWARDS = "suite", "Et ensuite ?"


class QuestionPage(FichePage):
    """The title asks; the gist answers in one sentence, and a few sourced paragraphs say more."""

    template = "home/question_page.html"
    parent_page_types = ["home.EditorialPage"]
    subpage_types: list[str] = []
    # Its form has no facts, no statements and no calendar.
    points = FichePage.points[:2]

    part = models.CharField(
        "partie de la liste",
        max_length=12,
        choices=QuestionPart.choices,
        default=QuestionPart.MEANING,
    )
    position = models.PositiveSmallIntegerField("ordre dans cette partie", default=0)
    body = StreamField(
        AnswerBlock(),
        verbose_name="réponse",
        blank=True,
        help_text=f"Avec « En une phrase », {MOST_WORDS} mots au plus.",
    )
    unknown = models.TextField(
        "ce que la base ne connaît pas",
        max_length=300,
        blank=True,
        help_text="« La base ne connaît pas… » : seule phrase de la réponse qui se passe de source.",
    )
    site_pages = ChoiceListField("pages du site à lire ensuite", choices_class=SitePageCode)
    everyday_words = EverydayWordsField()

    content_panels = [
        panels.TITLE,
        panels.gist(),
        FieldPanel("body"),
        FieldPanel("unknown"),
        panels.LINKS,
        MultiFieldPanel(
            [
                FieldPanel("everyday_words"),
                FieldRowPanel([FieldPanel("part"), FieldPanel("position")]),
                FieldPanel("site_pages"),
            ],
            heading="Trouver cette question",
        ),
    ]

    class Meta:
        verbose_name = "question d’élu"
        verbose_name_plural = "questions d’élus"

    def parts(self) -> list[Part]:
        return [
            Part("l’essentiel", "gist", bool(self.gist)),
            Part("la réponse", "body", bool(self.body)),
        ]

    def answer_texts(self) -> list[str]:
        """What the page says, in order."""
        paragraphs = (block.value["text"] for block in self.body)
        return [text for text in (self.gist, *paragraphs, self.unknown) if text]

    def publication_faults(self) -> list[Fault]:
        return [
            *gist_faults(self),
            *source_faults(self.body),
            *self._length_faults(),
            *shape_faults(self.everyday_words),
            *row_faults(self),
        ]

    def faults_beside_others(self) -> list[Fault]:
        return list(shared_faults(self.everyday_words, self.url or ""))

    def _length_faults(self) -> list[Fault]:
        words = sum(word_count(text) for text in self.answer_texts())
        if words <= MOST_WORDS:
            return []
        return [
            Fault(
                f"La réponse a {words} mots, « En une phrase » et « Ce que la base ne connaît pas » "
                f"compris ; il en faut {MOST_WORDS} au plus : raccourcissez-la de "
                f"{words - MOST_WORDS}.",
                "body",
            )
        ]


def word_count(text: str) -> int:
    """The words between spaces; a mark that stands alone (« : ») is none."""
    return sum(any(map(str.isalnum, part)) for part in text.split())
