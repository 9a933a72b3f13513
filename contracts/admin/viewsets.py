"""Lists, forms and choosers of what fiches rest on: sources, territories, themes, tags, terms."""

from django.db.models import Count
from django.forms import CheckboxSelectMultiple
from wagtail import hooks
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.snippets.views.snippets import (
    CreateView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from contracts.admin.choosing.rows import (
    NewSourceForm,
    NewTerritoryForm,
    SourceColumns,
    TagColumns,
    TermColumns,
    TerritoryColumns,
    ThemeColumns,
    chooser,
)
from contracts.admin.search_report import ProposedTerm
from contracts.admin.versions import journal
from contracts.models import Source, Tag, Term, Territory, Theme
from contracts.models.panels import SOURCED


class RowEditView(EditView):
    """At the head of the form, what the list offers for the row too; tells the journal which fields
    were changed."""

    @property
    def header_more_buttons(self):
        buttons = list(super().header_more_buttons)
        for hook in hooks.get_hooks("register_snippet_listing_buttons"):
            buttons += hook(self.object, self.request.user, None)
        return buttons

    def save_instance(self):
        instance = super().save_instance()
        journal.note_form(instance, self.form)
        return instance


class RowListView(IndexView):
    """Says above the rows what can be done of those that are ticked, where an action tells it by
    `list_hint`: it is seen once a row is ticked alone."""

    def get_context_data(self, **kwargs):
        meta = self.model._meta
        actions = bulk_action_registry.get_bulk_actions_for_model(meta.app_label, meta.model_name)
        told = [one.list_hint for one in actions if hasattr(one, "list_hint")]
        hints = [hint(self.model, self.request.user) for hint in told]
        return super().get_context_data(list_hints=[hint for hint in hints if hint], **kwargs)


class RowViewSet(SnippetViewSet):
    index_view_class = RowListView
    edit_view_class = RowEditView


class SourceViewSet(RowViewSet):
    model = Source
    chooser_viewset_class = chooser(SourceColumns, NewSourceForm)
    icon = "doc-full"
    list_display = [
        "title",
        Column("publisher", label="Organisme éditeur", sort_key="publisher"),
        Column("kind", label="Nature", accessor="get_kind_display", sort_key="kind"),
        Column(
            "copy",
            label="Copie",
            accessor=lambda source: "oui" if source.copy else "",
            classname="desk-wide-only",
        ),
    ]
    list_filter = ["kind", "copy"]
    search_fields = ["title", "publisher", "url", "reference"]
    panels = [
        FieldPanel("title"),
        FieldRowPanel([FieldPanel("publisher", heading="Organisme éditeur"), FieldPanel("kind")]),
        FieldPanel("url"),
        FieldPanel("archived_url"),
        FieldPanel("reference"),
        FieldRowPanel([FieldPanel("published_on"), FieldPanel("consulted_on")]),
        FieldRowPanel([FieldPanel("copy"), FieldPanel("reconstructed_title")]),
    ]


class TerritoryViewSet(RowViewSet):
    model = Territory
    chooser_viewset_class = chooser(TerritoryColumns, NewTerritoryForm)
    icon = "site"
    list_display = [
        "name",
        Column("level", label="Niveau", accessor="get_level_display", sort_key="level"),
        "code",
    ]
    list_filter = ["level"]
    search_fields = ["name", "other_names__name", "code"]
    panels = [
        FieldRowPanel([FieldPanel("name"), FieldPanel("level")]),
        FieldRowPanel([FieldPanel("code"), FieldPanel("usual_side")]),
        InlinePanel(
            "other_names",
            heading="Autres noms, sigles et gentilés",
            label="nom",
            panels=[FieldRowPanel([FieldPanel("kind"), FieldPanel("name")])],
        ),
        InlinePanel(
            "figures",
            heading="Population, communes",
            label="chiffre",
            panels=[
                FieldRowPanel([FieldPanel("kind"), FieldPanel("number"), FieldPanel("as_of")]),
                FieldRowPanel([FieldPanel("retained"), FieldPanel("note")]),
                SOURCED,
            ],
        ),
        InlinePanel(
            "containers",
            heading="Fait partie de",
            label="appartenance",
            panels=[FieldPanel("container"), SOURCED],
        ),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("longitude"), FieldPanel("latitude")]),
                FieldPanel("place_note"),
                FieldRowPanel([FieldPanel("seat"), FieldPanel("place_source")]),
            ],
            heading="Place sur la carte",
        ),
    ]


class ThemeViewSet(RowViewSet):
    model = Theme
    chooser_viewset_class = chooser(ThemeColumns)
    icon = "folder-open-inverse"
    list_display = ["label", "code"]
    search_fields = ["label", "definition"]
    panels = [
        FieldPanel("label"),
        FieldPanel("definition"),
        FieldPanel("everyday_words"),
        FieldPanel("source"),
        FieldRowPanel([FieldPanel("code"), FieldPanel("position"), FieldPanel("mark")]),
    ]


class TagViewSet(RowViewSet):
    model = Tag
    chooser_viewset_class = chooser(TagColumns)
    icon = "tag"
    ordering = ["sort_key", "pk"]  # two spellings of one word stand side by side
    list_display = ["name", Column("fiches", label="Fiches", width="20%")]
    search_fields = ["name"]
    panels = [FieldPanel("name")]

    def get_queryset(self, request):
        """With how many pages have each tag, drafts included: of two to merge, one keeps the fuller."""
        return Tag.objects.annotate(fiches=Count("tagged_pages"))


class TermCreateView(CreateView):
    """The form of a new term starts with the one that the address proposes, if any."""

    def get_initial_form_instance(self):
        return Term(term=ProposedTerm.from_querydict(self.request.GET).text)


class TermViewSet(RowViewSet):
    model = Term
    add_view_class = TermCreateView
    chooser_viewset_class = chooser(TermColumns)
    icon = "openquote"
    list_display = [
        "term",
        Column("category", label="Catégorie", accessor="get_category_display", sort_key="category"),
        "expansion",
    ]
    list_filter = ["category"]
    search_fields = ["term", "expansion", "definition"]
    panels = [
        FieldRowPanel([FieldPanel("term"), FieldPanel("category")]),
        FieldPanel("expansion"),
        FieldPanel("definition"),
        SOURCED,
        InlinePanel("synonyms", heading="Synonymes", label="synonyme"),
        MultiFieldPanel(
            [FieldPanel("see_also", widget=CheckboxSelectMultiple)],
            heading="Voir aussi",
            classname="collapsed",
        ),
    ]


class CatalogueGroup(SnippetViewSetGroup):
    """One menu for what is not a page."""

    menu_label = "Catalogue"
    menu_icon = "list-ul"
    menu_order = 200
    items = (SourceViewSet, TerritoryViewSet, TermViewSet, TagViewSet, ThemeViewSet)
