"""The forms of pages and fiches: the address is made from the title when nobody gave one, a draft
saves as it is, publication tells each fault on its field."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

from contracts.rules.publication import Fault
from contracts.values.slugs import folded_slug, numbered_slug


class PublicationRulesMixin(WagtailAdminModelForm):
    """Adds the rules of publication to a form, unless the form saves a draft."""

    def is_valid(self) -> bool:
        if not super().is_valid() or self.is_deferred_validation:
            return super().is_valid()
        self.save(commit=False)  # the rows of the page are compared to one another in memory
        for fault in self.publication_faults():
            self._tell(fault)
        return not self.errors and all(
            formset.total_error_count() == 0 for formset in self.formsets.values()
        )

    def publication_faults(self) -> list[Fault]:
        return self.instance.publication_faults()

    def _tell(self, fault: Fault) -> None:
        form: Any = self
        message = fault.message
        if fault.child is not None:
            form = self._form_of(fault.child)
            if form is None:
                form, message = self, str(fault)
        on_field = fault.field if fault.field in form.fields else None
        # A row whose form is not found is named in the message, at the head of the page's form.
        form.add_error(on_field if form is not self or fault.child is None else None, message)

    def _form_of(self, child: Any) -> Any:
        """The form of a row of one of the inline panels."""
        for formset in self.formsets.values():
            for form in formset.forms:
                if form.instance is child:
                    return form
        return None


class PageForm(WagtailAdminPageForm):
    """A page whose address is left empty takes it from its title. The browser does so while the
    title is typed; without it, or when the field was emptied, nobody is asked for a « slug »."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        title, slug = self.cleaned_data.get("title"), self.cleaned_data.get("slug")
        if title and slug is not None and self._is_to_make(title, slug):
            self.cleaned_data["slug"] = numbered_slug(
                title, self.fields["slug"].max_length, self._is_taken
            )
        return super().clean()

    def _is_to_make(self, title: str, slug: str) -> bool:
        """Nobody chose what a page not yet public has from its title: two may have one title."""
        is_public = self.instance.pk is not None and self.instance.live
        is_chosen = is_public or slug != folded_slug(title)
        return not slug or (not is_chosen and self._is_taken(slug))

    def _is_taken(self, slug: str) -> bool:
        return not Page._slug_is_available(slug, self.parent_page, self.instance)


class FicheForm(PublicationRulesMixin, PageForm):
    def publication_faults(self) -> list[Fault]:
        return [*super().publication_faults(), *self.instance.faults_beside_others()]


class TermForm(PublicationRulesMixin):
    pass
