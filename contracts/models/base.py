"""What every page of the site and every fiche of the catalogue has in common."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.http import HttpRequest
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalManyToManyField
from wagtail.models import Page, PageViewRestriction
from wagtail.url_routing import RouteResult

from contracts import kinds
from contracts.models import panels
from contracts.models.events import content_changed, saving
from contracts.models.rows.fact import FactGroup, group_facts
from contracts.models.rows.statement import Statement
from contracts.models.source import Sourced
from contracts.models.tag import TaggedPage
from contracts.models.theme import Theme
from contracts.models.upkeep.merged import ReadThroughMerges
from contracts.models.upkeep.read_at_once import ReadAtOnce
from contracts.rules.copy_form import CopyWithoutAliasForm
from contracts.rules.fiche import GIST_POINTS, ROW_POINTS, gist_advice, gist_faults, row_faults
from contracts.rules.guide import Part, Requirement
from contracts.rules.publication import Fault, refuse
from contracts.rules.publication_form import FicheForm, PageForm
from contracts.values.vocabulary import Completeness, Section

LICENCE = "Licence Ouverte 2.0"

# A save that touches none of these changes nothing that readers or the index can see.
_VISIBLE_FIELDS = {"title", "slug", "url_path", "live", "last_published_at", "alias_of_id"}
_SET_BY_WAGTAIL = {"content_type", "latest_revision", "live_revision", "locale", "path"}


class IndexedPage(ReadThroughMerges, ReadAtOnce, Page):
    """A public page: its rules bind when it is live, its index is written with it."""

    # The rows at the other end of its foreign keys that its page shows: read in the same query.
    shown_with: ClassVar[tuple[str, ...]] = ()

    base_form_class = PageForm
    promote_panels = panels.PROMOTE
    copy_form_class = CopyWithoutAliasForm

    class Meta:
        abstract = True

    @classmethod
    def shown(cls) -> models.QuerySet:
        """Pages as their address is asked: with the rows that they show, and with whether readers
        may have to be let in, which Wagtail would ask two more queries to know."""
        path = models.ExpressionWrapper(models.OuterRef("path"), models.CharField())
        around = PageViewRestriction.objects.annotate(inside=path)
        aliases = Page.objects.filter(alias_of__isnull=False).annotate(inside=path)
        return cls.objects.select_related(*cls.shown_with).annotate(
            may_be_restricted=models.Exists(
                around.filter(inside__startswith=models.F("page__path"))
            )
            # The restrictions of an alias are those of another page: Wagtail looks for them.
            | models.Exists(aliases.filter(inside__startswith=models.F("path")))
        )

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """An alias leads to the page that it shows, with what lives beside that page alone."""
        if self.alias_of_id and not path_components:
            source = type(self).shown().filter(pk=self.alias_of_id).first()
            if source is not None:
                return source.route(request, [])
        return super().route(request, path_components)

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        if getattr(self, "may_be_restricted", True):
            return super().get_view_restrictions()
        return PageViewRestriction.objects.none()

    def publication_faults(self) -> list[Fault]:
        """What forbids this page, as it stands in memory, to be published."""
        return []

    def faults_beside_others(self) -> list[Fault]:
        """What forbids it beside all that is published already: the database is read."""
        return []

    def derive(self) -> None:
        """Compute the columns that follow from the others; called before each save."""

    def full_clean(self, exclude: Iterable[str] | None = None, **kwargs: Any) -> None:
        """Validate what people write: what Wagtail alone sets is held by the database's keys, and
        would be asked one query each."""
        super().full_clean(exclude={*(exclude or ()), *_SET_BY_WAGTAIL}, **kwargs)

    def save(self, clean: bool = True, **kwargs: Any) -> Any:
        """Save the page and its index in one transaction; refuse to go live with faults."""
        update_fields = kwargs.get("update_fields")
        if update_fields is not None and not _VISIBLE_FIELDS & set(update_fields):
            return super().save(clean=clean, **kwargs)
        with transaction.atomic(), saving(self):
            self.derive()
            if self.live and clean:
                refuse([*self.publication_faults(), *self.faults_beside_others()])
            result = super().save(clean=clean, **kwargs)
            content_changed.send(sender=type(self), instance=self, rows_are_read=True)
        return result


# Wagtail’s save takes `clean`, which that of Django does not.
class FichePage(Sourced, IndexedPage):  # type: ignore[misc]
    """A fiche: the gist with its source, themes, tags, facts, sourced statements, links."""

    gist = models.TextField(
        "en une phrase",
        max_length=400,
        blank=True,
        help_text="Ce qu’une élue retient en dix secondes, 80 à 300 caractères, avec vos mots.",
    )
    themes = ParentalManyToManyField(
        Theme, verbose_name="thèmes", blank=True, related_name="%(class)ss"
    )
    tags = ClusterTaggableManager(through=TaggedPage, blank=True, verbose_name="étiquettes")
    review_on = models.DateField(
        "à relire le",
        null=True,
        blank=True,
        help_text="À partir de ce jour, la fiche est dans « À relire », sur l’accueil de l’administration.",
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        verbose_name="suppléance",
        null=True,
        blank=True,
        related_name="+",
        help_text="Qui reçoit aussi les courriels destinés à la personne responsable de la fiche, "
        "c’est-à-dire à qui l’a créée.",
    )
    licence = models.CharField("licence", max_length=80, default=LICENCE)
    completeness = models.CharField(
        "complétude",
        max_length=10,
        choices=Completeness.choices,
        default=Completeness.SKETCH,
        editable=False,
    )

    class Meta:
        abstract = True

    base_form_class = FicheForm
    settings_panels = [*Page.settings_panels, panels.REVIEW]

    # Which headings this kind of fiche has, in the order of its page.
    sections: ClassVar[tuple[Section, ...]] = ()
    shown_with: ClassVar[tuple[str, ...]] = ("owner", "source", "second_source")
    # What its rules ask, as who writes it is told.
    points: ClassVar[tuple[Requirement, ...]] = (*GIST_POINTS, *ROW_POINTS)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        return {**context, "fiche": kinds.of(type(self)).context(self, request)}

    def publication_faults(self) -> list[Fault]:
        return [*gist_faults(self), *row_faults(self)]

    def advice(self) -> list[Fault]:
        """What would make the fiche better, and forbids nothing."""
        return list(gist_advice(self))

    def derive(self) -> None:
        super().derive()
        self.completeness = self.compute_completeness()

    def parts(self) -> list[Part]:
        """Those that a complete fiche of this kind has."""
        raise NotImplementedError

    def compute_completeness(self) -> Completeness:
        """Complete when every part is filled, partial from the half, a sketch below."""
        filled = [part.is_filled for part in self.parts()]
        if all(filled):
            return Completeness.COMPLETE
        return Completeness.PARTIAL if sum(filled) * 2 >= len(filled) else Completeness.SKETCH

    @property
    def mark(self) -> str:
        """The sign of its first theme that has one."""
        return next((theme.mark for theme in self.themes.all() if theme.mark), "")

    def retained_fact(self, attribute: str) -> Any:
        """The FactValue that filters use for an attribute, or None (none, or open divergence)."""
        asked = (fact for fact in self.facts.all() if fact.attribute == attribute)
        first = next(iter(group_facts(asked)), None)
        return first.retained if first else None

    def fact_groups(self) -> list[FactGroup]:
        return group_facts(self.facts.all())

    def statements_by_section(self) -> list[tuple[Section, list[Statement]]]:
        """The headings that have something under them, in the order of this kind of page."""
        found: dict[str, list[Statement]] = {}
        for statement in self.statements.all():
            found.setdefault(statement.section, []).append(statement)
        order = [*self.sections, *(s for s in Section if s not in self.sections)]
        return [(section, found[section]) for section in order if section in found]
