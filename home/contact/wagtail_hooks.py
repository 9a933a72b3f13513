"""Messages in the menu of the admin."""

from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from home.contact.desk import MessagePolicy, MessageViewSet
from home.contact.models import ReaderMessage

register_permission_policy(ReaderMessage, MessagePolicy(ReaderMessage))
register_snippet(MessageViewSet)
