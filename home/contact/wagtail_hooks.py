"""Messages in the menu of the admin, and on its home."""

from wagtail import hooks
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from home.contact.desk import MessagePolicy, MessageViewSet, add_panel
from home.contact.models import ReaderMessage

register_permission_policy(ReaderMessage, MessagePolicy(ReaderMessage))
register_snippet(MessageViewSet)
hooks.register("construct_homepage_panels", add_panel)
