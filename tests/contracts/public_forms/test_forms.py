"""Forms without a cookie: a stamp stands for one form, robots are told why, nothing typed is lost."""

from __future__ import annotations

import datetime as dt

import pytest
from django.http import QueryDict
from django.utils import timezone

from contracts.public_forms import stamp
from contracts.public_forms.fields import LineField
from contracts.public_forms.forms import FormFault, StampedForm
from contracts.public_forms.stamp import Age

pytestmark = pytest.mark.sqlite

ABOUT = "contact-7"


class ContactForm(StampedForm):
    """What another application would build."""

    subject = LineField(label="Objet", missing="Écrivez l’objet.")


def posted(**answers: str) -> ContactForm:
    data = QueryDict(mutable=True)
    data.update(answers)
    return ContactForm(ABOUT, data)


@pytest.fixture
def later(monkeypatch):
    """Make so many seconds pass."""

    def pass_time(seconds: float) -> None:
        moment = timezone.now() + dt.timedelta(seconds=seconds)
        monkeypatch.setattr(timezone, "now", lambda: moment)

    return pass_time


def test_a_form_shown_a_minute_ago_is_taken_under_the_number_of_its_stamp(later):
    drawn = ContactForm(ABOUT)["stamp"].value()
    later(60)
    form = posted(subject="Bonjour", stamp=drawn)
    assert form.is_valid()
    assert form.number == stamp.read(drawn, ABOUT).number
    again = posted(subject="Bonjour", stamp=drawn)
    assert again.is_valid()
    assert again.number == form.number


@pytest.mark.parametrize("about", ["contact-8", "contact", "autre.contact-7", "contact-7.1"])
def test_a_stamp_is_worth_nothing_for_another_form(later, about: str):
    drawn = stamp.draw(about)
    later(60)
    assert stamp.read(drawn, ABOUT) is None
    assert stamp.read(drawn, about).age == Age.RIGHT
    assert not posted(subject="Bonjour", stamp=drawn).is_valid()


@pytest.mark.parametrize("text", ["", "~", "contact-7.1.2", "contact-7.1.2~signed", "\x00"])
def test_what_this_site_did_not_sign_is_no_stamp(text: str):
    assert stamp.read(text, ABOUT) is None


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        (2, Age.TOO_YOUNG),
        (4, Age.RIGHT),
        (24 * 3600 - 60, Age.RIGHT),
        (24 * 3600 + 60, Age.TOO_OLD),
    ],
)
def test_a_stamp_has_an_age(later, seconds: float, age: Age):
    drawn = stamp.draw(ABOUT)
    later(seconds)
    assert stamp.read(drawn, ABOUT).age == age


def test_a_hidden_field_that_was_filled_is_emptied_and_told(later):
    drawn = stamp.draw(ABOUT)
    later(60)
    form = posted(subject="Bonjour", stamp=drawn, site="https://casino.example")
    assert not form.is_valid()
    (fault,) = form.faults()
    assert fault.message.startswith("Un champ caché, qui doit rester vide, a été rempli")
    assert (form["site"].value(), form["subject"].value()) == ("", "Bonjour")


def test_a_stamp_that_is_too_old_is_drawn_anew_and_the_answers_are_kept(later):
    drawn = stamp.draw(ABOUT)
    later(2 * 24 * 3600)
    form = posted(subject="Bonjour", stamp=drawn)
    assert not form.is_valid()
    assert form["subject"].value() == "Bonjour"
    assert form["stamp"].value() not in ("", drawn)
    assert stamp.read(form["stamp"].value(), ABOUT).age == Age.TOO_YOUNG


def test_a_stamp_that_is_too_young_grows_while_an_answer_is_mended(later):
    drawn = stamp.draw(ABOUT)
    later(1)
    form = posted(subject="", stamp=drawn)
    assert list(form.faults()) == [FormFault("Écrivez l’objet.", "Objet", "id_subject")]
    assert form["stamp"].value() == drawn


def test_a_form_sent_too_soon_is_taken_once_three_seconds_passed_since_it_was_first_shown(later):
    drawn = stamp.draw(ABOUT)
    later(2)
    refused = posted(subject="Bonjour", stamp=drawn)
    assert not refused.is_valid()
    assert "moins de trois secondes" in next(refused.faults()).message
    shown_again = refused["stamp"].value()
    assert not posted(subject="Bonjour", stamp=shown_again).is_valid()
    later(1.5)
    assert posted(subject="Bonjour", stamp=shown_again).is_valid()
