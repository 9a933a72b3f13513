"""Addresses as phones type them and as links hold them: mended, never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.forms.choosers import EmailLinkChooserForm
from wagtail.admin.panels import get_edit_handler
from wagtail.users.forms import UserCreationForm

from contracts.mail.addresses import is_valid, mended
from contracts.training.desk.people import AddressForm
from contracts.training.desk.registrations.person_form import DeskPersonForm
from contracts.training.models import TrainingSessionPage
from home.models import Publisher


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ada@ys.fr.", "ada@ys.fr"),
        (" ada@ys.fr ", "ada@ys.fr"),
        ("\u00a0ada@ys.fr\u202f. ", "ada@ys.fr"),
        ("ada@\u200bys.fr", "ada@ys.fr"),
        ("\u202aada@ys.fr\u202c", "ada@ys.fr"),
        ("\ufeffada@y\u00ads.fr", "ada@ys.fr"),
        ("mailto:ada@ys.fr", "ada@ys.fr"),
        ("\u200eMailTo: Ada@ys.fr?subject=Bonjour.", "Ada@ys.fr"),
        ("<ada@ys.fr>;", "ada@ys.fr"),
        ("<mailto:ada@ys.fr>", "ada@ys.fr"),
        ("ada@forêt-écoles.fr.", "ada@forêt-écoles.fr"),
        ("ada@xn--fort-epa.fr", "ada@xn--fort-epa.fr"),
        ("ada+ys?@ys.fr", "ada+ys?@ys.fr"),
        ("ada ys@ys.fr", "ada ys@ys.fr"),
        ("", ""),
    ],
)
def test_what_stands_around_an_address_is_taken_off(typed, address):
    assert mended(typed) == address


AROUND = st.lists(st.sampled_from([" ", "\u00a0", ".", ",", ";", "\u200b", "\u200e", "\u2069"]))


@given(st.emails().filter(is_valid), AROUND)
def test_an_address_is_found_again_whatever_follows_it(address, around):
    assert mended(address) == address
    assert mended("".join([address, *around])) == address


@pytest.mark.parametrize(
    ("form", "name"),
    [
        (AddressForm, "email"),
        (DeskPersonForm, "email"),
        (get_edit_handler(Publisher).get_form_class(), "email"),
        (TrainingSessionPage.get_edit_handler().get_form_class(), "contact_email"),
        (UserCreationForm, "email"),
        (PasswordResetForm, "email"),
        (EmailLinkChooserForm, "email_address"),
    ],
)
def test_every_form_of_the_admin_takes_the_mended_address(form, name):
    field = form.base_fields[name]

    assert field.clean("mailto:ada@ys.fr.\u200b ") == "ada@ys.fr"
    assert field.bound_data(" ada@ys. ", None) == "ada@ys"
