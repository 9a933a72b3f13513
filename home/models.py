"""The home page, editorial pages, and the identity of the publisher."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any

from django.db import models
from django.http import Http404, HttpRequest
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.fields import StreamField
from wagtail.models import Page, Site
from wagtail.url_routing import RouteResult

from contracts import kinds
from contracts.models import CaseStudyPage, panels
from contracts.models.base import FichePage, IndexedPage
from contracts.models.rows.ordered import Ordered
from contracts.pages.parts.listings import columns, listings_of
from contracts.rules.fiche import ROW_POINTS, row_faults
from contracts.rules.guide import Part
from contracts.rules.publication import Fault
from contracts.rules.words.everyday_words import EverydayWordsField, shape_faults, shared_faults
from contracts.values.vocabulary import Section
from home.blocks import BodyBlock, source_faults
from home.front import STORIES, front_page
from home.questions import QuestionPage
from search.index.cache import ContentCache
from search.index.prepared import prepared

__all__ = ["EditorialPage", "HomePage", "Publisher", "QuestionPage", "Story"]


class HomePage(IndexedPage):
    template = "home/home_page.html"
    max_count = 1
    parent_page_types = ["wagtailcore.Page"]

    heading = models.CharField(
        "titre affiché", max_length=120, default="Ce que villes et campagnes se donnent"
    )
    introduction = models.TextField("introduction", max_length=400, blank=True)

    content_panels = [
        panels.TITLE,
        FieldPanel("heading"),
        FieldPanel("introduction"),
        InlinePanel(
            "stories",
            max_num=STORIES,
            heading="Expériences à raconter",
            label="expérience",
            help_text="Sur l’accueil, dans cet ordre. Sans choix, les fiches les plus remplies.",
        ),
    ]

    class Meta:
        verbose_name = "accueil"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        chosen = self.stories.all().values_list("experience_id", flat=True)
        return {**super().get_context(request, *args, **kwargs), **front_page(chosen)}

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Find the page of an address at once, with the rows that it shows: Wagtail would ask two
        queries for each level of the address."""
        if not path_components:
            home = _page_at(HomePage)(self.slug, self.url_path)
            if home is None:
                raise Http404
            return super(HomePage, home).route(request, [])
        place = (path_components[-1], f"{self.url_path}{'/'.join(path_components)}/")
        if len(path_components) == 2:
            Publisher.read(request)
            kind = listings_of(request).kind_at(f"{self.url_path}{path_components[0]}/")
            if kind is not None and issubclass(kind.model, FichePage):
                page = _page_at(kind.model)(*place)
                if page is not None:
                    return page.route(request, [])
        found = _page_at(Page)(*place)
        model = found.specific_class if found else None
        page = _page_at(model)(*place) if model else None
        if page is None:
            raise Http404
        return page.route(request, [])


@cache
def _page_at(model: type[Page]) -> Callable[[str, str], Any]:
    """What finds the page of this model at an address, by its slug and its path, if there is one."""

    @prepared
    def pages_at(slug: str, url_path: str) -> tuple[models.QuerySet]:
        pages = model.shown() if issubclass(model, IndexedPage) else model.objects.all()
        return (pages.filter(slug=slug, url_path=url_path).order_by("pk")[:1],)

    return lambda *place: next(iter(pages_at(*place)[0]), None)


class Story(Ordered):
    """An experience that editors tell on the home page."""

    home = ParentalKey(HomePage, on_delete=models.CASCADE, related_name="stories")
    experience = models.ForeignKey(
        CaseStudyPage, models.CASCADE, verbose_name="expérience", related_name="+"
    )

    panels = [PageChooserPanel("experience", "contracts.CaseStudyPage")]

    class Meta(Ordered.Meta):
        verbose_name = "expérience à raconter"
        verbose_name_plural = "expériences à raconter"


class EditorialPage(FichePage):
    """A page that explains: the national framework, or the site itself."""

    template = "home/editorial_page.html"
    parent_page_types = ["home.HomePage", "home.EditorialPage"]
    sections = (Section.CONTEXT, Section.OBJECTIVE, Section.CONDITION, Section.OBSTACLE)

    body = StreamField(BodyBlock(), verbose_name="corps", blank=True)
    everyday_words = EverydayWordsField()
    is_legal = models.BooleanField(
        "page légale",
        default=False,
        help_text="Mentions légales, accessibilité… : elle vient après tous les autres résultats "
        "d’une recherche.",
    )

    points = ROW_POINTS

    content_panels = [
        panels.TITLE,
        panels.gist(),
        FieldPanel("body"),
        MultiFieldPanel(
            [FieldPanel("everyday_words"), FieldPanel("is_legal")], heading="Trouver cette page"
        ),
        panels.FACTS,
        panels.MILESTONES,
        panels.STATEMENTS,
        panels.LINKS,
    ]

    class Meta:
        verbose_name = "page éditoriale"
        verbose_name_plural = "pages éditoriales"

    def parts(self) -> list[Part]:
        return [
            Part("le texte", "body", bool(self.body)),
            Part("l’essentiel", "gist", bool(self.gist)),
        ]

    def publication_faults(self) -> list[Fault]:
        """A page about the site itself states no fact: its gist needs no source."""
        return [
            *source_faults(self.body),
            *shape_faults(self.everyday_words),
            *row_faults(self),
        ]

    def faults_beside_others(self) -> list[Fault]:
        return list(shared_faults(self.everyday_words, self.url or ""))


@register_setting(icon="home")
class Publisher(BaseSiteSetting):
    """Who publishes the site. Empty fields are shown as « non renseigné », never invented."""

    name = models.CharField("nom de l’éditeur", max_length=200, blank=True)
    legal_form = models.CharField("forme juridique", max_length=120, blank=True)
    registration_number = models.CharField("RNA ou SIRET", max_length=40, blank=True)
    address = models.TextField("siège", max_length=400, blank=True)
    phone = models.CharField("téléphone", max_length=30, blank=True)
    email = models.EmailField("courriel", blank=True)
    publication_director = models.CharField(
        "directrice ou directeur de la publication", max_length=160, blank=True
    )
    editor_in_chief = models.CharField("responsable de la rédaction", max_length=160, blank=True)
    host_name = models.CharField("hébergeur", max_length=200, blank=True)
    host_address = models.TextField("adresse de l’hébergeur", max_length=400, blank=True)
    host_phone = models.CharField("téléphone de l’hébergeur", max_length=30, blank=True)
    funders = models.TextField("financeurs", max_length=600, blank=True)
    data_protection_contact = models.CharField(
        "contact pour les données personnelles", max_length=200, blank=True
    )

    answer_days = models.PositiveSmallIntegerField(
        "délai de réponse annoncé, en jours",
        null=True,
        blank=True,
        help_text="Il est dit à qui écrit par le formulaire de contact. Vide : aucun délai n’est "
        "annoncé.",
    )

    class AccessibilityState(models.TextChoices):
        NONE = "non", "non conforme"
        PARTIAL = "partielle", "partiellement conforme"
        FULL = "totale", "totalement conforme"

    accessibility = models.CharField(
        "état d’accessibilité",
        max_length=10,
        choices=AccessibilityState.choices,
        default=AccessibilityState.NONE,
        help_text="Sans audit, la seule mention exacte est « non conforme ».",
    )

    class Meta:
        verbose_name = "éditeur du site"

    # What the law wants to be said of whoever publishes, and of whoever hosts.
    _IDENTITY = (
        "name",
        "address",
        "phone",
        "email",
        "publication_director",
        "host_name",
        "host_address",
        "host_phone",
        "data_protection_contact",
    )

    @property
    def missing(self) -> list[str]:
        """The labels of what is still to be filled in of the identity."""
        fields = [self._meta.get_field(name) for name in self._IDENTITY]
        return [str(field.verbose_name) for field in fields if not getattr(self, field.name)]

    @classmethod
    def of_the_site(cls) -> Publisher:
        """Where there is no request: that of the site that is served."""
        found = cls.objects.filter(site__is_default_site=True).first()
        return found or cls()

    @classmethod
    def read(cls, request: HttpRequest) -> Publisher:
        """The publisher of the site, and the listings of the request, with one query."""
        found = getattr(request, "publisher", None)
        if found is None:
            found = cls.alone(request)
            if found is None:
                found = cls._with_listings().filter(site=Site.find_for_request(request)).first()
            if found is None:
                found = cls.for_request(request)
            else:
                listings_of(request).know(found._listings)
            request.publisher = found  # type: ignore[attr-defined]  # kept as long as the request
        return found

    @staticmethod
    def alone(request: HttpRequest) -> Publisher | None:
        """That of the only site, which the request is then known to be for; None where there are
        several sites, or where nothing was ever said of the publisher."""
        found = _of_the_only_site.now()
        if found is not None:
            request._wagtail_site = found.site  # type: ignore[attr-defined]  # where Wagtail looks
        return found

    @classmethod
    def _with_listings(cls) -> models.QuerySet[Publisher]:
        return cls.objects.annotate(**{f"path_{code}": path for code, path in columns().items()})

    @property
    def _listings(self) -> dict[str, str]:
        """The path in the tree of what lists a kind, by the code of the kind."""
        listed = [kind.code for kind in kinds.registered() if kind.listing]
        return {code: path for code in listed if (path := getattr(self, f"path_{code}"))}

    @classmethod
    def of_the_only_site(cls) -> Publisher | None:
        """Where there is one site, it answers to every host, and is read with its publisher."""
        others = models.Exists(Site.objects.filter(is_default_site=False))
        alone = cls._with_listings().filter(~others, site__is_default_site=True)
        return alone.select_related("site__root_page").first()


_of_the_only_site = ContentCache(Publisher.of_the_only_site)
