"""A draft is seen as its page will be, given up for what is online, published and scheduled."""

from __future__ import annotations

import datetime as dt

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry

from contracts.models import CaseStudyPage
from home.groups import CONTRIBUTORS, EDITORS, ORGANISERS
from tests import factories
from tests.contracts.roles import member_of, told
from tests.contracts.test_admin import edit_address, post
from tests.posted_form import form_values

pytestmark = [pytest.mark.django_db, pytest.mark.any_engine]


def shown(response) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def framing(response) -> str:
    policy = response["Content-Security-Policy"].split(";")
    return next(part.strip() for part in policy if "frame-ancestors" in part)


def changed(page: CaseStudyPage, user=None) -> CaseStudyPage:
    page.gist = "Une phrase que personne ne lit encore."
    page.save_revision(user=user)
    return page


def test_the_admin_frames_the_preview_of_a_page_and_nobody_frames_the_page(client):
    page = factories.case_study()
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])

    assert framing(member_of(EDITORS).get(address)) == "frame-ancestors 'self'"
    assert framing(client.get(page.url)) == "frame-ancestors 'none'"


def test_a_draft_that_is_given_up_shows_first_what_is_lost_then_what_is_online():
    editor, page = member_of(EDITORS), factories.case_study()
    online = page.gist
    changed(page)
    address = reverse("discard_draft", args=[page.pk])

    assert "que personne ne lit encore" in shown(editor.get(address))
    assert Page.objects.get(pk=page.pk).has_unpublished_changes
    answer = editor.post(address, follow=True)

    assert "est abandonné" in told(answer)
    after = CaseStudyPage.objects.get(pk=page.pk)
    assert not after.has_unpublished_changes
    assert after.get_latest_revision_as_object().gist == online
    assert "que personne ne lit encore" in str(
        [revision.content["gist"] for revision in after.revisions.all()]
    )
    entry = PageLogEntry.objects.filter(page=page.pk, action="wagtail.revert").get()
    assert entry.revision_id == after.latest_revision_id
    assert "rien à abandonner" in told(editor.get(address, follow=True))


def test_who_may_not_edit_a_page_gives_up_nothing():
    page = changed(factories.case_study())

    answer = member_of(ORGANISERS).post(reverse("discard_draft", args=[page.pk]))

    assert answer.url == "/admin/"
    assert Page.objects.get(pk=page.pk).has_unpublished_changes


def test_a_draft_that_is_being_read_is_not_given_up():
    editor, page = member_of(EDITORS), factories.case_study()
    author = get_user_model().objects.create(username="autrice")
    changed(page, author).get_workflow().start(page, author)

    answer = editor.post(reverse("discard_draft", args=[page.pk]), follow=True)

    assert "en relecture" in told(answer)
    assert Page.objects.get(pk=page.pk).has_unpublished_changes


def test_the_version_that_a_program_published_may_be_taken_back():
    page = factories.case_study()
    first = page.save_revision()
    first.publish()
    changed(page)

    history = member_of(EDITORS).get(reverse("wagtailadmin_pages:history", args=[page.pk]))

    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, first.pk])
    assert back in history.content.decode()


@pytest.mark.parametrize(
    ("group", "onward"), [(EDITORS, "action-publish"), (CONTRIBUTORS, "action-submit")]
)
def test_what_one_may_do_next_stands_beside_keeping_the_draft(group, onward):
    person = member_of(group)
    owner = get_user_model().objects.get(username=f"personne-{group}")
    page = factories.case_study(publish=False, owner=owner)

    foot = BeautifulSoup(person.get(edit_address(page)).content, "html.parser").find(
        "nav", attrs={"aria-label": "Actions (pied de page)"}
    )

    direct = foot.find_all("button", attrs={"name": True}, recursive=False)
    assert [button["name"] for button in direct] == [onward]
    assert len(foot.find_all(attrs={"name": onward})) == 1
    published_by = 1 if group == EDITORS else 0
    assert len(foot.find_all(attrs={"name": "action-publish"})) == published_by


def test_a_page_that_is_not_sent_says_so_and_what_can_be_done():
    author = member_of(CONTRIBUTORS)
    owner = get_user_model().objects.get(username=f"personne-{CONTRIBUTORS}")
    page = factories.case_study(publish=False, owner=owner, gist="")
    page.save_revision(user=owner)

    told = shown(post(author, page, "action-submit"))

    assert "La page n’est pas envoyée en relecture : 1 point à régler" in told
    assert "réglez ce point, puis recommencez." in told
    assert "« Enregistrer le brouillon » garde la page, même incomplète." in told
    assert "Dernier brouillon enregistré le" in told
    assert "n’est pas enregistrée" not in told


def test_an_hour_given_in_its_window_is_kept_for_good():
    editor, page = member_of(EDITORS), factories.case_study(publish=False)

    answer = post(editor, page, "action-schedule", go_live_at="1er décembre 2099 9h")

    assert answer.status_code == 302
    assert "1er décembre 2099" in " ".join(
        str(one) for one in editor.get("/admin/").context["messages"]
    )
    after = Page.objects.get(pk=page.pk)
    assert not after.live
    assert timezone.localtime(after.scheduled_revision.approved_go_live_at).hour == 9


@pytest.mark.parametrize(
    ("group", "cure", "may_cancel"),
    [
        (EDITORS, "choisissez d’abord « Annuler la publication programmée »", True),
        (CONTRIBUTORS, "une éditrice ou un éditeur peut l’annuler", False),
    ],
)
def test_an_older_version_of_a_page_that_waits_for_its_hour_says_how_to_take_it_back(
    group, cure, may_cancel
):
    person = member_of(group)
    owner = get_user_model().objects.get(username=f"personne-{group}")
    page = factories.case_study(publish=False, owner=owner)
    older = page.save_revision(user=owner)
    page.go_live_at = timezone.now() + dt.timedelta(days=3)
    scheduled = page.save_revision(user=owner)
    scheduled.publish()
    back = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, older.pk])
    cancel = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, scheduled.pk])

    answer = person.get(back)

    assert cure in shown(answer).replace("\u00a0", " ")
    assert "les boutons du bas" not in shown(answer)
    assert (cancel in answer.content.decode()) is may_cancel
    if may_cancel:
        answer = person.post(cancel, {"next": back}, follow=True)
        assert answer.redirect_chain[0][0] == back
        assert "les boutons du bas" in shown(answer)


def test_an_hour_that_the_draft_holds_already_is_scheduled_by_the_button():
    """It was kept while it was typed."""
    editor, page = member_of(EDITORS), factories.case_study()
    post(editor, page, "", go_live_at="1er décembre 2099 9h")
    assert Page.objects.get(pk=page.pk).scheduled_revision is None

    post(editor, page, "action-schedule", go_live_at="1er décembre 2099 9h")

    assert Page.objects.get(pk=page.pk).scheduled_revision is not None


def test_an_hour_that_is_given_up_schedules_no_more():
    editor, page = member_of(EDITORS), factories.case_study(publish=False)
    post(editor, page, "action-schedule", go_live_at="1er décembre 2099 9h")
    scheduled = Page.objects.get(pk=page.pk).scheduled_revision
    address = reverse("wagtailadmin_pages:revisions_unschedule", args=[page.pk, scheduled.pk])
    answer = editor.post(address, follow=True)
    assert "est annulée : la page ne paraîtra pas d’elle-même" in " ".join(
        str(one).replace("\xa0", " ") for one in answer.context["messages"]
    )
    assert "Pas encore programmée" not in editor.get(edit_address(page)).content.decode()
    assert Page.objects.get(pk=page.pk).scheduled_revision is None

    values = form_values(editor.get(edit_address(page)).content.decode())
    assert values["go_live_at"] in ("", [""])
    post(editor, page, "action-publish")
    assert Page.objects.get(pk=page.pk).live


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [("bientôt 9h", "Date non comprise"), ("1/12/2020 9h", "Cette heure est passée")],
)
def test_an_hour_that_is_not_understood_or_over_schedules_nothing(typed, refusal):
    page = factories.case_study(publish=False)

    answer = post(member_of(EDITORS), page, "action-schedule", go_live_at=typed)

    assert answer.status_code == 200
    assert refusal in str(answer.context["form"].errors["go_live_at"])
    assert "La page n’est pas programmée" in shown(answer)
    assert Page.objects.get(pk=page.pk).scheduled_revision is None


def test_the_end_of_a_page_that_is_online_holds_at_once_and_publishes_nothing_else():
    editor, page = member_of(EDITORS), factories.case_study()
    online = page.gist

    answer = post(editor, page, "action-schedule", expire_at="1er décembre 2099 9h")

    assert answer.status_code == 302
    said = " ".join(str(one) for one in editor.get("/admin/").context["messages"])
    assert "Elle sera retirée le 1er décembre 2099" in said
    after = CaseStudyPage.objects.get(pk=page.pk)
    assert timezone.localtime(after.expire_at).hour == 9
    assert after.live
    assert not after.has_unpublished_changes

    changed(after)
    post(editor, page, "action-schedule", expire_at="2 décembre 2099 9h")
    after = CaseStudyPage.objects.get(pk=page.pk)
    assert timezone.localtime(after.expire_at).day == 2
    assert after.gist == online
    assert after.has_unpublished_changes

    post(editor, page, "action-schedule", expire_at="")
    assert CaseStudyPage.objects.get(pk=page.pk).expire_at is None


def test_the_end_of_a_draft_and_that_of_who_may_not_publish_wait():
    draft, public = factories.case_study(publish=False), factories.case_study()
    post(member_of(EDITORS), draft, "action-schedule", expire_at="1er décembre 2099 9h")
    post(member_of(CONTRIBUTORS), public, "action-schedule", expire_at="1er décembre 2099 9h")
    assert CaseStudyPage.objects.get(pk=public.pk).expire_at is None
    assert not CaseStudyPage.objects.get(pk=draft.pk).live


def test_a_draft_that_cannot_keep_itself_is_told_which_field_is_at_fault():
    page = factories.case_study(publish=False)
    editor = member_of(EDITORS)

    values = form_values(editor.get(edit_address(page)).content.decode())
    answer = editor.post(
        edit_address(page),
        {**values, "start": ["31 février 2020"]},
        headers={"accept": "application/json"},
    )

    assert answer.json()["error_message"] == (
        "Non enregistré. Début : Ce jour n’existe pas dans ce mois."
    )
