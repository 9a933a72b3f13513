"""The form of a fiche: a draft saves as it is, publication tells each fault on its field."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.forms.pages import WagtailAdminPageForm

from contracts.rules.publication import Fault


class PublicationRulesMixin(WagtailAdminModelForm):
    """Adds the rules of publication to a form, unless the form saves a draft."""

    def is_valid(self) -> bool:
        if not super().is_valid() or self.is_deferred_validation:
            return super().is_valid()
        self.save(commit=False)  # the rows of the page are compared to one another in memory
        for fault in self.instance.publication_faults():
            self._tell(fault)
        return not self.errors and all(
            formset.total_error_count() == 0 for formset in self.formsets.values()
        )

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


class FicheForm(PublicationRulesMixin, WagtailAdminPageForm):
    pass


class TermForm(PublicationRulesMixin):
    pass
