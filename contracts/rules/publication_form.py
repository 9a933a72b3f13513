"""The forms of pages and fiches: the address is made from the title when nobody gave one, a draft
saves as it is, publication tells each fault on its field."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.models import Page

from contracts.rules.forms.choices import read_choices
from contracts.rules.kept_rows import accept, bring_back, hold_rows
from contracts.rules.publication import Fault
from contracts.values.slugs import folded_slug, numbered_slug


class PublicationRulesMixin(WagtailAdminModelForm):
    """Adds the rules of publication to a form, unless the form saves a draft: what could not be
    read and what is against the rules is told in one round."""

    _rules_were_asked = False

    def is_valid(self) -> bool:
        is_read = super().is_valid()
        if self.is_deferred_validation:
            return is_read
        if not self._rules_were_asked:
            self._rules_were_asked = True
            self._gather(is_read)
            for fault in self.publication_faults():
                self._tell(fault)
        return _is_sound(self)

    def publication_faults(self) -> list[Fault]:
        return self.instance.publication_faults()

    def _gather(self, is_read: bool) -> None:
        """Put the rows on the page in memory, where the rules compare them to one another."""
        if is_read:
            self.save(commit=False)
            return
        for relation, formset in self.formsets.items():
            setattr(self.instance, relation, _rows(formset))

    def _tell(self, fault: Fault) -> None:
        form: Any = self if fault.child is None else self._form_of(fault.child)
        if form is not None and self._is_unread(fault, form):
            return
        if form is None:
            # A row whose form is not found is named in the message, at the head of the form.
            self.add_error(None, str(fault))
        elif fault.child is None and fault.field in self.formsets:
            self.formsets[fault.field].non_form_errors().append(fault.message)
        else:
            form.add_error(fault.field if fault.field in form.fields else None, fault.message)

    def _is_unread(self, fault: Fault, form: Any) -> bool:
        """Whether the fault rests on what could not be read, which is told already."""
        for name in (fault.field, *fault.rests_on):
            relation, _, field = (name or "").rpartition(".")
            read = self.formsets[relation].forms if relation in self.formsets else [form]
            if any(field in one.errors for one in read):
                return True
        return False

    def _form_of(self, child: Any) -> Any:
        """The form of a row of one of the inline panels."""
        for formset in self.formsets.values():
            for form in formset.forms:
                if form.instance is child:
                    return form
        return None


def _is_sound(form: Any) -> bool:
    """Whether no error stands on a form that was read, nor on its rows, nor on the rows of these."""
    return not form.errors and all(
        not formset.non_form_errors() and all(_is_sound(one) for one in _kept_forms(formset))
        for formset in getattr(form, "formsets", {}).values()
    )


def _kept_forms(formset: Any) -> list[Any]:
    """Those of the rows that are not taken away. Wagtail stops reading at the first panel that is
    wrong: the rows of the next ones are read here."""
    formset.is_valid()
    return [one for one in formset.forms if not formset._should_delete_form(one)]


def _rows(formset: Any) -> list[Any]:
    """The rows of an inline panel as they are typed, those that are taken away left out."""
    return [
        form.instance for form in _kept_forms(formset) if form.has_changed() or form.instance.pk
    ]


class PageForm(WagtailAdminPageForm):
    """A page whose address is left empty takes it from its title. The browser does so while the
    title is typed; without it, or when the field was emptied, nobody is asked for a « slug »."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        page = kwargs.get("instance")
        brought: dict[str, set[int]] = {}
        if data is not None and page is not None:
            hold_rows(page)
            brought = bring_back(page, data)
        super().__init__(data, *args, **kwargs)
        for name, numbers in brought.items():
            if name in self.formsets:
                accept(self.formsets[name], numbers)
        if "slug" in self.fields:
            self.fields["slug"].required = False
        for name in ("go_live_at", "expire_at"):
            if name in self.fields:
                self.fields[
                    name
                ].help_text = "Heure de Paris. Exemples : demain 9h, 6/12/2026 à 9h30."
        if not self.is_bound:
            read_choices(self)

    def full_clean(self) -> None:
        if self.is_bound:
            read_choices(self)
        super().full_clean()

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
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields.get("stand_in")
        if people is not None:
            # Who left stays chosen: a draft is not refused for it.
            kept = Q(is_active=True) | Q(pk=self.instance.stand_in_id)
            people.queryset = people.queryset.filter(kept).order_by("last_name", "username")
            people.label_from_instance = lambda user: user.get_full_name() or user.get_username()

    def publication_faults(self) -> list[Fault]:
        return [*super().publication_faults(), *self.instance.faults_beside_others()]


class TermForm(PublicationRulesMixin):
    pass
