"""A client of the admin for each group, and what messages told it."""

from __future__ import annotations

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.messages import get_messages
from django.test import Client

from home.site import create_groups, create_organisers, let_contributors_propose
from tests import factories


def member_of(group: str) -> Client:
    create_groups(factories.home_page())
    let_contributors_propose()
    create_organisers()
    users = get_user_model().objects
    user, made = users.get_or_create(username=f"personne-{group}")
    if made:
        user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    return client


def told(response) -> str:
    """The messages of a page that was followed to."""
    return " ".join(str(message) for message in get_messages(response.wsgi_request)) or " ".join(
        str(message) for message in (response.context or {}).get("messages", [])
    )
