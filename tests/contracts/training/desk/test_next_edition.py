"""A session copied for its next edition."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from contracts.models import Statement
from contracts.training.desk.next_edition import copy_for_next_edition
from contracts.training.models import (
    Material,
    Partner,
    ProgrammeItem,
    ReturnNote,
    SessionAudience,
    SessionDate,
    SessionState,
    Speaker,
    TrainingSessionPage,
    Why,
)
from contracts.training.seats import registrations
from contracts.values.vocabulary import Section
from home.groups import EDITORS, ORGANISERS
from tests import factories
from tests.contracts.roles import member_of, told
from tests.contracts.training.desk.rooms import desk
from tests.contracts.training.factories import person, session

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


@pytest.fixture
def organiser():
    return member_of(ORGANISERS)


@pytest.fixture
def held() -> TrainingSessionPage:
    """A session that is over, with everything that it may have."""
    source = factories.source()
    item = ProgrammeItem(title="Monter un contrat", kind="presentation")
    item.speakers = [Speaker(name="Ada Le Guen", tentative=True)]
    page = session(
        title="Coopérer",
        place="Valence",
        programme=[item],
        why=[Why(text="Pour s’y mettre", source=source)],
        audiences=[SessionAudience(public="elus")],
        partners=[Partner(name="Cap rural", source=source)],
        statements=[
            Statement(section=Section.OBJECTIVE, text="Apprendre", source=source),
            Statement(section=Section.RESULT, text="Vingt personnes ont appris", source=source),
        ],
        registration_opens=dt.date(2026, 1, 1),
        registration_deadline=dt.date(2030, 1, 1),
        remote_link="https://visio.example/secret",
        review_on=dt.date(2026, 2, 2),
    )
    registrations.register(page, person())
    page.dates = [SessionDate(day=timezone.localdate() - dt.timedelta(days=1))]
    page.return_notes = [ReturnNote(kind="dit", text="Il faut du temps")]
    page.materials = [Material(title="Diaporama", url="https://exemple.fr/d")]
    page.save_revision().publish()
    SessionState.objects.filter(page=page).update(sequence=3, announced={"dates": []})
    return TrainingSessionPage.objects.get(pk=page.pk)


def test_one_click_makes_a_draft_and_opens_its_form(organiser, held):
    response = organiser.post(desk("next_edition", held.pk), follow=True)

    copy = TrainingSessionPage.objects.exclude(pk=held.pk).get()
    assert response.redirect_chain == [(reverse("wagtailadmin_pages:edit", args=[copy.pk]), 302)]
    assert "Donnez-lui ses dates" in told(response)
    assert (copy.title, copy.draft_title) == ("Coopérer (prochaine édition)",) * 2
    assert (copy.live, copy.owner.username) == (False, "personne-Organisateurs")


def test_the_copy_has_what_the_session_is_made_of(organiser, held):
    organiser.post(desk("next_edition", held.pk))
    copy = TrainingSessionPage.objects.exclude(pk=held.pk).get().get_latest_revision_as_object()

    [item] = copy.programme.all()
    assert (copy.place, copy.gist, copy.source) == ("Valence", held.gist, held.source)
    assert [(speaker.name, speaker.tentative) for speaker in item.speakers.all()] == [
        ("Ada Le Guen", True)
    ]
    for relation in ("why", "audiences", "partners"):
        assert getattr(copy, relation).count() == 1, relation
    assert [row.text for row in copy.statements.all()] == ["Apprendre"]


def test_the_copy_has_nothing_of_what_was_of_its_time(organiser, held):
    organiser.post(desk("next_edition", held.pk))
    for copy in (
        TrainingSessionPage.objects.exclude(pk=held.pk).get(),
        TrainingSessionPage.objects.exclude(pk=held.pk).get().get_latest_revision_as_object(),
    ):
        assert copy.registrations.count() == 0
        for relation in ("dates", "return_notes", "materials"):
            assert list(getattr(copy, relation).all()) == [], relation
        assert (copy.registration_opens, copy.registration_deadline) == (None, None)
        assert (copy.remote_link, copy.review_on) == ("", None)


def test_the_copy_has_a_state_of_its_own(organiser, held):
    organiser.post(desk("next_edition", held.pk))
    old = SessionState.objects.get(page=held)
    new = SessionState.objects.exclude(page=held).get()

    assert (new.capacity, new.online, new.sequence) == (20, False, 0)
    assert (new.announced, new.last_ticket, new.cancelled_at) == ({}, 0, None)
    assert new.uid != old.uid
    assert (old.sequence, old.last_ticket) == (3, 1)


def test_the_copy_is_not_published_without_dates(organiser, held):
    copy = copy_for_next_edition(held, held.owner)

    assert [fault.message for fault in copy.publication_faults()] == ["Donnez au moins une date."]


def test_the_session_that_is_copied_keeps_everything(organiser, held):
    organiser.post(desk("next_edition", held.pk))
    held = TrainingSessionPage.objects.get(pk=held.pk)

    assert (held.live, held.title, held.registrations.count()) == (True, "Coopérer", 1)
    for relation in ("dates", "return_notes", "materials", "programme"):
        assert getattr(held, relation).count() == 1, relation
    assert held.statements.count() == 2


def test_two_copies_and_the_copy_of_a_copy_have_addresses_of_their_own(organiser, held):
    organiser.post(desk("next_edition", held.pk))
    organiser.post(desk("next_edition", held.pk))
    copy = TrainingSessionPage.objects.exclude(pk=held.pk).first()
    organiser.post(desk("next_edition", copy.pk))

    slugs = list(TrainingSessionPage.objects.values_list("slug", flat=True))
    assert len(slugs) == len(set(slugs)) == 4
    titles = set(TrainingSessionPage.objects.values_list("title", flat=True))
    assert titles == {"Coopérer", "Coopérer (prochaine édition)"}


def test_a_title_as_long_as_may_be_is_cut(held):
    TrainingSessionPage.objects.filter(pk=held.pk).update(title="é" * 255)
    copy = copy_for_next_edition(TrainingSessionPage.objects.get(pk=held.pk), held.owner)

    assert len(copy.title) == 255
    assert copy.title.endswith("é (prochaine édition)")


def test_an_editor_copies_nothing_at_the_desk(held):
    member_of(EDITORS).post(desk("next_edition", held.pk))

    assert TrainingSessionPage.objects.count() == 1
