"""What the templates of the admin show of our own."""

from typing import Any

from django import template

from contracts.admin.referrers import Referrers, referrers_of

register = template.Library()


@register.simple_tag(takes_context=True)
def referrers(context: template.Context) -> Referrers:
    """`{% referrers as who %}`: what refers to what is about to be deleted or unpublished, a page or
    an object, alone or in a list."""
    subject: Any = context.get("object") or context["page"]
    if isinstance(subject, dict):
        subject = subject["item"]
    return referrers_of(subject, context["request"].user)
