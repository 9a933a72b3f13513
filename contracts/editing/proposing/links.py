"""Signed addresses of one proposal, and of the file that waits beside a form: whoever holds one
needs no account. A GET of any of them changes nothing."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from contracts.editing.proposing.models import Proposal, ProposalFile

_PROPOSAL, _FILE = "contracts.editing.proposing.proposal", "contracts.editing.proposing.file"


def own_address(proposal: Proposal) -> str:
    """Where its writer goes on with a draft, and follows what was sent."""
    return reverse("proposal", args=[_sign(_PROPOSAL, proposal.key)])


def own_url(proposal: Proposal) -> str:
    return f"{settings.WAGTAILADMIN_BASE_URL}{own_address(proposal)}"


def read(token: str) -> Proposal | None:
    """None when the token is forged, or names a proposal that was erased."""
    key = _read(_PROPOSAL, token)
    proposals = Proposal.objects.select_related("page", "file").defer("file__content")
    return proposals.filter(key=key).first() if key else None


def file_token(file: ProposalFile) -> str:
    return _sign(_FILE, file.key)


def read_file(token: str, proposal: Proposal | None) -> ProposalFile | None:
    """The file that waits, or that this proposal has already; its content is not read."""
    key = _read(_FILE, token)
    found = ProposalFile.objects.filter(key=key).defer("content").first() if key else None
    if found is None or found.proposal_id not in {None, proposal.pk if proposal else None}:
        return None
    return found


def _sign(salt: str, key: uuid.UUID) -> str:
    return Signer(sep="~", salt=salt).sign(key.hex)


def _read(salt: str, token: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(Signer(sep="~", salt=salt).unsign(token))
    except (BadSignature, ValueError):
        return None
