"""Messages of readers in the admin: the list, what is done of each, the export, the erasing."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from wagtail.admin.panels import FieldPanel, HelpPanel
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from contracts.admin.home.panel import Listed, ListPanel, WorkLine
from contracts.admin.signature import signature
from contracts.values.dates.elapsed import elapsed
from home.contact.models import ReaderMessage


class MessagePolicy(ModelPermissionPolicy):
    """Readers write messages; nobody adds one here, not even an administrator."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action != "add" and super().user_has_permission(user, action)


class MessageEditView(EditView):
    """What a reader wrote is read, never changed: its state alone is."""

    def save_instance(self) -> ReaderMessage:
        message: ReaderMessage = self.form.instance
        done = message.state == message.State.DONE
        message.settle(done=done, by=signature(self.request.user))
        return super().save_instance()


class MessageViewSet(SnippetViewSet):
    model = ReaderMessage
    edit_view_class = MessageEditView
    icon = "mail"
    menu_label = "Messages"
    menu_name = "messages"
    menu_order = 160
    add_to_admin_menu = True
    copy_view_enabled = False
    list_display = ["subject", "name", "received_at", "state", "done_by", "done_at"]
    list_filter = {"state": ["exact"], "received_at": ["gte", "lte"]}
    list_export = [
        "received_at",
        "state",
        "name",
        "email",
        "subject",
        "text",
        "page",
        "done_by",
        "done_at",
    ]
    search_fields = ["subject", "name", "email", "text", "page"]

    def register_chooser_viewset(self) -> None:
        """A message is chosen nowhere: its chooser would list them to everybody of the admin."""

    panels = [
        HelpPanel(template="home/contact/message_panel.html", heading="Message"),
        FieldPanel("state"),
    ]


class MessagesPanel(ListPanel):
    """On the home of the admin: what readers wrote and nobody has answered, the oldest first."""

    name = "messages"
    title = "Messages de lecteurs à traiter"
    order = 60

    def listed(self, request: HttpRequest) -> Listed:
        policy = policy_registry.get_by_type(ReaderMessage)
        if not policy.user_has_permission(request.user, "change"):
            return Listed((), 0)
        rows = ReaderMessage.objects.filter(state=ReaderMessage.State.TO_DO).order_by("received_at")
        return Listed.first(
            (
                WorkLine(
                    row.subject,
                    row.desk_url(),
                    f"reçu il y a {elapsed(row.received_at)}",
                )
                for row in rows[:200]
            ),
            reverse("wagtailsnippets_contact_readermessage:list") + "?state=a-traiter",
        )


def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """Hook `construct_homepage_panels`."""
    panels.append(MessagesPanel())
