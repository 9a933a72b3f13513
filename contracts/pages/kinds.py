"""The kinds of content of the catalogue, offered to the register."""

from contracts import kinds
from contracts.index.documents import case_study, contract, tool
from contracts.kinds import Kind
from contracts.models import (
    CaseStudyIndexPage,
    CaseStudyPage,
    ContractIndexPage,
    ContractPage,
    Term,
    Territory,
    ToolIndexPage,
    ToolPage,
)
from contracts.pages.case_study import CaseStudyContext
from contracts.pages.contract import ContractContext
from contracts.pages.glossary import TermContext
from contracts.pages.share import case_study_image, contract_image, tool_image
from contracts.pages.territory import TerritoryContext
from contracts.pages.tool import ToolContext


def register() -> None:
    """Called once, at start."""
    kinds.register(
        Kind(
            code="contrat",
            label="Contrat",
            plural="Contrats",
            rank=10,
            model=ContractPage,
            listing=ContractIndexPage,
            context=ContractContext,
            document=contract.document,
            lookups=contract.lookups,
            card="contracts/cards/contract.html",
            icon="handshake",
            share_image=contract_image,
            shared_relations=("themes", "parties__territory", "commitments"),
            is_dated=True,
            is_compared=True,
            keeps_versions=True,
            is_set_side_by_side=True,
            takes_place=True,
        )
    )
    kinds.register(
        Kind(
            code="experience",
            label="Expérience",
            plural="Expériences",
            called=("exemple",),
            rank=20,
            model=CaseStudyPage,
            listing=CaseStudyIndexPage,
            context=CaseStudyContext,
            document=case_study.document,
            lookups=case_study.lookups,
            card="contracts/cards/case_study.html",
            icon="sprout",
            share_image=case_study_image,
            shared_relations=("themes", "places__territory"),
            is_dated=True,
            is_compared=True,
            keeps_versions=True,
            is_set_side_by_side=True,
            takes_place=True,
        )
    )
    kinds.register(
        Kind(
            code="outil",
            label="Outil",
            plural="Outils",
            rank=30,
            model=ToolPage,
            listing=ToolIndexPage,
            context=ToolContext,
            document=tool.document,
            lookups=tool.lookups,
            card="contracts/cards/tool.html",
            icon="wrench",
            share_image=tool_image,
            shared_relations=("themes",),
            is_compared=True,
            keeps_versions=True,
        )
    )
    kinds.register(
        Kind(
            code="territoire",
            label="Territoire",
            plural="Territoires",
            rank=50,
            model=Territory,
            route="territory_list",
            context=TerritoryContext,
            card="contracts/cards/territory.html",
        )
    )
    kinds.register(
        Kind(
            code="terme",
            label="Terme du glossaire",
            plural="Glossaire",
            rank=60,
            model=Term,
            route="glossary",
            context=TermContext,
            card="contracts/cards/term.html",
        )
    )
