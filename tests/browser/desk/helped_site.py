"""What the pictures of the help show, on a site that runs: made by one process, removed by another.

python -m tests.browser.desk.helped_site make
python -m tests.browser.desk.helped_site remove
"""

from __future__ import annotations

import json
import sys
import uuid

import django

HELPED, SENDER = "maelle", "gwenael"
SESSION = "Comprendre un contrat de réciprocité"
PROPOSED = "Une cantine servie par les fermes voisines"


def make() -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.auth.models import Group
    from django.urls import reverse
    from django.utils import timezone
    from wagtail.models import Workflow

    from contracts.editing.proposing.models import Proposal, ProposalState
    from contracts.models import (
        CaseStudyIndexPage,
        Commitment,
        Fact,
        Source,
        Tag,
        ToolIndexPage,
        ToolPage,
    )
    from contracts.training.seats import registrations
    from contracts.values.vocabulary import ToolKind
    from home.contact.models import ReaderMessage
    from home.groups import EDITORS, ORGANISERS
    from tests.browser.desk.staff import PASSWORD
    from tests.contracts.training.factories import person, session

    users = get_user_model().objects
    helped = users.create_user(HELPED, password=PASSWORD, first_name="Maëlle")
    helped.groups.set(Group.objects.filter(name__in=(EDITORS, ORGANISERS)))
    sender = users.create_user(SENDER, password=PASSWORD, first_name="Gwenaël")
    sent = ToolPage(
        title="Guide des ententes", slug="guide-aide", kind=ToolKind.GUIDE, owner=sender, live=False
    )
    ToolIndexPage.objects.get().add_child(instance=sent)
    sent.save_revision(user=sender)
    Workflow.objects.first().start(sent, sender)
    training = session(title=SESSION, slug="session-aide", capacity=12)
    for number in range(5):
        registrations.register(training, person(last_name=f"Personne {number}"))
    ReaderMessage.objects.create(
        name="Une lectrice",
        email="lectrice@ys.example",
        subject="Date de signature",
        text="Notre convention a été signée en 2017.",
        page="/contrats/",
    )
    Proposal.objects.create(
        sent_as=uuid.uuid4(),
        state=ProposalState.RECEIVED,
        received_at=timezone.now(),
        name="Une agente",
        email="agente@ys.example",
        title=PROPOSED,
        place="Pays d’Ys",
        done="Six fermes livrent la cantine, qui a changé ses menus.",
        gave="La moitié des légumes vient du pays.",
        source="https://ys.example/cantine",
    )
    gone, kept = Tag.objects.all()[:2]
    case = CaseStudyIndexPage.objects.get()
    print(  # noqa: T201 - read by the test
        json.dumps(
            {
                "new": f"/admin/pages/add/contracts/casestudypage/{case.pk}/",
                "engaged": Commitment.objects.filter(quantity__isnull=False).first().contract_id,
                "divergent": Fact.objects.filter(retained=True).first().page_id,
                "sent": sent.pk,
                "session": training.pk,
                "merged": reverse("merging:tag", args=[gone.pk]),
                "kept": kept.name,
                "source": Source.objects.first().title[:12],
            }
        )
    )


def remove() -> None:
    from django.contrib.auth import get_user_model
    from wagtail.models import Page

    from contracts.editing.proposing.models import Proposal
    from contracts.models import Source
    from contracts.training.models import Registration, TrainingSessionPage
    from home.contact.models import ReaderMessage

    pages = TrainingSessionPage.objects.filter(title=SESSION)
    sources = list(pages.values_list("source", flat=True))
    Registration.objects.filter(session__in=pages).delete()
    people = get_user_model().objects.filter(username__in=(HELPED, SENDER))
    for page in [*pages, *Page.objects.filter(owner__in=people).specific()]:
        page.delete()
    Source.objects.filter(pk__in=sources).delete()
    ReaderMessage.objects.filter(email="lectrice@ys.example").delete()
    Proposal.objects.filter(email="agente@ys.example").delete()
    people.delete()


if __name__ == "__main__":
    django.setup()
    {"make": make, "remove": remove}[sys.argv[1]]()
