"""Which tables change what readers are shown: all of them, but those that are named here, each with
the reason. A new model is watched without a word."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.db.models import Model

_PEOPLE = "names people, whom no public page does; a page that counts seats is never kept"
_ADMIN = "read by the admin alone"
_MAIL = "mail that waits or has left; no page reads it"
_RIGHTS = "rights of people who log in, for whom nothing is kept"
_OWN = "what makes the rest work, and says nothing of the content"

UNREAD: dict[str, str] = {
    "kept.ContentRevision": "the revision itself",
    # Our own.
    "accounts.RememberedDevice": _RIGHTS,
    "accounts.ResetMail": _MAIL,
    "alerts.Alert": _PEOPLE,
    "alerts.AlertMail": _MAIL,
    "alerts.Subscriber": _PEOPLE,
    "contact.ReaderMessage": "read by its sender alone, on a page that is never kept",
    "contact.MessageMail": _MAIL,
    "contracts.ExternalLink": "what each check of a link says; readers are told on its source",
    "contracts.PageReading": "written by the readings themselves, and read by the admin alone",
    "contracts.LoadedFixture": "what the loader wrote of each file; no page reads it",
    "frozen.FrozenDossier": "read at its own address, on a page that is never kept",
    "importing.Import": _ADMIN,
    "importing.ImportedFiche": _ADMIN,
    "mail.OutgoingMail": _MAIL,
    "making.MadePaper": "read by whoever asked for it, on pages that are never kept",
    "public_forms.AttemptCount": _PEOPLE,
    "proposing.Proposal": "read by its sender alone, on pages that are never kept, and by the admin",
    "proposing.ProposalFile": _ADMIN,
    "proposing.ProposalMail": _MAIL,
    "reviewing.EditingMail": _MAIL,
    "reviewing.ReviewMail": _MAIL,
    "search.IndexChange": "what a search server is still to be told; what it answers is never kept",
    "search.IndexRevision": "the past of the index; each one changes its state, which is watched",
    "search.LoggedQuery": "written by the searches themselves, and read by the admin alone",
    "search.ProjectionState": "of a search server, and what that answers is never kept",
    "training.Registration": _PEOPLE,
    "training.RegistrationEvent": _PEOPLE,
    "training.RegistrationMail": _MAIL,
    # Wagtail's.
    "wagtailadmin.Admin": _RIGHTS,
    "wagtailadmin.EditingSession": _ADMIN,
    "wagtailadmin.FormState": _ADMIN,
    "wagtailcore.APIToken": _RIGHTS,
    "wagtailcore.CollectionViewRestriction_groups": _RIGHTS,
    "wagtailcore.Comment": _ADMIN,
    "wagtailcore.CommentReply": _ADMIN,
    "wagtailcore.GroupApprovalTask": _ADMIN,
    "wagtailcore.GroupApprovalTask_groups": _ADMIN,
    "wagtailcore.GroupCollectionPermission": _RIGHTS,
    "wagtailcore.GroupPagePermission": _RIGHTS,
    "wagtailcore.GroupSitePermission": _RIGHTS,
    "wagtailcore.ModelLogEntry": _ADMIN,
    "wagtailcore.PageLogEntry": _ADMIN,
    "wagtailcore.PageSubscription": _ADMIN,
    "wagtailcore.PageViewRestriction_groups": _RIGHTS,
    "wagtailcore.ReferenceIndex": _ADMIN,
    "wagtailcore.Revision": "drafts; publishing one writes the page, and what shows the past is never kept",
    "wagtailcore.Task": _ADMIN,
    "wagtailcore.TaskState": _ADMIN,
    "wagtailcore.UploadedFile": _ADMIN,
    "wagtailcore.Workflow": _ADMIN,
    "wagtailcore.WorkflowContentType": _ADMIN,
    "wagtailcore.WorkflowPage": _ADMIN,
    "wagtailcore.WorkflowState": _ADMIN,
    "wagtailcore.WorkflowTask": _ADMIN,
    "wagtailredirects.Redirect": "followed where there is no page; a redirection is never kept",
    "wagtailsearch.IndexEntry": "the search of the admin's choosers",
    "wagtailsearch.SQLiteFTSIndexEntry": "the search of the admin's choosers",
    "wagtailusers.UserProfile": _ADMIN,
    # Django's, and those of the other libraries.
    "admin.LogEntry": _ADMIN,
    "auth.Group": _RIGHTS,
    "auth.Group_permissions": _RIGHTS,
    "auth.Permission": _RIGHTS,
    "auth.User_groups": _RIGHTS,
    "auth.User_user_permissions": _RIGHTS,
    "axes.AccessAttempt": _RIGHTS,
    "axes.AccessAttemptExpiration": _RIGHTS,
    "axes.AccessFailureLog": _RIGHTS,
    "axes.AccessLog": _RIGHTS,
    "django_tasks_database.DBTaskResult": _OWN,
    "otp_static.StaticDevice": _RIGHTS,
    "otp_static.StaticToken": _RIGHTS,
    "otp_totp.TOTPDevice": _RIGHTS,
    "sessions.Session": _RIGHTS,
}

# Columns that are written with a draft, every few seconds while an editor types, and that no public
# page reads.
_OF_DRAFTS = frozenset(
    {
        "draft_title",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "locked",
        "locked_at",
        "locked_by",
    }
)
# Columns of one model that no public page reads, and that are written while readers read.
_UNREAD_COLUMNS = {
    # Of each registration; the seats that it takes are shown by pages that are never kept.
    "training.SessionState": frozenset({"last_ticket"}),
}


def models() -> Iterator[type[Model]]:
    """Every model that has a table of its own."""
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.proxy:
            yield model


def watched() -> Iterator[type[Model]]:
    return (model for model in models() if model._meta.label not in UNREAD)


def read_columns(model: type[Model]) -> tuple[str, ...]:
    """The columns whose change readers may see; none when all of them are such."""
    fields = model._meta.local_concrete_fields
    unread = _OF_DRAFTS | _UNREAD_COLUMNS.get(model._meta.label, frozenset())
    if not any(field.name in unread for field in fields):
        return ()
    return tuple(field.column for field in fields if field.name not in unread)
