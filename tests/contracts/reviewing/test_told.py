"""Who is told that a page was sent, sent back, approved, published, commented, and in what words."""

from __future__ import annotations

import datetime as dt
import json

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from wagtail.models import Comment, Workflow
from wagtail.users.models import UserProfile

from contracts.editing.reviewing.models import EditingMail, ReviewMail
from contracts.mail.models import OutgoingMail
from contracts.models import ToolPage
from home.groups import CONTRIBUTORS, EDITORS
from kb import jobs
from tests import factories
from tests.contracts.roles import member_of
from tests.posted_form import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]

TITLE = "Guide des ententes"


def written_to(person, first_name: str):
    person.email, person.first_name = f"{first_name.lower()}@ys.example", first_name
    person.save()
    return person


@pytest.fixture
def author_page():
    """The browser of a contributor, and what they write."""
    return member_of(CONTRIBUTORS)


@pytest.fixture
def editor_page():
    return member_of(EDITORS)


@pytest.fixture
def author(author_page):
    person = get_user_model().objects.get(username=f"personne-{CONTRIBUTORS}")
    return written_to(person, "Nolwenn")


@pytest.fixture
def editor(editor_page):
    person = get_user_model().objects.get(username=f"personne-{EDITORS}")
    return written_to(person, "Yann")


@pytest.fixture
def stand_in(author):
    return get_user_model().objects.create_user(
        "maelle", email="maelle@ys.example", first_name="Maëlle"
    )


@pytest.fixture
def draft(author):
    page = factories.tool(title=TITLE, publish=False)
    page.owner = author
    page.save()
    page.save_revision(user=author)
    return page


@pytest.fixture
def sent(django_capture_on_commit_callbacks):
    """`sent(call)` is the mail that a call makes leave: (address, subject) pairs, in order."""

    def sent(call, *args, **kwargs):
        before = len(mail.outbox)
        with django_capture_on_commit_callbacks(execute=True):
            call(*args, **kwargs)
        return sorted((one.to[0], one.subject) for one in mail.outbox[before:])

    return sent


def post(browser, page, **fields):
    """Post the form of a page as it stands, with these fields."""
    address = f"/admin/pages/{page.pk}/edit/"
    values = form_values(browser.get(address).content.decode())
    answer = browser.post(address, {**values, **fields})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer


def submit(browser, page):
    return post(browser, page, **{"action-submit": "1"})


def decide(browser, page, action: str, comment: str = ""):
    return post(
        browser,
        page,
        **{
            "action-workflow-action": "1",
            "workflow-action-name": action,
            "workflow-action-extra-data": json.dumps({"comment": comment}),
        },
    )


def test_a_page_goes_from_its_author_to_its_reader_and_back_then_online(
    sent, author_page, editor_page, author, editor, draft
):
    assert sent(submit, author_page, draft) == [
        ("yann@ys.example", f"À relire et approuver : {TITLE}")
    ]
    assert "Nolwenn a envoyé" in mail.outbox[-1].body

    assert sent(decide, editor_page, draft, "reject", "Citez la convention.") == [
        ("nolwenn@ys.example", f"Changements demandés : {TITLE}")
    ]
    assert "Citez la convention." in mail.outbox[-1].body

    assert sent(submit, author_page, draft) == [
        ("yann@ys.example", f"À relire et approuver : {TITLE}")
    ]
    assert sent(decide, editor_page, draft, "approve", "Très clair.") == [
        ("nolwenn@ys.example", f"Publiée : {TITLE}")
    ]
    assert "publiée par Yann" in mail.outbox[-1].body
    assert "Très clair." in mail.outbox[-1].body
    assert ToolPage.objects.get(pk=draft.pk).live


def head(browser, page) -> str:
    """What the form of a page that was sent back says of it; empty of another page."""
    form = BeautifulSoup(browser.get(f"/admin/pages/{page.pk}/edit/").content, "html.parser")
    told = form.find(attrs={"aria-labelledby": "sent-back-title"})
    return " ".join(told.get_text(" ").split()) if told else ""


def test_a_page_that_was_sent_back_says_at_its_head_who_asks_for_what_until_it_is_sent_again(
    author_page, editor_page, editor, draft
):
    submit(author_page, draft)
    assert head(author_page, draft) == ""
    decide(editor_page, draft, "reject", "Citez la convention.")

    told = head(author_page, draft)
    assert told.startswith("Yann demande des modifications Le ")
    assert "Citez la convention." in told
    assert "Renvoyer en relecture" in told
    assert head(editor_page, draft) == told

    submit(author_page, draft)
    assert head(author_page, draft) == ""


def test_a_page_that_was_sent_back_without_a_word_says_so_much(
    author_page, editor_page, editor, draft
):
    submit(author_page, draft)
    decide(editor_page, draft, "reject")

    assert head(author_page, draft).startswith("Yann demande des modifications Le ")


def test_who_stands_in_is_told_all_that_the_owner_is(
    sent, author_page, editor_page, author, editor, stand_in, draft
):
    draft.stand_in = stand_in
    draft.save_revision(user=author)
    draft.save()

    assert sent(submit, author_page, draft) == [
        ("maelle@ys.example", f"Envoyée en relecture : {TITLE}"),
        ("yann@ys.example", f"À relire et approuver : {TITLE}"),
    ]
    assert [to for to, _ in sent(decide, editor_page, draft, "reject")] == [
        "maelle@ys.example",
        "nolwenn@ys.example",
    ]


def test_what_is_published_beside_the_review_is_told_to_who_sent_it(
    sent, author_page, editor_page, author, editor, draft
):
    draft.owner = None
    draft.save()
    sent(submit, author_page, draft)
    assert sent(post, editor_page, draft, **{"action-publish": "1"}) == [
        ("nolwenn@ys.example", f"Publiée : {TITLE}")
    ]


def test_what_is_approved_for_a_later_day_says_which_and_is_told_again_when_it_comes(
    sent, author_page, editor_page, author, editor, draft
):
    draft.go_live_at = timezone.now() + dt.timedelta(days=2)
    draft.save_revision(user=author)
    sent(submit, author_page, draft)
    assert sent(decide, editor_page, draft, "approve") == [
        ("nolwenn@ys.example", f"Approuvée : {TITLE}")
    ]
    assert "(heure de Paris)" in mail.outbox[-1].body.replace("\xa0", " ")

    draft.revisions.filter(approved_go_live_at__isnull=False).update(
        approved_go_live_at=timezone.now() - dt.timedelta(minutes=1)
    )
    for revision in draft.revisions.all():
        revision.content["go_live_at"] = (timezone.now() - dt.timedelta(minutes=1)).isoformat()
        revision.save()
    assert sent(jobs.turn) == [("nolwenn@ys.example", f"Publiée : {TITLE}")]
    assert "est parue à l’heure prévue" in mail.outbox[-1].body
    assert ToolPage.objects.get(pk=draft.pk).live


def test_a_comment_is_told_to_the_author_with_the_words_of_its_field(
    sent, author_page, editor_page, author, editor, draft
):
    comment = {
        "comments-TOTAL_FORMS": "1",
        "comments-INITIAL_FORMS": "0",
        "comments-MIN_NUM_FORMS": "0",
        "comments-MAX_NUM_FORMS": "",
        "comments-0-text": "Trop long.",
        "comments-0-contentpath": "gist",
        "comments-0-position": "",
        "comments-0-id": "",
        "comments-0-DELETE": "",
        "comments-0-resolved": "",
        "comments-0-replies-TOTAL_FORMS": "0",
        "comments-0-replies-INITIAL_FORMS": "0",
        "comments-0-replies-MIN_NUM_FORMS": "0",
        "comments-0-replies-MAX_NUM_FORMS": "",
    }
    assert sent(post, editor_page, draft, **comment) == [
        ("nolwenn@ys.example", f"Commentaire : {TITLE}")
    ]
    told = mail.outbox[-1].body.replace("\xa0", " ").replace("\u202f", " ")
    assert "Yann, sur « En une phrase » : « Trop long. »" in told
    assert Comment.objects.get().user == editor


def test_nobody_is_told_who_left_has_no_address_or_does_not_want_it(sent, author, editor, draft):
    workflow = Workflow.objects.get()
    editor.is_active = False
    editor.save()
    assert sent(workflow.start, draft, author) == []

    editor.is_active, editor.email = True, ""
    editor.save()
    draft.current_workflow_state.cancel(user=author)
    assert sent(workflow.start, draft, author) == []

    editor.email = "yann@ys.example"
    editor.save()
    UserProfile.objects.update_or_create(user=editor, defaults={"submitted_notifications": False})
    draft.current_workflow_state.cancel(user=author)
    assert sent(workflow.start, draft, author) == []


def test_a_server_that_does_not_answer_loses_nothing(
    monkeypatch, sent, author_page, author, editor, draft
):
    def refuse(self):
        raise ConnectionRefusedError

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "open", refuse)
        assert sent(submit, author_page, draft) == []
    waiting = EditingMail.objects.get()
    assert waiting.state == OutgoingMail.State.WAITING
    assert draft.current_workflow_state is not None

    EditingMail.objects.update(next_attempt_at=timezone.now())
    assert sent(jobs.turn) == [("yann@ys.example", f"À relire et approuver : {TITLE}")]


def test_a_review_that_is_over_is_not_announced(sent, author, editor, draft):
    Workflow.objects.get().start(draft, author)
    draft.current_workflow_state.cancel(user=author)
    EditingMail.objects.update(state=OutgoingMail.State.WAITING, next_attempt_at=timezone.now())
    assert sent(jobs.turn) == []
    assert EditingMail.objects.get().state == OutgoingMail.State.DROPPED


def test_who_stands_in_is_asked_to_read_again_too_and_alone_when_the_owner_left(
    sent, author, stand_in
):
    page = factories.tool(title=TITLE, review_on=timezone.localdate(), stand_in=stand_in)
    page.owner = author
    page.save()
    for _ in range(2):
        jobs.turn()
    assert set(ReviewMail.objects.values_list("owner__first_name", flat=True)) == {
        "Nolwenn",
        "Maëlle",
    }

    ReviewMail.objects.all().delete()
    get_user_model().objects.filter(pk=author.pk).update(is_active=False)
    jobs.turn()
    assert ReviewMail.objects.get().owner == stand_in
