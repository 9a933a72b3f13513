"""How an editor chooses what a fiche rests on: a search that forgives, columns that tell namesakes
apart, and a form that creates what is missing where the person may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.ui.tables import Column, Table
from wagtail.snippets.views.chooser import (
    ChooseResultsView,
    ChooseView,
    SnippetChooserViewSet,
    SnippetChosenMultipleView,
    SnippetChosenView,
    SnippetCreateView,
)
from wagtail.snippets.widgets import AdminSnippetChooser

from contracts.admin.choosing.recent import WindowAsked, recent_rows, remember
from contracts.admin.found_rows import find_rows
from contracts.admin.known_addresses import source_at
from contracts.models import Commune, Source, Territory
from contracts.models.commune import departement_of
from contracts.models.upkeep.merged import Kept, kept_instead
from contracts.values.place_names import place_key
from contracts.values.vocabulary import TerritoryLevel

_PLACES = (TerritoryLevel.DEPARTEMENT, TerritoryLevel.REGION)


class TypedFilterForm(BaseFilterForm):
    """The field above the list. `columns` are the fields in which words are looked for, whose names
    `told` says."""

    columns: ClassVar[tuple[str, ...]] = ()
    told = ""

    q = forms.CharField(label="Rechercher", required=False, max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].help_text = self.told

    def filter(self, objects: QuerySet[Any]) -> Any:
        typed = self.cleaned_data["q"]
        rows = objects.values_list("pk", *self.columns)
        texts = ((pk, " ".join(map(str, filter(None, cells)))) for pk, *cells in rows)
        found = find_rows(objects, texts, typed)
        if found is None:
            return objects
        self.is_searching = True
        self.search_query = typed
        return found


class _Columns:
    """What both views of a chooser show."""

    results_template_name = "contracts/admin/chooser_results.html"
    filter_form_class: ClassVar[type[TypedFilterForm]]
    shown: ClassVar[tuple[tuple[str, str, Any], ...]] = ()  # (name, heading, accessor)
    name_heading = "Nom"
    name_accessor: Any = str
    recent_heading = "Récemment utilisés"
    all_heading = "Tous, de A à Z"
    recent: Table | None = None  # before the list as it opens, what is likeliest

    def filter_object_list(self, objects: QuerySet[Any]) -> Any:
        found = super().filter_object_list(objects)  # type: ignore[misc]
        if self.filter_form.is_searching:  # type: ignore[attr-defined]
            return found
        rows = recent_rows(self.request, found)  # type: ignore[attr-defined]
        asked = WindowAsked.from_querydict(self.request.GET)  # type: ignore[attr-defined]
        if rows and asked.is_first:
            self.recent = Table(self._with_boxes(), rows)
        # A row has one box, in one place.
        return found.exclude(pk__in=[row.pk for row in rows]) if self._is_multiple else found

    @property
    def _is_multiple(self) -> bool:
        return bool(self.is_multiple_choice)  # type: ignore[attr-defined]

    def _with_boxes(self) -> list[Column]:
        boxes = [self.checkbox_column] if self._is_multiple else []  # type: ignore[attr-defined]
        return [*boxes, *self.columns]

    @property
    def columns(self) -> list[Column]:
        title, *others = super().columns  # type: ignore[misc]
        title.label = self.name_heading
        title.accessor = self.name_accessor
        more = (Column(name, label=label, accessor=read) for name, label, read in self.shown)
        return [title, *more, *others]


class SourceFilterForm(TypedFilterForm):
    columns = ("title", "publisher", "url", "reference", "key")
    told = "Titre, organisme éditeur, référence, ou adresse collée en entier."


class SourceColumns(_Columns):
    filter_form_class = SourceFilterForm
    recent_heading = "Récemment utilisées"
    all_heading = "Toutes, de A à Z"
    name_heading = "Titre"
    name_accessor = "title"
    shown = (
        ("publisher", "Organisme éditeur", "publisher"),
        ("year", "Année", lambda source: source.published_on.year if source.published_on else ""),
        ("kind", "Nature", "get_kind_display"),
    )


class TerritoryFilterForm(TypedFilterForm):
    columns = ("name", "code", "level", "other_names__name")
    told = "Nom, sigle, ou code Insee ou SIREN."


def _where(territory: Territory) -> str:
    """The départements in which it lies, else the regions, else what the code of a commune tells."""
    around = [membership.container for membership in territory.containers.all()]
    for level in _PLACES:
        if names := [one.name for one in around if one.level == level]:
            return ", ".join(names)
    if territory.level != TerritoryLevel.COMMUNE or not territory.code:
        return ""
    # One that was added in place says nothing else of where it lies than its code.
    named = {"level": TerritoryLevel.DEPARTEMENT, "code": departement_of(territory.code)}
    return ", ".join(Territory.objects.filter(**named).values_list("name", flat=True))


class TerritoryColumns(_Columns):
    filter_form_class = TerritoryFilterForm
    shown = (
        ("level", "Niveau", "get_level_display"),
        ("where", "Où", _where),
        ("code", "Code", "code"),
    )

    def get_object_list(self) -> QuerySet[Territory]:
        return Territory.objects.prefetch_related("containers__container")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        typed = self.filter_form.data.get("q", "")  # type: ignore[attr-defined]
        return {**context, "communes": _communes_to_add(typed) if typed else []}


def _communes_to_add(typed: str) -> list[Commune]:
    """The communes of this name or of this code that the base has not as territories, the largest
    first, five at most."""
    called = Q(place_key=place_key(typed)) | Q(code=typed.strip().upper())
    known = Territory.objects.filter(level=TerritoryLevel.COMMUNE).values("code")
    return list(Commune.objects.filter(called).exclude(code__in=known).largest_first()[:5])


class ThemeFilterForm(TypedFilterForm):
    columns = ("label", "code", "definition")
    told = "Libellé, code ou mot de la définition."


class ThemeColumns(_Columns):
    filter_form_class = ThemeFilterForm
    name_heading = "Thème"
    shown = (("code", "Code", "code"),)


class TagFilterForm(TypedFilterForm):
    columns = ("name",)
    told = "Mots de l’étiquette."


class TagColumns(_Columns):
    filter_form_class = TagFilterForm
    recent_heading = "Récemment utilisées"
    all_heading = "Toutes, de A à Z"
    name_heading = "Étiquette"


class TermFilterForm(TypedFilterForm):
    columns = ("term", "expansion", "synonyms__text")
    told = "Terme, sigle développé ou synonyme."


class TermColumns(_Columns):
    filter_form_class = TermFilterForm
    name_heading = "Terme"
    shown = (
        ("expansion", "Développé", "expansion"),
        ("category", "Catégorie", "get_category_display"),
    )


class NewSourceForm(WagtailAdminModelForm):
    """A source that is known by its address is chosen, not created twice."""

    prefix = "new-source"  # the form of the page has a title too

    url = forms.URLField(
        label="Adresse",
        required=False,
        max_length=800,
        assume_scheme="https",
        help_text="L’adresse de la page ou du document. Une adresse ou une référence est demandée.",
    )

    class Meta:
        model = Source
        fields = ["title", "publisher", "url", "reference", "kind", "published_on"]

    def clean_url(self) -> str:
        url = self.cleaned_data["url"]
        known = source_at(url)
        if known is not None:
            raise forms.ValidationError(
                f"Cette adresse est déjà celle de la source « {known} »\u00a0: cherchez-la dans "
                "l’onglet « Rechercher »."
            )
        return str(url)


class NewTerritoryForm(WagtailAdminModelForm):
    prefix = "new-territory"

    class Meta:
        model = Territory
        fields = ["name", "level", "code", "usual_side"]


class _Widget(AdminSnippetChooser):
    """A form that was open before two rows were merged gives the one that was kept. What is no
    number of a row is none: the widget could not be shown again with it."""

    known: Mapping[str, Any] = {}  # rows that the form has read for all its choosers

    def get_instance(self, value: Any) -> Any:
        return self.known.get(str(value)) or super().get_instance(value)

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        if not str(value).isdecimal():
            return None
        return _kept_for(data).get(self.model_class._meta.label, {}).get(int(value), value)


def _kept_for(data: Any) -> Kept:
    """Read once for all the choosers of what was posted."""
    known: Kept | None = getattr(data, "kept_instead", None)
    if known is None:
        known = kept_instead()
        if isinstance(data, QueryDict):
            data.kept_instead = known  # type: ignore[attr-defined]
    return known


class _Remembered:
    """What answers with the rows that were chosen."""

    def get_chosen_response_data(self, item: Any) -> dict[str, Any]:
        remember(self.request, item)  # type: ignore[attr-defined]
        return super().get_chosen_response_data(item)  # type: ignore[misc]


class _ChosenView(_Remembered, SnippetChosenView):
    pass


class _ChosenMultipleView(_Remembered, SnippetChosenMultipleView):
    pass


class _CreateView(_Remembered, SnippetCreateView):
    pass


class _Chooser(SnippetChooserViewSet):
    base_widget_class = _Widget
    chosen_view_class = _ChosenView
    chosen_multiple_view_class = _ChosenMultipleView
    create_view_class = _CreateView
    choose_one_text = "Choisir"
    choose_another_text = "Choisir un autre élément"
    edit_item_text = "Modifier"
    search_tab_label = "Rechercher"
    creation_tab_label = "Créer"
    create_action_label = "Créer et choisir"


def _views(columns: type[_Columns]) -> dict[str, Any]:
    return {
        "choose_view_class": type("ChooseView", (columns, ChooseView), {}),
        "choose_results_view_class": type("ChooseResultsView", (columns, ChooseResultsView), {}),
    }


def chooser(
    columns: type[_Columns], creation_form: type[forms.ModelForm] | None = None
) -> type[SnippetChooserViewSet]:
    """The viewset of a chooser with these columns, and this form to create a row in place."""
    return type(
        "ChooserViewSet", (_Chooser,), {**_views(columns), "creation_form_class": creation_form}
    )
