"""One of each thing that an address of the admin may name."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site, Task, Workflow

from contracts.editing.proposing.models import Proposal
from contracts.training.seats import registrations
from home.contact.models import ReaderMessage
from home.site import (
    create_groups,
    create_readers_of_messages,
    create_readers_of_proposals,
    name_the_root,
)
from tests import factories
from tests.contracts.training.desk.rooms import refused_mail
from tests.contracts.training.factories import person, session


@pytest.fixture
def things() -> dict[str, Any]:
    """One of each thing that an address may name: a page is a fiche and a session in turn."""
    create_groups(factories.home_page())
    name_the_root()
    create_readers_of_messages()
    create_readers_of_proposals()
    term = factories.term("Bien-vivre")
    room = session(capacity=1)
    registration = registrations.register(room, person(last_name="Le Guen"))
    return {
        "fiche": factories.contract(),
        "session": room,
        "registration": registration,
        "proposal": Proposal.objects.create(
            sent_as=uuid4(), state="recue", email="ada@ys.example", received_at=timezone.now()
        ),
        "mail": refused_mail(registration),
        "wagtailsnippets_contracts_source": factories.source(),
        "wagtailsnippets_contracts_territory": factories.territory(),
        "wagtailsnippets_contracts_term": term,
        "wagtailsnippets_contracts_tag": factories.tag("eau"),
        "wagtailsnippets_contracts_theme": factories.theme(),
        "wagtailsnippets_contact_readermessage": ReaderMessage.objects.create(
            name="Ada", email="ada@ys.example", subject="Une faute", text="Ici."
        ),
        "wagtailusers_users": get_user_model().objects.create_user("quelqu’un"),
        "accounts": get_user_model().objects.get(username="quelqu’un"),
        "wagtailusers_groups": Group.objects.first(),
        "wagtailsites": Site.objects.get(),
        "wagtailadmin_workflows": Workflow.objects.first() or Workflow.objects.create(name="Essai"),
        "wagtailadmin_workflows_task": Task.objects.first(),
        "redirect_id": Redirect.objects.create(old_path="/avant", redirect_link="/"),
        "document_id": factories.document("Un document"),
    }
