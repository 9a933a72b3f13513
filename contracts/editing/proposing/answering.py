"""What the desk does of a proposal: a draft is made of it, it is refused, it is told published."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from contracts.admin.known_addresses import source_at
from contracts.admin.signature import signature
from contracts.columns.fiches import CASE_STUDIES, STATEMENTS
from contracts.columns.table import LONGEST_KEY
from contracts.editing.importing.documents import parts_of
from contracts.editing.importing.records import Place, Record
from contracts.editing.importing.writing import DraftRefused, write_draft
from contracts.editing.proposing.letter import tell_answer
from contracts.editing.proposing.models import Proposal, ProposalMail, ProposalState
from contracts.editing.proposing.places import territory_of
from contracts.models import CaseStudyPage, Statement
from contracts.values.slugs import folded_slug
from contracts.values.vocabulary import Section

_SECTIONS = (
    ("done", Section.ACTION),
    ("gave", Section.RESULT),
    ("cost", Section.COST),
    ("partners", Section.GOVERNANCE),
    ("obstacle", Section.OBSTACLE),
)


class AnswerRefused(Exception):
    """What cannot be done of a proposal: why, in French."""


@transaction.atomic
def make_draft(pk: int, user: Any) -> tuple[CaseStudyPage, bool]:
    """The draft of this proposal, in the name of who asks, and whether it was made now: of two
    people who ask at once, the second gets the draft of the first. Raises AnswerRefused."""
    row = _locked(pk)
    if row.page is not None:
        return row.page, False
    if not row.is_open:
        raise AnswerRefused("Une réponse a déjà été donnée à cette proposition.")
    try:
        page = write_draft(_record(row), CASE_STUDIES, user)
    except DraftRefused as refused:
        raise AnswerRefused(str(refused)) from refused
    row.page, row.state, row.settled_by = page, ProposalState.REVIEWED, signature(user)
    row.save()
    return page, True


@transaction.atomic
def refuse(pk: int, reason: str, user: Any) -> Proposal:
    """Close it, and tell who proposed why. Raises AnswerRefused."""
    row = _locked(pk)
    if not row.is_open:
        raise AnswerRefused("Une réponse a déjà été donnée à cette proposition.")
    row.state, row.reason = ProposalState.REFUSED, reason
    row.settled_at, row.settled_by = timezone.now(), signature(user)
    row.save()
    tell_answer(row, ProposalMail.Kind.REFUSED)
    return row


def on_published(sender: type[CaseStudyPage], instance: CaseStudyPage, **_others: Any) -> None:
    """Receiver of `page_published`; `tell_published` finds again what it missed."""
    tell_published(instance.pk)


def tell_published(*pages: int) -> int:
    """Close the proposals whose page readers can read, of these pages or of any; how many."""
    public = Page.objects.live().public().values("pk")
    rows = Proposal.objects.filter(state=ProposalState.REVIEWED, page__in=public)
    if pages:
        rows = rows.filter(page__in=pages)
    return sum(map(_tell_published, rows.values_list("pk", flat=True)))


@transaction.atomic
def _tell_published(pk: int) -> bool:
    row = Proposal.objects.select_for_update().filter(pk=pk, state=ProposalState.REVIEWED).first()
    if row is None:
        return False  # told by another process meanwhile
    row.state, row.settled_at = ProposalState.PUBLISHED, timezone.now()
    row.save()
    tell_answer(row, ProposalMail.Kind.PUBLISHED)
    return True


def _locked(pk: int) -> Proposal:
    """Raises AnswerRefused when it was erased."""
    row = Proposal.objects.sent().select_for_update().filter(pk=pk).first()
    if row is None:
        raise AnswerRefused("Cette proposition a été effacée.")
    return row


def _record(row: Proposal) -> Record:
    """The proposal as a file would tell it. A source that the base has is put on each statement;
    another one is left to the editor, who knows its title and its publisher."""
    known = source_at(row.source)
    longest = Statement._meta.get_field("text").max_length or LONGEST_KEY
    statements: list[dict[str, Any]] = [
        {"section": str(section), "text": part, **({"source": known.key} if known else {})}
        for name, section in _SECTIONS
        for line in getattr(row, name).splitlines()
        for part in parts_of(line.strip(), longest)
        if part
    ]
    territory = territory_of(row.place_key)
    data: dict[str, Any] = {"title": row.title, STATEMENTS: statements}
    if territory:
        data["places"] = [territory.slug]
    if row.start:
        data["start"] = row.start
    return Record(
        folded_slug(row.title),
        Place("", 0),
        data=data,
        keys=set(data),
        sections={section for _, section in _SECTIONS},
    )
